import type { AgreementBook } from '../agreements/agreement-book.ts';
import type { Schedule } from '../clock/schedule.ts';
import { put, type Records } from '../storage/records.ts';
import { type DeductionParts, deduct } from './deduct.ts';
import type { Trade } from './trade.ts';

/** A deduction that was accepted at once, to be made a little later (`is_async_pay`). */
export interface AsyncPayment {
  readonly agreementNo: string;
  /** As Alipay names it to the merchant. */
  readonly mode: 'NORMAL_ASYNC_PAY' | 'ASYNC_REALTIME_PAY';
  /** What follows an attempt that fails: another one, nothing until the trade expires, or the end of the trade. */
  readonly whenFailed: 'retry' | 'wait' | 'close';
  /** The next attempt, or the last one. Epoch milliseconds. */
  readonly dueAt: number;
}

/** How long after it was accepted a deduction is tried first. */
export const FIRST_ATTEMPT_MS = 5_000;

/** How long after an attempt that failed comes the next. */
const RETRY_MS = 60 * 60_000;

interface Parts extends DeductionParts {
  readonly records: Records;
  readonly schedule: Schedule;
  readonly agreements: AgreementBook;
}

/** Makes the deductions that were accepted for later. */
export class AsyncPayments {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    for (const trade of parts.records.all('trade')) if (trade.status === 'WAIT_BUYER_PAY') this.watch(trade);
  }

  /** Lets a trade's deduction be tried when it is due. */
  watch({ tradeNo, asyncPayment }: Trade): void {
    if (asyncPayment === undefined) return;
    this.#parts.schedule.at(asyncPayment.dueAt, () => this.#attempt(tradeNo));
  }

  #attempt(tradeNo: string): void {
    const { records, clock, trades, agreements } = this.#parts;
    const trade = trades.get(tradeNo);
    if (trade?.status !== 'WAIT_BUYER_PAY' || trade.asyncPayment === undefined) return;
    const { agreementNo, whenFailed } = trade.asyncPayment;
    const agreement = agreements.get(agreementNo);
    if (agreement !== undefined && deduct(this.#parts, trade, agreement).ok) return;
    if (whenFailed === 'close') trades.close(trade);
    if (whenFailed !== 'retry') return;
    const again = { ...trade, asyncPayment: { ...trade.asyncPayment, dueAt: clock.now() + RETRY_MS } };
    records.commit(put('trade', tradeNo, again));
    this.watch(again);
  }
}
