import { type FieldLayout, layoutOf, likeliestLayout } from './field-layout.ts';
import { FormDecoder } from './form-decoder.ts';

/** A parameter as byte strings: each character stands for one byte (Latin-1), in whatever charset the sender used. */
export interface ByteField {
  readonly name: string;
  readonly value: string;
}

/**
 * A form's parameters, url-decoded once, as byte strings. Not as text: a signature is over bytes, and a notification
 * may be GBK whatever was asked for.
 */
export interface FormBytes {
  /** The fields' names and their order by name. */
  readonly layout: FieldLayout;
  /** The fields end to end, each as `name=value`. */
  readonly text: string;
  /** Where in `text` each field ends. */
  readonly ends: readonly number[];
  readonly values: readonly string[];
  /** The indexes of the fields that are not ASCII, and so do not read the same in every charset. */
  readonly notAscii: readonly number[];
}

/**
 * Splits `application/x-www-form-urlencoded` bytes and undoes the percent-encoding once. What is not a percent-encoding
 * stays as it is. One pass: a notification is to be checked at the speed of its RSA verification.
 */
export function parseFormBytes(body: Uint8Array): FormBytes {
  const expected = likeliestLayout();
  return (expected && parseAs(expected, body)) ?? parseAnew(body);
}

/** Reads a form that has just the expected names; undefined if it has others. */
function parseAs(layout: FieldLayout, body: Uint8Array): FormBytes | undefined {
  const decoder = new FormDecoder(body);
  const { length } = layout.names;
  const ends: number[] = [];
  const notAscii: number[] = [];
  for (let index = 0; index < length; index++) {
    if (!decoder.hasField() || !decoder.takeName(layout, index)) return undefined;
    decoder.decodeValue();
    if (!decoder.isAscii) notAscii.push(index);
    ends.push(decoder.end);
  }
  return decoder.hasField() ? undefined : withValues(layout, decoder.text(), ends, notAscii);
}

function parseAnew(body: Uint8Array): FormBytes {
  const decoder = new FormDecoder(body);
  const names: string[] = [];
  const ends: number[] = [];
  const notAscii: number[] = [];
  while (decoder.hasField()) {
    const start = decoder.end;
    decoder.decodeName();
    names.push(decoder.text(start).slice(0, -1));
    decoder.decodeValue();
    if (!decoder.isAscii) notAscii.push(ends.length);
    ends.push(decoder.end);
  }
  return withValues(layoutOf(names), decoder.text(), ends, notAscii);
}

function withValues(
  layout: FieldLayout,
  text: string,
  ends: readonly number[],
  notAscii: readonly number[],
): FormBytes {
  const { starts } = layout;
  const values: string[] = [];
  let start = 0;
  for (let index = 0; index < ends.length; index++) {
    const end = ends[index] as number;
    values.push(text.slice(start + (starts[index + 1] as number) - (starts[index] as number), end));
    start = end;
  }
  return { layout, text, ends, values, notAscii };
}

/** The value of the first field of a name, as a byte string. */
export function fieldValue({ layout, values }: FormBytes, name: string): string | undefined {
  const index = layout.positions.get(name);
  return index === undefined ? undefined : values[index];
}

/** Some of the fields, each as `name=value`, joined with `&`. */
export function joined({ text, ends }: FormBytes, indexes: readonly number[]): string {
  let all = '';
  for (let position = 0; position < indexes.length; position++) {
    const index = indexes[position] as number;
    if (position > 0) all += '&';
    all += text.slice(index === 0 ? 0 : ends[index - 1], ends[index]);
  }
  return all;
}

/** The fields as byte strings. */
export function byteFields({ layout, values }: FormBytes): ByteField[] {
  return layout.names.map((name, index) => ({ name, value: values[index] as string }));
}

/** The form without some of its fields. */
export function filterFields(form: FormBytes, isKept: (name: string) => boolean): FormBytes {
  const kept = byteFields(form).filter(({ name }) => isKept(name));
  const texts = kept.map(({ name, value }) => `${name}=${value}`);
  let end = 0;
  const ends = texts.map(({ length }) => {
    end += length;
    return end;
  });
  const notAscii = [...texts.keys()].filter((index) => /[\x80-\xff]/.test(texts[index] as string));
  const layout = layoutOf(kept.map(({ name }) => name));
  return { layout, text: texts.join(''), ends, values: kept.map(({ value }) => value), notAscii };
}
