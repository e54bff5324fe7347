import { type Fen, formatYuan } from '@till/alipay/money';
import type { Answered, Confirmable, Question } from '../cashier/confirmation.ts';
import type { Records } from '../storage/records.ts';
import type { TradeBook } from './trade-book.ts';

/** A refund that waits for somebody's yes on a page (`alipay.trade.page.refund`). */
export interface PageRefund {
  readonly id: string;
  readonly tradeNo: string;
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  readonly reason?: string;
}

/** Refunds that are confirmed on a page. */
export class PageRefunds implements Confirmable {
  readonly #records: Records;
  readonly #trades: TradeBook;

  constructor(records: Records, trades: TradeBook) {
    this.#records = records;
    this.#trades = trades;
  }

  ask(id: string): Question | undefined {
    const refund = this.#records.get('pageRefund', id);
    const trade = refund === undefined ? undefined : this.#trades.get(refund.tradeNo);
    if (refund === undefined || trade === undefined) return undefined;
    const isDone = trade.refunds.some(({ outRequestNo }) => outRequestNo === refund.outRequestNo);
    return {
      title: { zh: '退款', en: 'Refund' },
      amount: formatYuan(refund.amountFen),
      rows: [
        [{ zh: '商品', en: 'Goods' }, trade.terms.subject],
        [{ zh: '交易号', en: 'Trade number' }, trade.tradeNo],
        [{ zh: '退款请求号', en: 'Refund number' }, refund.outRequestNo],
        [{ zh: '退款原因', en: 'Reason' }, refund.reason ?? ''],
      ],
      asksWho: false,
      state: isDone ? 'done' : 'open',
    };
  }

  confirm(id: string): Answered {
    const request = this.#records.get('pageRefund', id);
    const trade = request === undefined ? undefined : this.#trades.get(request.tradeNo);
    if (request === undefined || trade === undefined) return { ok: false, refusal: 'TRADE_NOT_EXIST' };
    const refunded = this.#trades.refund(trade, request);
    if (!refunded.ok) return refunded;
    return {
      ok: true,
      fields: {
        out_trade_no: trade.terms.outTradeNo,
        trade_no: trade.tradeNo,
        out_request_no: request.outRequestNo,
        refund_amount: formatYuan(request.amountFen),
      },
    };
  }
}
