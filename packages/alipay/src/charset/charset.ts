/** The character sets Alipay speaks. */
export type Charset = 'utf-8' | 'gbk';

/** Text that a character set has no code for. */
export class CharsetError extends Error {
  override readonly name = 'CharsetError';
}

/** Reads a charset's name in any letter case; `gb2312` and `gb18030` are read as GBK. Undefined if unknown. */
export function charsetOf(name: string): Charset | undefined {
  switch (name.toLowerCase()) {
    case 'utf-8':
    case 'utf8':
      return 'utf-8';
    case 'gbk':
    case 'gb2312':
    case 'gb18030':
      return 'gbk';
    default:
      return undefined;
  }
}

/**
 * Encodes text.
 * @throws {CharsetError} if GBK has no code for a character (emoji, for example).
 */
export function encodeText(text: string, charset: Charset): Buffer {
  return charset === 'utf-8' ? Buffer.from(text, 'utf8') : encodeGbk(text);
}

/** Decodes bytes; malformed sequences become U+FFFD. */
export function decodeText(bytes: Uint8Array, charset: Charset): string {
  if (charset === 'utf-8') {
    const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return buffer.toString('utf8');
  }
  gbkDecoder ??= new TextDecoder('gbk');
  return gbkDecoder.decode(bytes);
}

let gbkDecoder: TextDecoder | undefined;
let gbkCodes: Map<string, number> | undefined;

function encodeGbk(text: string): Buffer {
  gbkCodes ??= readGbkCodes();
  const bytes = Buffer.allocUnsafe(text.length * 2);
  let length = 0;
  for (const character of text) {
    const ascii = character.charCodeAt(0);
    if (ascii < 0x80) {
      bytes[length++] = ascii;
      continue;
    }
    const code = gbkCodes.get(character);
    if (code === undefined) {
      const point = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
      throw new CharsetError(
        `GBK has no code for ${JSON.stringify(character)} (U+${point}). Leave it out or use utf-8.`,
      );
    }
    bytes[length++] = code >> 8;
    bytes[length++] = code & 0xff;
  }
  return bytes.subarray(0, length);
}

/** The platform decodes GBK but does not encode it, so the table is read off its decoder, once. */
function readGbkCodes(): Map<string, number> {
  const decoder = new TextDecoder('gbk');
  const codes = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      const isOneCharacter = character.length === 1 && character !== '\uFFFD';
      if (isOneCharacter && !codes.has(character)) codes.set(character, (lead << 8) | trail);
    }
  }
  return codes;
}
