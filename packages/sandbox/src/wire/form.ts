/** One field of a form, as the bytes that were meant: percent-encoding is undone, the charset is not yet known. */
export type RawField = readonly [name: Buffer, value: Buffer];

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/** Reads `name=value&...` (a query or an urlencoded body). */
export function parseForm(bytes: Buffer): RawField[] {
  return splitAt(bytes, AMPERSAND)
    .filter((part) => part.length > 0)
    .map((part) => {
      const equals = part.indexOf(EQUALS);
      const end = equals === -1 ? part.length : equals;
      return [undoPercent(part.subarray(0, end)), undoPercent(part.subarray(end + 1))];
    });
}

function splitAt(bytes: Buffer, separator: number): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  parts.push(bytes.subarray(start));
  return parts;
}

function undoPercent(bytes: Buffer): Buffer {
  if (!bytes.includes(PERCENT) && !bytes.includes(PLUS)) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number;
    const code = byte === PERCENT ? hexAt(bytes, index + 1) : undefined;
    if (code !== undefined) index += 2;
    out[length++] = code ?? (byte === PLUS ? SPACE : byte);
  }
  return out.subarray(0, length);
}

function hexAt(bytes: Buffer, index: number): number | undefined {
  const [high, low] = [digitAt(bytes, index), digitAt(bytes, index + 1)];
  return high === undefined || low === undefined ? undefined : high * 16 + low;
}

function digitAt(bytes: Buffer, index: number): number | undefined {
  const byte = bytes[index];
  return byte === undefined ? undefined : DIGITS.get(byte);
}

/** What the bytes of the hexadecimal digits, in both cases, stand for. */
const DIGITS = new Map(
  [...'0123456789abcdef', ...'ABCDEF'].map((digit) => [digit.charCodeAt(0), Number.parseInt(digit, 16)]),
);
