import type { Ids } from '../ids/ids.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { TradeTerms } from '../trades/trade.ts';
import { bestOf, type Coupon } from './coupon.ts';

/** The coupons that buyers have been given. */
export class CouponBook {
  readonly #records: Records;
  readonly #ids: Ids;

  constructor(records: Records, ids: Ids) {
    this.#records = records;
    this.#ids = ids;
  }

  give(coupon: Omit<Coupon, 'id' | 'usedFor'>): Coupon {
    const given = { ...coupon, id: this.#ids.operationId() };
    this.#records.commit(put('coupon', given.id, given));
    return given;
  }

  /** Those that somebody has and has not used yet, oldest first. */
  unused(buyerId: string): Coupon[] {
    return [...this.#records.all('coupon')].filter((one) => one.buyerId === buyerId && one.usedFor === undefined);
  }

  /** What a buyer would use for an order, if anything. */
  bestFor(buyerId: string, terms: TradeTerms): Coupon | undefined {
    return bestOf(this.unused(buyerId), terms);
  }

  use(coupon: Coupon, tradeNo: string): RecordChange {
    return put('coupon', coupon.id, { ...coupon, usedFor: tradeNo });
  }
}
