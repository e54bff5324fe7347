import { type FieldLayout, type FormField, layoutOf } from './field-layout.ts';

/** A parameter as byte strings: each character stands for one byte (Latin-1), in whatever charset the sender used. */
export interface ByteField {
  readonly name: string;
  readonly value: string;
}

/**
 * A form's parameters as bytes, url-decoded once, end to end. Not as text: a signature is over bytes, and a notification
 * may be GBK whatever was asked for.
 */
export class FormBytes {
  readonly bytes: Buffer;
  /** The bytes as a byte string: slices of it cost less than slices of bytes. */
  readonly text: string;
  readonly fields: readonly FormField[];
  /** What the fields are called, and their order by name. */
  readonly layout: FieldLayout;

  constructor(bytes: Buffer, text: string, fields: readonly FormField[]) {
    this.bytes = bytes;
    this.text = text;
    this.fields = fields;
    this.layout = layoutOf(bytes, fields);
  }

  /** The form without some of its fields. */
  filter(isKept: (name: string) => boolean): FormBytes {
    const { names } = this.layout;
    const kept = this.fields.filter((_, index) => isKept(names[index] as string));
    return new FormBytes(this.bytes, this.text, kept);
  }

  /** The value of a field, as a byte string. */
  value(name: string): string | undefined {
    const field = this.fields[this.layout.positions.get(name) ?? -1];
    return field && this.text.slice(field.nameEnd, field.end);
  }

  /** The fields as byte strings. */
  byteFields(): ByteField[] {
    return this.fields.map(({ start, nameEnd, end }) => ({
      name: this.text.slice(start, nameEnd),
      value: this.text.slice(nameEnd, end),
    }));
  }
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;

/**
 * Splits `application/x-www-form-urlencoded` bytes and undoes the percent-encoding once. What is not a percent-encoding
 * stays as it is. One pass: a notification is to be checked at the speed of its RSA verification.
 */
export function parseFormBytes(body: Uint8Array): FormBytes {
  const bytes = Buffer.allocUnsafe(body.length);
  const fields: FormField[] = [];
  let start = 0;
  let nameEnd = -1;
  let end = 0;
  let bits = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    // Most bytes stand for themselves; `%`, `&` and `+` come before all of these.
    if (byte > PLUS && byte !== EQUALS) {
      bytes[end++] = byte;
      bits |= byte;
    } else if (byte === PERCENT) {
      const value = ((HEX[body[at + 1] ?? 0] as number) << 4) | (HEX[body[at + 2] ?? 0] as number);
      bytes[end++] = value < 0 ? PERCENT : value;
      if (value >= 0) {
        bits |= value;
        at += 2;
      }
    } else if (byte === AMPERSAND) {
      if (end > start) fields.push({ start, nameEnd: nameEnd < 0 ? end : nameEnd, end, isAscii: bits < 0x80 });
      start = end;
      nameEnd = -1;
      bits = 0;
    } else if (byte === EQUALS && nameEnd < 0) {
      nameEnd = end;
    } else {
      bytes[end++] = byte === PLUS ? SPACE : byte;
    }
  }
  if (end > start) fields.push({ start, nameEnd: nameEnd < 0 ? end : nameEnd, end, isAscii: bits < 0x80 });
  return new FormBytes(bytes, bytes.toString('latin1', 0, end), fields);
}

/** The value of each byte as a hexadecimal digit, -1 if it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);
