import type { Trade } from './trade.ts';

const PRODUCTS: ReadonlySet<string> = new Set(['FACE_TO_FACE_PAYMENT', 'OFFLINE_PAYMENT', 'QR_CODE_OFFLINE']);

/** Whether a trade was paid face to face (当面付): by a payment code, or by a QR code that was scanned. */
export function isFaceToFace({ terms }: Pick<Trade, 'terms'>): boolean {
  return PRODUCTS.has(terms.productCode);
}
