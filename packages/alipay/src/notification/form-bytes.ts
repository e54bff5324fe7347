/**
 * One parameter of a form. Name and value are byte strings: each character stands for one byte (Latin-1), in whatever
 * charset the sender used.
 */
export interface ByteField {
  readonly name: string;
  readonly value: string;
  /** Whether the value is ASCII, and so reads the same in every charset. */
  readonly isAscii: boolean;
}

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
 * One pass over one buffer, and slices of one string: a notification is to be checked at the speed of its RSA
 * verification.
 */
export function parseFormBytes(body: Uint8Array): ByteField[] {
  const decoded = body.length <= SCRATCH.length ? SCRATCH : Buffer.allocUnsafe(body.length);
  const cuts: number[] = [];
  let nameEnd = -1;
  let end = 0;
  let bits = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte > EQUALS) {
      decoded[end++] = byte;
      bits |= byte;
    } else if (byte === PERCENT) {
      const value = ((HEX[body[at + 1] ?? 0] as number) << 4) | (HEX[body[at + 2] ?? 0] as number);
      decoded[end++] = value < 0 ? PERCENT : value;
      if (value >= 0) {
        bits |= value;
        at += 2;
      }
    } else if (byte === AMPERSAND) {
      cuts.push(nameEnd < 0 ? end : nameEnd, end, bits);
      nameEnd = -1;
      bits = 0;
    } else if (byte === EQUALS && nameEnd < 0) {
      nameEnd = end;
    } else {
      decoded[end++] = byte === PLUS ? SPACE : byte;
    }
  }
  cuts.push(nameEnd < 0 ? end : nameEnd, end, bits);
  return sliced(decoded.toString('latin1', 0, end), cuts);
}

/** Cuts the decoded text into fields. `cuts` holds, for each: the end of its name, the end of its value, all its bits. */
function sliced(text: string, cuts: readonly number[]): ByteField[] {
  const fields: ByteField[] = [];
  let start = 0;
  for (let index = 0; index < cuts.length; index += 3) {
    const nameEnd = cuts[index] as number;
    const end = cuts[index + 1] as number;
    const isAscii = (cuts[index + 2] as number) < 0x80;
    if (end > start) fields.push({ name: text.slice(start, nameEnd), value: text.slice(nameEnd, end), isAscii });
    start = end;
  }
  return fields;
}

/** Where a body of ordinary size is decoded. Safe to share: it is copied out before the next one can come. */
const SCRATCH = Buffer.allocUnsafeSlow(16 * 1024);

/** The value of each byte as a hexadecimal digit, -1 if it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);
