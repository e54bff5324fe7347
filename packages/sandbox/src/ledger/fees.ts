import type { Fen } from '@till/alipay/money';
import { amountsOf, refundAmounts, refundedAmounts } from '../trades/amounts.ts';
import { isFaceToFace } from '../trades/face-to-face.ts';
import type { Trade } from '../trades/trade.ts';

/** Alipay's service fee for one payment, of what the seller receives: 0.6%, rounded half up to the fen. */
export function serviceFee(receiptFen: Fen): Fen {
  return (receiptFen * 6n + 500n) / 1000n;
}

/** The service fee of a payment. */
export function paymentFee(trade: Trade): Fen {
  return serviceFee(amountsOf(trade).receiptFen);
}

/**
 * Payments made face to face get their service fee back with a refund; page payments do not.
 * What a refund brings the seller back of the fee, so that a whole refund, in however many parts,
 * returns it whole.
 */
export function returnedFee(trade: Trade, refundedBefore: Fen, amountFen: Fen): Fen {
  if (!isFaceToFace(trade)) return 0n;
  const left = amountsOf(trade).receiptFen - refundAmounts(trade, 0n, refundedBefore).receiptFen;
  return serviceFee(left) - serviceFee(left - refundAmounts(trade, refundedBefore, amountFen).receiptFen);
}

/** What Alipay keeps of a paid trade's fee after all its refunds. */
export function keptFee(trade: Trade): Fen {
  const { receiptFen } = amountsOf(trade);
  return serviceFee(isFaceToFace(trade) ? receiptFen - refundedAmounts(trade).receiptFen : receiptFen);
}

/** Thousandths of the amount that Huabei instalments cost a seller who bears them, by the number of instalments. */
const SELLER_RATES: Readonly<Record<string, Fen>> = { '3': 18n, '6': 45n, '12': 75n };

/** The numbers of instalments that Huabei offers. */
export const INSTALMENT_NUMBERS: readonly string[] = Object.keys(SELLER_RATES);

/** What a seller pays for a buyer's instalments: nothing when the buyer bears them. Rounded half up to the fen. */
export function instalmentFee(trade: Trade): Fen {
  const { instalments } = trade.terms;
  if (instalments === undefined || instalments.sellerPercent !== '100') return 0n;
  return (amountsOf(trade).buyerFen * (SELLER_RATES[instalments.number] ?? 0n) + 500n) / 1000n;
}
