import type { Fen } from '@till/alipay/money';
import type { TradeTerms } from '../trades/trade.ts';

/**
 * What kind of coupon, in the names of Alipay's `fund_bill_list`: a red packet of Alipay's, a discount that Alipay pays,
 * or one that the merchant gives, who then gets less.
 */
export const COUPON_CHANNELS = ['COUPON', 'DISCOUNT', 'MDISCOUNT'] as const;

export type CouponChannel = (typeof COUPON_CHANNELS)[number];

/** Money off that a buyer has been given. It is used once, at the first payment that it fits. */
export interface Coupon {
  /** 20 digits. */
  readonly id: string;
  readonly buyerId: string;
  readonly channel: CouponChannel;
  readonly name: string;
  readonly amountFen: Fen;
  /** The least that an order must come to. */
  readonly leastFen: Fen;
  /** The trade that it helped to pay. */
  readonly usedFor?: string;
}

/** Whether a coupon takes something off an order; somebody must still pay a fen. */
export function fits({ channel, amountFen, leastFen, usedFor }: Coupon, terms: TradeTerms): boolean {
  const { totalFen, discountableFen = totalFen, withoutCoupons = [] } = terms;
  if (usedFor !== undefined || withoutCoupons.includes(channel)) return false;
  // A red packet is money, whatever the order is for; discounts are for what may be discounted.
  const couponableFen = channel === 'COUPON' ? totalFen : discountableFen;
  return totalFen >= leastFen && amountFen <= couponableFen && amountFen < totalFen;
}

/** The one that takes most off; the oldest of several. */
export function bestOf(coupons: Iterable<Coupon>, terms: TradeTerms): Coupon | undefined {
  let best: Coupon | undefined;
  for (const coupon of coupons) {
    if (fits(coupon, terms) && coupon.amountFen > (best?.amountFen ?? 0n)) best = coupon;
  }
  return best;
}
