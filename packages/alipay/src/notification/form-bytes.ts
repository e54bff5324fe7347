import { decodeFields, type FormBytes } from './decode-fields.ts';
import { layoutOf, likeliestLayout } from './field-layout.ts';

/** A parameter as byte strings: each character stands for one byte (Latin-1), in whatever charset the sender used. */
export interface ByteField {
  readonly name: string;
  readonly value: string;
}

/** Reads `application/x-www-form-urlencoded` bytes and undoes the percent-encoding once. */
export function parseFormBytes(body: Uint8Array): FormBytes {
  const likeliest = likeliestLayout();
  return (likeliest && decodeFields(likeliest, body)) ?? parseAnew(body);
}

/** A form whose names are not known. They are read first, and stand in it plainly then, each with its `=`. */
function parseAnew(body: Uint8Array): FormBytes {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const fields = text
    .split('&')
    .filter((field) => field !== '')
    .map(namedField);
  const plain = Buffer.from(fields.map(({ name, value }) => `${name}=${value}`).join('&'), 'latin1');
  const form = decodeFields(layoutOf(fields.map(({ name }) => name)), plain);
  if (form === undefined) throw new Error('A form does not have the names that were read from it.');
  return form;
}

/** The value is left encoded. */
function namedField(field: string): ByteField {
  const equals = field.indexOf('=');
  const [name, value] = equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)];
  const decoded = name
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { name: decoded, value };
}

/** The value of the first field of a name, as a byte string. */
export function fieldValue({ layout, values }: FormBytes, name: string): string | undefined {
  const index = layout.positions.get(name);
  return index === undefined ? undefined : values[index];
}

/** Some of the fields, each as `name=value`, joined with `&`. */
export function joined({ layout, values }: Pick<FormBytes, 'layout' | 'values'>, indexes: readonly number[]): Buffer {
  return Buffer.from(indexes.map((index) => `${layout.names[index]}=${values[index]}`).join('&'), 'latin1');
}

/** The fields as byte strings. */
export function byteFields({ layout, values }: FormBytes): ByteField[] {
  return layout.names.map((name, index) => ({ name, value: values[index] as string }));
}

/** The form without some of its fields. */
export function filterFields(form: FormBytes, isKept: (name: string) => boolean): FormBytes {
  const kept = byteFields(form).filter(({ name }) => isKept(name));
  const layout = layoutOf(kept.map(({ name }) => name));
  const values = kept.map(({ value }) => value);
  const notAscii = [...values.keys()].filter((index) => /[\x80-\xff]/.test(values[index] as string));
  return { layout, values, notAscii, content: joined({ layout, values }, layout.signed) };
}
