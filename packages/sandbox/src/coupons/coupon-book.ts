import type { Ids } from '../ids/ids.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { TradeTerms } from '../trades/trade.ts';
import { bestOf, type Coupon } from './coupon.ts';

/** The coupons that buyers have been given. */
export class CouponBook {
  readonly #records: Records;
  readonly #ids: Ids;
  readonly #unused: RecordIndex<Coupon>;

  constructor(records: Records, ids: Ids) {
    this.#records = records;
    this.#ids = ids;
    this.#unused = records.indexBy('coupon', ({ buyerId, usedFor }) => (usedFor === undefined ? [buyerId] : []));
  }

  give(coupon: Omit<Coupon, 'id' | 'usedFor'>): Coupon {
    const given = { ...coupon, id: this.#ids.operationId() };
    this.#records.commit(put('coupon', given.id, given));
    return given;
  }

  /** Those that somebody has and has not used yet, oldest first. */
  unused(buyerId: string): Coupon[] {
    return [...this.#unused.of(buyerId)];
  }

  /** What a buyer would use for an order, if anything. */
  bestFor(buyerId: string, terms: TradeTerms): Coupon | undefined {
    return bestOf(this.unused(buyerId), terms);
  }

  use(coupon: Coupon, tradeNo: string): RecordChange {
    return put('coupon', coupon.id, { ...coupon, usedFor: tradeNo });
  }
}
