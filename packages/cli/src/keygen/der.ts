/** What a certificate request needs of DER: values written as tag, length, content. */

/** Any value: its tag, and its content in parts. */
function value(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => value(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Buffer => value(0x31, ...items);
/** A whole number from 0 to 127. */
export const smallInteger = (number: number): Buffer => value(0x02, Buffer.from([number]));
export const utf8String = (text: string): Buffer => value(0x0c, Buffer.from(text, 'utf8'));
/** For plain letters and digits only, which is all that a country's code may have. */
export const printableString = (text: string): Buffer => value(0x13, Buffer.from(text, 'latin1'));
/** Whole bytes: none of the last byte's bits is unused. */
export const bitString = (bytes: Uint8Array): Buffer => value(0x03, Buffer.from([0]), bytes);
/** A value with a tag of its context, such as `[0]`, that wraps others. */
export const context = (number: number, ...content: readonly Uint8Array[]): Buffer => value(0xa0 | number, ...content);
export const NULL: Buffer = value(0x05);

/** `1.2.840.113549.1.1.11` and the like. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits a byte, all bytes but the last marked. */
function base128(number: number): number[] {
  const groups = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}
