/** One parameter of a form, its name and value as the bytes that were percent-encoded. */
export interface FormField {
  readonly name: string;
  /** The value's bytes, in whatever charset the sender used. */
  readonly value: Buffer;
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;

/**
 * Splits `application/x-www-form-urlencoded` bytes and undoes the percent-encoding once, without decoding text: a
 * signature is over bytes, and a notification may be GBK whatever was asked for.
 *
 * All values share one buffer: a notification is checked at the speed of its RSA verification.
 */
export function parseFormBytes(body: Uint8Array): FormField[] {
  const decoded = Buffer.allocUnsafe(body.length);
  const fields: FormField[] = [];
  const length = body.length;
  let at = 0;
  let write = 0;
  while (at < length) {
    const nameStart = write;
    let nameEnd = -1;
    for (; at < length; at++) {
      let byte = body[at] as number;
      if (byte === AMPERSAND) break;
      if (byte === EQUALS && nameEnd < 0) {
        nameEnd = write;
        continue;
      }
      if (byte === PLUS) byte = SPACE;
      else if (byte === PERCENT) {
        const high = hexDigit(body[at + 1]);
        const low = hexDigit(body[at + 2]);
        if (high >= 0 && low >= 0) {
          byte = high * 16 + low;
          at += 2;
        }
      }
      decoded[write++] = byte;
    }
    at++;
    if (nameEnd < 0) nameEnd = write;
    if (write > nameStart || nameEnd > nameStart) {
      fields.push({ name: decoded.toString('latin1', nameStart, nameEnd), value: decoded.subarray(nameEnd, write) });
    }
  }
  return fields;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
