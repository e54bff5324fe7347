import type { Fen } from '@till/alipay/money';
import type { FundChannel } from '../buyers/buyer.ts';
import type { CouponChannel } from '../coupons/coupon.ts';
import { type Refund, refundedFen, type Trade } from './trade.ts';

/** Who brings what of a sum: without a coupon, the buyer brings all of it and the merchant gets all of it. */
export interface Amounts {
  readonly totalFen: Fen;
  /** The buyer's own money. */
  readonly buyerFen: Fen;
  /** What the merchant gets, before fees: all but what it gives away itself. */
  readonly receiptFen: Fen;
  /** What Alipay brings: a red packet or a discount. */
  readonly alipayFen: Fen;
  /** What nobody brings: the merchant's own discount. */
  readonly merchantFen: Fen;
}

/** The parts of a paid trade's whole amount. */
export function amountsOf(trade: Trade): Amounts {
  return upTo(trade, trade.terms.totalFen);
}

/**
 * The parts of a refund of `amountFen` that follows refunds of `beforeFen`. The buyer's own money goes back first, as
 * Alipay's page on refunds says: of 100 paid with a coupon over 20, the first 80 are all the buyer's, and only what is
 * refunded beyond them takes back the coupon.
 */
export function refundAmounts(trade: Trade, beforeFen: Fen, amountFen: Fen): Amounts {
  const [before, after] = [upTo(trade, beforeFen), upTo(trade, beforeFen + amountFen)];
  return {
    totalFen: after.totalFen - before.totalFen,
    buyerFen: after.buyerFen - before.buyerFen,
    receiptFen: after.receiptFen - before.receiptFen,
    alipayFen: after.alipayFen - before.alipayFen,
    merchantFen: after.merchantFen - before.merchantFen,
  };
}

/** The parts of everything that was refunded so far. */
export function refundedAmounts(trade: Trade): Amounts {
  return upTo(trade, refundedFen(trade));
}

/** The parts of one refund: one that has been made, or the next. */
export function partsOfRefund(trade: Trade, { outRequestNo, amountFen }: Refund): Amounts {
  let beforeFen = 0n;
  for (const earlier of trade.refunds) {
    if (earlier.outRequestNo === outRequestNo) break;
    beforeFen += earlier.amountFen;
  }
  return refundAmounts(trade, beforeFen, amountFen);
}

/** Where a sum came from, or went back to: a person's money, and a coupon. */
export function fundParts({ payment }: Trade, amounts: Amounts): { channel: FundChannel | CouponChannel; fen: Fen }[] {
  if (payment === undefined) return [];
  const own = { channel: payment.channel, fen: amounts.buyerFen };
  const couponFen = amounts.alipayFen + amounts.merchantFen;
  const parts = payment.coupon === undefined ? [own] : [own, { channel: payment.coupon.channel, fen: couponFen }];
  return parts.filter(({ fen }) => fen > 0n);
}

/** What a coupon of one kind brings of a sum. */
export function couponPart(trade: Trade, { alipayFen, merchantFen }: Amounts, channel: CouponChannel): Fen {
  if (trade.payment?.coupon?.channel !== channel) return 0n;
  return channel === 'MDISCOUNT' ? merchantFen : alipayFen;
}

/** The parts of the first so many fen. */
function upTo({ terms, payment }: Trade, fen: Fen): Amounts {
  const { amountFen = 0n, channel } = payment?.coupon ?? {};
  const ownFen = terms.totalFen - amountFen;
  const couponFen = fen > ownFen ? fen - ownFen : 0n;
  const [alipayFen, merchantFen] = channel === 'MDISCOUNT' ? [0n, couponFen] : [couponFen, 0n];
  return { totalFen: fen, buyerFen: fen - couponFen, receiptFen: fen - merchantFen, alipayFen, merchantFen };
}
