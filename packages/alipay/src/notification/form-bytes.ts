import { type FieldLayout, layoutOf, likeliestLayout } from './field-layout.ts';
import { FormDecoder } from './form-decoder.ts';

/** A parameter as byte strings: each character stands for one byte (Latin-1), in whatever charset the sender used. */
export interface ByteField {
  readonly name: string;
  readonly value: string;
}

/**
 * A form's parameters, url-decoded once, as a byte string. Not as text: a signature is over bytes, and a notification
 * may be GBK whatever was asked for.
 */
export class FormBytes {
  /** The fields' names and their order by name. */
  readonly layout: FieldLayout;
  readonly #text: string;
  readonly #ends: readonly number[];
  /** The indexes of the fields that are not ASCII, and so do not read the same in every charset. */
  readonly notAscii: readonly number[];

  /**
   * @param text the fields end to end, each as `name=value`.
   * @param ends where each field ends.
   */
  constructor(layout: FieldLayout, text: string, ends: readonly number[], notAscii: readonly number[]) {
    this.layout = layout;
    this.#text = text;
    this.#ends = ends;
    this.notAscii = notAscii;
  }

  /** How many fields there are. */
  get size(): number {
    return this.#ends.length;
  }

  /** The value of the first field of a name, as a byte string. */
  value(name: string): string | undefined {
    const index = this.layout.positions.get(name);
    return index === undefined ? undefined : this.valueAt(index);
  }

  valueAt(index: number): string {
    const start = this.#startOf(index) + (this.layout.names[index] as string).length + 1;
    return this.#text.slice(start, this.#ends[index]);
  }

  /** The values of all fields, as byte strings. */
  values(): string[] {
    const text = this.#text;
    const ends = this.#ends;
    const { names } = this.layout;
    const values: string[] = [];
    let start = 0;
    for (let index = 0; index < ends.length; index++) {
      const end = ends[index] as number;
      values.push(text.slice(start + (names[index] as string).length + 1, end));
      start = end;
    }
    return values;
  }

  /** Some of the fields, each as `name=value`, joined with `&`. */
  joined(indexes: readonly number[]): string {
    const text = this.#text;
    const ends = this.#ends;
    let joined = '';
    for (let position = 0; position < indexes.length; position++) {
      const index = indexes[position] as number;
      if (position > 0) joined += '&';
      joined += text.slice(index === 0 ? 0 : ends[index - 1], ends[index]);
    }
    return joined;
  }

  /** The fields as byte strings. */
  byteFields(): ByteField[] {
    const values = this.values();
    return this.layout.names.map((name, index) => ({ name, value: values[index] as string }));
  }

  /** The form without some of its fields. */
  filter(isKept: (name: string) => boolean): FormBytes {
    const kept = this.byteFields().filter(({ name }) => isKept(name));
    const texts = kept.map(({ name, value }) => `${name}=${value}`);
    let end = 0;
    const ends = texts.map(({ length }) => {
      end += length;
      return end;
    });
    const notAscii = [...texts.keys()].filter((index) => /[\x80-\xff]/.test(texts[index] as string));
    return new FormBytes(layoutOf(kept.map(({ name }) => name)), texts.join(''), ends, notAscii);
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] as number);
  }
}

/**
 * Splits `application/x-www-form-urlencoded` bytes and undoes the percent-encoding once. What is not a percent-encoding
 * stays as it is. One pass: a notification is to be checked at the speed of its RSA verification.
 */
export function parseFormBytes(body: Uint8Array): FormBytes {
  const likeliest = likeliestLayout();
  const decoder = new FormDecoder(body);
  const ends: number[] = [];
  const nameEnds: number[] = [];
  const notAscii: number[] = [];
  let asExpected = 0;
  while (decoder.hasField()) {
    const expected = likeliest?.bytes[ends.length];
    if (expected !== undefined && decoder.takeName(expected)) asExpected++;
    else decoder.decodeName();
    nameEnds.push(decoder.nameEnd);
    decoder.decodeValue();
    if (!decoder.isAscii) notAscii.push(ends.length);
    ends.push(decoder.end);
  }
  const text = decoder.text();
  const isLikeliest = likeliest !== undefined && asExpected === ends.length && asExpected === likeliest.names.length;
  const layout = isLikeliest
    ? likeliest
    : layoutOf(nameEnds.map((end, index) => text.slice(ends[index - 1] ?? 0, end)));
  return new FormBytes(layout, text, ends, notAscii);
}
