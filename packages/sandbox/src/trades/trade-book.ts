import type { Clock } from '@till/alipay/time';
import { giveBack, spend } from '../buyers/buyer.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import type { Schedule } from '../clock/schedule.ts';
import type { Ids } from '../ids/ids.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { put, type Records } from '../storage/records.ts';
import type { Trade, TradeContact, TradeTerms } from './trade.ts';
import * as transitions from './transitions.ts';

export interface TradeOpening {
  readonly appId: string;
  readonly sellerId: string;
  readonly terms: TradeTerms;
  readonly contact: TradeContact;
  /** Epoch milliseconds; counts only if the trade begins now. */
  readonly expiresAt: number;
}

export type PaymentRefusal = 'BUYER_NOT_EXIST' | 'BUYER_BALANCE_NOT_ENOUGH' | 'NO_PAYMENT_INSTRUMENTS_AVAILABLE';

export type PaymentOutcome =
  | { readonly ok: true; readonly trade: Trade }
  | { readonly ok: false; readonly refusal: PaymentRefusal | transitions.TradeRefusal };

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly buyers: BuyerBook;
  readonly notifier: Notifier;
}

/** All trades. Each change of one is written together with the money it moves and the notification it causes. */
export class TradeBook {
  readonly #parts: Parts;
  readonly #numbers = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    for (const trade of parts.records.all('trade')) this.#watch(trade);
  }

  get(tradeNo: string): Trade | undefined {
    return this.#parts.records.get('trade', tradeNo);
  }

  all(): Trade[] {
    return [...this.#parts.records.all('trade')];
  }

  /** Finds an app's trade. If both numbers are given, `tradeNo` wins. */
  find(appId: string, numbers: { tradeNo?: string; outTradeNo?: string }): Trade | undefined {
    const tradeNo = numbers.tradeNo ?? this.#numbers.get(nameOf(appId, numbers.outTradeNo ?? ''));
    const trade = tradeNo === undefined ? undefined : this.get(tradeNo);
    return trade?.appId === appId ? trade : undefined;
  }

  /** The trade that a payment request is for: a new one, or the one that the same merchant's number already names. */
  open({ appId, sellerId, terms, contact, expiresAt }: TradeOpening): transitions.Moved {
    const existing = this.find(appId, { outTradeNo: terms.outTradeNo });
    if (existing !== undefined) return this.#apply(transitions.join(existing, terms, contact));
    const { ids, clock, records } = this.#parts;
    const trade: Trade = {
      tradeNo: ids.tradeNo(),
      appId,
      sellerId,
      terms,
      contact,
      status: 'WAIT_BUYER_PAY',
      createdAt: clock.now(),
      expiresAt,
      refunds: [],
    };
    records.commit(put('trade', trade.tradeNo, trade));
    this.#watch(trade);
    return { ok: true, trade };
  }

  /** A buyer pays, with the named channel or the first that has enough. */
  pay(trade: Trade, buyerId: string, channel?: string): PaymentOutcome {
    const { buyers, clock, records, notifier } = this.#parts;
    const buyer = buyers.find(buyerId);
    if (buyer === undefined) return { ok: false, refusal: 'BUYER_NOT_EXIST' };
    const spending = spend(buyer, trade.terms.totalFen, channel);
    const at = clock.now();
    const paid = transitions.pay(trade, {
      buyerId,
      buyerLogonId: buyer.logonId,
      channel: spending.ok ? spending.channel : 'ALIPAYACCOUNT',
      at,
    });
    if (!paid.ok) return paid;
    if (!spending.ok) return { ok: false, refusal: spending.refusal.code };
    const notice = notifier.announcePayment(paid.trade);
    records.commit(put('trade', trade.tradeNo, paid.trade), put('buyer', buyerId, spending.buyer), ...notice.changes);
    notice.send();
    this.#watch(paid.trade);
    return paid;
  }

  /** The merchant closes a trade that nobody has paid. */
  close(trade: Trade): transitions.Moved {
    return this.#apply(transitions.close(trade, this.#parts.clock.now()));
  }

  /** Money goes back to the buyer, and the merchant is notified. */
  refund(trade: Trade, request: transitions.RefundRequest): transitions.Refunded {
    const { buyers, clock, records, notifier } = this.#parts;
    const refunded = transitions.refund(trade, request, clock.now());
    if (!refunded.ok || !refunded.moved) return refunded;
    const { payment } = trade;
    const buyer = payment === undefined ? undefined : buyers.find(payment.buyerId);
    const returned =
      buyer === undefined || payment === undefined
        ? []
        : [put('buyer', buyer.id, giveBack(buyer, refunded.refund.amountFen, payment.channel))];
    const notice = notifier.announceRefund(refunded.trade, refunded.refund);
    records.commit(put('trade', trade.tradeNo, refunded.trade), ...returned, ...notice.changes);
    notice.send();
    return refunded;
  }

  /** Forgets the names of trades whose records are gone. */
  forget(): void {
    this.#numbers.clear();
  }

  #apply(outcome: transitions.Moved): transitions.Moved {
    if (outcome.ok) this.#parts.records.commit(put('trade', outcome.trade.tradeNo, outcome.trade));
    return outcome;
  }

  /** What time alone will do to a trade: close it unpaid, or end the window for refunds. */
  #watch(trade: Trade): void {
    const { schedule } = this.#parts;
    const { tradeNo, payment } = trade;
    this.#numbers.set(nameOf(trade.appId, trade.terms.outTradeNo), tradeNo);
    if (trade.status === 'WAIT_BUYER_PAY') schedule.at(trade.expiresAt, () => this.#age(tradeNo, transitions.expire));
    if (trade.status === 'TRADE_SUCCESS' && payment !== undefined) {
      schedule.at(transitions.refundableUntil(payment), () => this.#age(tradeNo, transitions.finish));
    }
  }

  #age(tradeNo: string, become: (trade: Trade, at: number) => Trade | undefined): void {
    const trade = this.get(tradeNo);
    const aged = trade === undefined ? undefined : become(trade, this.#parts.clock.now());
    if (aged !== undefined) this.#parts.records.commit(put('trade', tradeNo, aged));
  }
}

function nameOf(appId: string, outTradeNo: string): string {
  return `${appId}\n${outTradeNo}`;
}
