import { formatYuan } from '@till/alipay/money';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import { badInput, Input, takingNothing } from '../control/input.ts';
import { json, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import { COUPON_CHANNELS, type Coupon, type CouponChannel } from './coupon.ts';
import type { CouponBook } from './coupon-book.ts';

/** A coupon to give. */
export interface CouponInput {
  /** In yuan. */
  amount: string;
  /** `COUPON` (default): a red packet of Alipay's; `DISCOUNT`: Alipay pays; `MDISCOUNT`: the merchant gets less. */
  channel?: CouponChannel;
  name?: string;
  /** The least that an order must come to, in yuan. */
  least?: string;
}

/** A coupon that a buyer has; amounts in yuan. */
export interface CouponFields {
  coupon_id: string;
  buyer_id: string;
  channel: CouponChannel;
  name: string;
  amount: string;
  least: string;
}

interface Parts {
  readonly coupons: CouponBook;
  readonly buyers: BuyerBook;
}

/** `GET` and `POST /_sandbox/buyers/:id/coupons`: what a buyer has, and what he is given. */
export function couponRoutes(parts: Parts): Route[] {
  const path = '/_sandbox/buyers/:id/coupons';
  return [
    {
      method: 'GET',
      path,
      handle: takingNothing(({ params }) => json({ coupons: listCoupons(parts, params.id ?? '') })),
    },
    {
      method: 'POST',
      path,
      handle: (request) => json(giveCoupon(parts, request.params.id ?? '', Input.json(request))),
    },
  ];
}

/** @throws {SandboxError} 404 */
export function listCoupons({ coupons, buyers }: Parts, buyerId: string): CouponFields[] {
  checkBuyer(buyers, buyerId);
  return coupons.unused(buyerId).map(couponFields);
}

/** @throws {SandboxError} 400, naming the field, or 404. */
export function giveCoupon({ coupons, buyers }: Parts, buyerId: string, value: unknown): CouponFields {
  checkBuyer(buyers, buyerId);
  const input = new Input(value, 'The coupon', ['amount', 'channel', 'name', 'least']);
  const amountFen = input.required('amount', input.amount('amount'));
  if (amountFen === 0n) throw badInput('amount is 0.00: such a coupon takes nothing off.');
  const channel = input.oneOf('channel', COUPON_CHANNELS) ?? 'COUPON';
  const name = input.title('name') ?? NAMES[channel];
  const leastFen = input.amount('least') ?? 0n;
  return couponFields(coupons.give({ buyerId, channel, name, amountFen, leastFen }));
}

const NAMES: Readonly<Record<CouponChannel, string>> = {
  COUPON: '支付宝红包',
  DISCOUNT: '支付宝优惠券',
  MDISCOUNT: '商家优惠券',
};

function couponFields({ id, buyerId, channel, name, amountFen, leastFen }: Coupon): CouponFields {
  const amounts = { amount: formatYuan(amountFen), least: formatYuan(leastFen) };
  return { coupon_id: id, buyer_id: buyerId, channel, name, ...amounts };
}

function checkBuyer(buyers: BuyerBook, buyerId: string): void {
  if (buyers.find(buyerId) !== undefined) return;
  throw new SandboxError(404, 'buyer_not_found', `There is no buyer ${buyerId}. GET /_sandbox/buyers lists them.`);
}
