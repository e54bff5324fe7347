import { type Charset, CharsetError, encodeText } from '@till/alipay/charset';

/** Encodes text for the wire; a character that GBK lacks becomes `?`, as Alipay's own Java does. */
export function encodeLossy(text: string, charset: Charset): Buffer {
  try {
    return encodeText(text, charset);
  } catch (error) {
    if (!(error instanceof CharsetError)) throw error;
    return Buffer.concat([...text].map((character) => encodeCharacter(character, charset)));
  }
}

/** Writes `name=value&...` as HTML forms do: bytes of the charset, space as `+`, everything unsafe as `%XX`. */
export function printForm(fields: Iterable<readonly [string, string]>, charset: Charset): string {
  return [...fields].map(([name, value]) => `${percent(name, charset)}=${percent(value, charset)}`).join('&');
}

function percent(text: string, charset: Charset): string {
  if (!/[^A-Za-z0-9*._-]/.test(text)) return text;
  if (charset === 'utf-8') return encodeURIComponent(text.toWellFormed()).replace(/%20|[!'()~]/g, printedAs);
  let out = '';
  for (const byte of encodeLossy(text, charset)) out += PRINTED[byte];
  return out;
}

/** Where a form differs from what `encodeURIComponent` makes. */
function printedAs(text: string): string {
  return text === '%20' ? '+' : (PRINTED[text.charCodeAt(0)] as string);
}

/** How each byte stands in a form. */
const PRINTED = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z0-9*._-]/.test(character)) return character;
  return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

function encodeCharacter(character: string, charset: Charset): Buffer {
  try {
    return encodeText(character, charset);
  } catch {
    return Buffer.from('?');
  }
}
