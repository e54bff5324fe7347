/**
 * A form's parameters by name. Names and values are byte strings: each character stands for one byte (Latin-1), in
 * whatever charset the sender used.
 */
export type ByteFields = ReadonlyMap<string, string>;

/** Name and value of one parameter, as byte strings. */
export type ByteField = readonly [name: string, value: string];

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;

/**
 * Splits `application/x-www-form-urlencoded` bytes and undoes the percent-encoding once, without decoding text: a
 * signature is over bytes, and a notification may be GBK whatever was asked for. What is not a percent-encoding stays
 * as it is.
 *
 * One pass over one buffer: a notification is to be checked at the speed of its RSA verification.
 */
export function parseFormBytes(body: Uint8Array): ByteField[] {
  const decoded = Buffer.allocUnsafe(body.length);
  const cuts: number[] = [];
  let equals = -1;
  let length = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte > EQUALS) {
      decoded[length++] = byte;
    } else if (byte === PERCENT) {
      const value = ((HEX[body[at + 1] ?? 0] as number) << 4) | (HEX[body[at + 2] ?? 0] as number);
      decoded[length++] = value < 0 ? PERCENT : value;
      if (value >= 0) at += 2;
    } else if (byte === AMPERSAND) {
      cuts.push(equals < 0 ? length : equals, length);
      equals = -1;
    } else if (byte === EQUALS && equals < 0) {
      equals = length;
    } else {
      decoded[length++] = byte === PLUS ? SPACE : byte;
    }
  }
  cuts.push(equals < 0 ? length : equals, length);
  return slices(decoded.toString('latin1', 0, length), cuts);
}

/** Cuts the decoded text into names and values; `cuts` holds the ends of a name and of its value in turn. */
function slices(text: string, cuts: readonly number[]): ByteField[] {
  const fields: ByteField[] = [];
  let start = 0;
  for (let index = 0; index < cuts.length; index += 2) {
    const nameEnd = cuts[index] as number;
    const end = cuts[index + 1] as number;
    if (end > start) fields.push([text.slice(start, nameEnd), text.slice(nameEnd, end)]);
    start = end;
  }
  return fields;
}

/** The value of each byte as a hexadecimal digit, -1 if it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);
