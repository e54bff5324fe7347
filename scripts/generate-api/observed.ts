import type { Type } from './types.ts';

/**
 * Fields that the gateway's document calls strings and that are numbers on the wire: `"expires_in":1296000` stands so in
 * recorded answers of the token methods, and the width of the code on the page of payment is given in pixels.
 */
const INTEGERS: readonly string[] = ['expires_in', 're_expires_in', 'qrcode_width'];

/** A field's type as it was seen, where that is another than documented. */
export function observedType(name: string, documented: Type): Type {
  return documented.kind === 'text' && INTEGERS.includes(name) ? { kind: 'integer' } : documented;
}
