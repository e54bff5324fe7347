import type { FieldLayout } from './field-layout.ts';

/**
 * A form's parameters, url-decoded once, as byte strings: each character stands for one byte (Latin-1). Not as text: a
 * signature is over bytes, and a notification may be GBK whatever was asked for.
 */
export interface FormBytes {
  /** The fields' names and their order by name. */
  readonly layout: FieldLayout;
  readonly values: readonly string[];
  /** The indexes of the fields that are not ASCII, and so do not read the same in every charset. */
  readonly notAscii: readonly number[];
  /** What Alipay signs of them: `name=value`, sorted by name, without `sign` and `sign_type`, joined with `&`. */
  readonly content: Uint8Array;
}

const AMPERSAND = 0x26;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;

/**
 * Decodes a form whose fields have the names of a layout; undefined if they have others. What is not a percent-encoding
 * stays as it is. A notification is to be checked at the speed of its RSA verification: its names are compared, not
 * read, each byte is looked at once, and what was signed is put together from the bytes.
 */
export function decodeFields(layout: FieldLayout, body: Uint8Array): FormBytes | undefined {
  const isOrdinary = body.length <= DECODED.length && layout.names.length <= ENDS.length;
  const decoded = isOrdinary ? DECODED : Buffer.allocUnsafe(body.length);
  const ends = isOrdinary ? ENDS : new Int32Array(layout.names.length);
  const notAscii = decode(layout, body, decoded, ends);
  if (notAscii === undefined) return undefined;
  return { layout, values: valuesOf(layout, decoded, ends), notAscii, content: signedContent(layout, decoded, ends) };
}

/** Where an ordinary form is decoded, before its values become strings; and where its fields end there. */
const DECODED = Buffer.allocUnsafeSlow(16 * 1024);
const ENDS = new Int32Array(256);

/** Puts the decoded fields end to end, each as `name=value`, and tells which of them are not ASCII. */
function decode({ names, bytes, starts }: FieldLayout, body: Uint8Array, decoded: Uint8Array, ends: Int32Array) {
  const { length } = body;
  const notAscii: number[] = [];
  let at = 0;
  let end = 0;
  let name = 0;
  for (let field = 0; field < names.length; field++) {
    for (const nameEnd = starts[field + 1] as number; name < nameEnd; name++) {
      const byte = bytes[name] as number;
      if (body[at++] !== byte) return undefined;
      decoded[end++] = byte;
    }
    let ored = 0;
    for (; at < length; at++) {
      const byte = body[at] as number;
      // Nearly every byte stands for itself; those that do not, in ASCII, are not above `+`.
      if (byte > PLUS) {
        decoded[end++] = byte;
        ored |= byte;
      } else if (byte === AMPERSAND) {
        break;
      } else if (byte === PERCENT && at + 2 < length) {
        const value = ((HEX[body[at + 1] as number] as number) << 4) | (HEX[body[at + 2] as number] as number);
        decoded[end++] = value < 0 ? PERCENT : value;
        if (value >= 0) {
          at += 2;
          ored |= value;
        }
      } else {
        decoded[end++] = byte === PLUS ? SPACE : byte;
      }
    }
    at++;
    if ((ored & 0x80) !== 0) notAscii.push(field);
    ends[field] = end;
  }
  return at < length ? undefined : notAscii;
}

/** The value of each byte as a hexadecimal digit, -1 if it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);

function valuesOf({ names, starts }: FieldLayout, decoded: Buffer, ends: Int32Array): string[] {
  const text = decoded.toString('latin1', 0, ends[names.length - 1] ?? 0);
  const values: string[] = [];
  let start = 0;
  for (let field = 0; field < names.length; field++) {
    const end = ends[field] as number;
    values.push(text.slice(start + (starts[field + 1] as number) - (starts[field] as number), end));
    start = end;
  }
  return values;
}

function signedContent({ names, signed }: FieldLayout, decoded: Uint8Array, ends: Int32Array): Uint8Array {
  const content = Buffer.allocUnsafe((ends[names.length - 1] ?? 0) + names.length);
  let length = 0;
  for (let position = 0; position < signed.length; position++) {
    if (position > 0) content[length++] = AMPERSAND;
    const field = signed[position] as number;
    const end = ends[field] as number;
    for (let at = field === 0 ? 0 : (ends[field - 1] as number); at < end; at++)
      content[length++] = decoded[at] as number;
  }
  return content.subarray(0, length);
}
