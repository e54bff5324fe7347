import type { Charset } from '../charset/index.ts';

/** One member of a JSON object: its name, and where its value's bytes begin and end. */
export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The top-level members of a JSON object, as spans of its bytes: a signature is over a value exactly as received.
 *
 * Aware of strings, escapes, and of GBK, whose second bytes may look like quotes' and braces' neighbours in ASCII.
 * @returns undefined if the bytes are not one whole object.
 */
export function topLevelMembers(bytes: Uint8Array, charset: Charset): JsonMember[] | undefined {
  const members: JsonMember[] = [];
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== 0x7b) return undefined;
  at = skipSpace(bytes, at + 1);
  while (bytes[at] !== 0x7d) {
    if (bytes[at] !== QUOTE) return undefined;
    const nameEnd = skipString(bytes, at, charset);
    const name = Buffer.from(bytes.subarray(at + 1, nameEnd - 1)).toString('latin1');
    at = skipSpace(bytes, nameEnd);
    if (bytes[at] !== 0x3a) return undefined;
    const start = skipSpace(bytes, at + 1);
    const end = skipValue(bytes, start, charset);
    if (end <= start) return undefined;
    members.push({ name, start, end });
    at = skipSpace(bytes, end);
    if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1);
    else if (bytes[at] !== 0x7d) return undefined;
  }
  return skipSpace(bytes, at + 1) === bytes.length ? members : undefined;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

/** From an opening quote to behind the closing one; to behind the end if there is none. */
function skipString(bytes: Uint8Array, from: number, charset: Charset): number {
  let at = from + 1;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    const isPair = byte === BACKSLASH || (charset === 'gbk' && byte >= 0x81);
    at += isPair ? 2 : 1;
  }
  return bytes.length + 1;
}

/** From a value's first byte to behind its last. What is inside is left to JSON.parse. */
function skipValue(bytes: Uint8Array, from: number, charset: Charset): number {
  let at = from;
  let depth = 0;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      at = skipString(bytes, at, charset);
      if (depth === 0) return Math.min(at, bytes.length);
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth++;
    if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at;
      depth--;
      if (depth === 0) return at + 1;
    }
    if (depth === 0 && (byte === 0x2c || byte === 0x20 || byte === 0x0a || byte === 0x0d)) return at;
    at++;
  }
  return at;
}
