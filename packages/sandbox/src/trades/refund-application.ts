import type { Clock } from '@till/alipay/time';
import type { Schedule } from '../clock/schedule.ts';
import type { SettlementBook } from '../settlement/settlement-book.ts';
import { put, type Records } from '../storage/records.ts';
import type { RefundApplication, Trade } from './trade.ts';
import type { TradeBook } from './trade-book.ts';
import * as transitions from './transitions.ts';

export type RefundStatus = 'REFUND_PROCESSING' | 'REFUND_SUCCESS' | 'REFUND_FAIL';

/** How a refund that was applied for stands, or why it was not accepted. */
export type Applied =
  | { readonly ok: true; readonly outRequestNo: string; readonly status: RefundStatus }
  | { readonly ok: false; readonly refusal: transitions.TradeRefusal };

/** How long after it was accepted a refund is made. */
const PROCESSING_MS = 5_000;

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly trades: TradeBook;
  readonly settlements: SettlementBook;
}

/** Refunds that are asked for now and made later. */
export class RefundApplications {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    for (const trade of parts.records.all('trade')) {
      for (const application of trade.refundApplications ?? []) this.#watch(trade, application);
    }
  }

  /** Accepts a refund, once for each request number; asked again, tells how it stands. */
  apply(trade: Trade, request: transitions.RefundRequest): Applied {
    const { records, clock } = this.#parts;
    const outRequestNo = request.outRequestNo ?? trade.terms.outTradeNo;
    const isIt = (one: { readonly outRequestNo: string }) => one.outRequestNo === outRequestNo;
    const [made, applied] = [trade.refunds.find(isIt), trade.refundApplications?.find(isIt)];
    const earlier = made ?? applied;
    if (earlier !== undefined) {
      if (earlier.amountFen !== request.amountFen) return { ok: false, refusal: 'DISCORDANT_REPEAT_REQUEST' };
      const undone = applied?.hasFailed === true ? 'REFUND_FAIL' : 'REFUND_PROCESSING';
      return { ok: true, outRequestNo, status: made === undefined ? undone : 'REFUND_SUCCESS' };
    }
    const possible = transitions.refund(trade, request, clock.now());
    if (!possible.ok) return possible;
    const { amountFen, reason } = request;
    const dueAt = clock.now() + PROCESSING_MS;
    const application = { outRequestNo, amountFen, dueAt, ...(reason === undefined ? {} : { reason }) };
    const refundApplications = [...(trade.refundApplications ?? []), application];
    records.commit(put('trade', trade.tradeNo, { ...trade, refundApplications }));
    this.#watch(trade, application);
    return { ok: true, outRequestNo, status: 'REFUND_PROCESSING' };
  }

  #watch({ tradeNo }: Trade, { outRequestNo, dueAt, hasFailed }: RefundApplication): void {
    if (hasFailed !== true) this.#parts.schedule.at(dueAt, () => this.#make(tradeNo, outRequestNo));
  }

  #make(tradeNo: string, outRequestNo: string): void {
    const { records, trades, settlements } = this.#parts;
    const trade = trades.get(tradeNo);
    const applications = trade?.refundApplications ?? [];
    const application = applications.find((one) => one.outRequestNo === outRequestNo);
    if (trade === undefined || application === undefined) return;
    const { amountFen } = application;
    const royalties = settlements.returnedBy(trade, amountFen);
    const returned = settlements.giveBack(trade, amountFen, royalties);
    if (trades.refund(trade, { ...application, royalties }, returned).ok) return;
    const refundApplications = applications.map((one) =>
      one === application ? { ...one, hasFailed: true as const } : one,
    );
    records.commit(put('trade', tradeNo, { ...trade, refundApplications }));
  }
}
