import { type Charset, encodeText } from '../charset/index.ts';

/** `application/x-www-form-urlencoded` in the request's charset; spaces as `%20`, which every decoder understands. */
export function formEncode(parameters: Readonly<Record<string, string>>, charset: Charset): string {
  const pairs: string[] = [];
  for (const name of Object.keys(parameters)) {
    pairs.push(`${name}=${percentEncode(parameters[name] ?? '', charset)}`);
  }
  return pairs.join('&');
}

function percentEncode(text: string, charset: Charset): string {
  if (charset === 'utf-8') return encodeURIComponent(text);
  let encoded = '';
  for (const byte of encodeText(text, charset)) encoded += isUnreserved(byte) ? String.fromCharCode(byte) : hex(byte);
  return encoded;
}

function isUnreserved(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isDigit || isLetter || byte === 0x2d || byte === 0x2e || byte === 0x5f || byte === 0x7e;
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
