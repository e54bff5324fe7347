import { type Clock, formatBeijingDate, parseBeijing } from '@till/alipay/time';
import type { AgreementBook } from '../agreements/agreement-book.ts';
import type { NotifyEvent } from '../apps/app-settings.ts';
import { type Buyer, type BuyerRefusal, chooseSource } from '../buyers/buyer.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import { identityOf, isWhoIsWanted } from '../buyers/identity.ts';
import { dayOf, daysBetween } from '../clock/day.ts';
import type { Schedule } from '../clock/schedule.ts';
import type { Coupon } from '../coupons/coupon.ts';
import type { CouponBook } from '../coupons/coupon-book.ts';
import type { Ids } from '../ids/ids.ts';
import type { AccountFinder } from '../ledger/account-finder.ts';
import type { Ledger } from '../ledger/ledger.ts';
import * as accounts from '../ledger/posting.ts';
import { paymentEntries, type RefundPayer, refundEntries } from '../ledger/trade-entries.ts';
import { depositBack, depositBackContent } from '../messages/deposit-back.ts';
import type { Messenger } from '../messages/messenger.ts';
import { NO_NOTICE, type Notice, type Notifier } from '../notifications/notifier.ts';
import type { Holdings } from '../settlement/holdings.ts';
import { divideAtPayment } from '../settlement/payment-division.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { AsyncPayment } from './async-payment.ts';
import { frozenFen, useFrozen } from './royalty-freeze.ts';
import { isHeld, settlesAt } from './settling.ts';
import type { Refund, ReturnedRoyalty, Trade, TradeContact, TradeTerms } from './trade.ts';
import * as transitions from './transitions.ts';

export interface TradeOpening {
  readonly appId: string;
  readonly sellerId: string;
  readonly terms: TradeTerms;
  readonly contact: TradeContact;
  /** Epoch milliseconds; counts only if the trade begins now. */
  readonly expiresAt: number;
  /** The merchant's deduction, if it is to be made later; one that was accepted before stays. */
  readonly asyncPayment?: AsyncPayment;
}

/** Who pays, and how. */
export interface Payer {
  readonly buyerId: string;
  /** The source of money; the first that has enough when absent. */
  readonly channel?: string;
  /** Checked only when given. */
  readonly password?: string;
  /** The agreement that lets the merchant take the money. */
  readonly agreementNo?: string;
}

export type PaymentRefusal = 'BUYER_NOT_EXIST' | BuyerRefusal;

export type PaymentOutcome =
  | { readonly ok: true; readonly trade: Trade }
  | { readonly ok: false; readonly refusal: PaymentRefusal | transitions.TradeRefusal };

/** What those who shared in a payment give back to the seller before a refund, or why they cannot. */
export type Returned =
  | { readonly ok: true; readonly entries: readonly accounts.Entry[] }
  | { readonly ok: false; readonly refusal: transitions.TradeRefusal };

const NOTHING_RETURNED: Returned = { ok: true, entries: [] };

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly buyers: BuyerBook;
  readonly coupons: CouponBook;
  readonly ledger: Ledger;
  readonly accounts: AccountFinder;
  readonly agreements: AgreementBook;
  readonly holdings: Holdings;
  readonly notifier: Notifier;
  readonly messenger: Messenger;
}

/** All trades. Each change of one is written together with the money it moves and the notification it causes. */
export class TradeBook {
  readonly #parts: Parts;
  readonly #byNumber: RecordIndex<Trade>;
  /** By seller and by the days on which money moved. */
  readonly #byDay: RecordIndex<Trade>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#byNumber = parts.records.indexBy('trade', ({ terms }) => [terms.outTradeNo]);
    this.#byDay = parts.records.indexBy('trade', ({ sellerId, payment, refunds }) => {
      const moves = payment === undefined ? refunds : [payment, ...refunds];
      return [...new Set(moves.map(({ at }) => keyOf(sellerId, dayOf(at))))];
    });
    for (const trade of parts.records.all('trade')) this.#watch(trade);
  }

  get(tradeNo: string): Trade | undefined {
    return this.#parts.records.get('trade', tradeNo);
  }

  /** Finds a merchant's trade, whichever app it was made through. If both numbers are given, `tradeNo` wins. */
  find(sellerId: string, numbers: { tradeNo?: string; outTradeNo?: string }): Trade | undefined {
    const { tradeNo, outTradeNo = '' } = numbers;
    if (tradeNo === undefined) return this.named(outTradeNo).find((trade) => trade.sellerId === sellerId);
    const trade = this.get(tradeNo);
    return trade?.sellerId === sellerId ? trade : undefined;
  }

  /** The trades, one a merchant at most, that merchants call by this number. */
  named(outTradeNo: string): Trade[] {
    return [...this.#byNumber.of(outTradeNo)];
  }

  /** A seller's trades that were paid or refunded on the Beijing days from one instant to another. */
  completed(sellerId: string, from: number, to: number): Trade[] {
    const found = new Set<Trade>();
    for (const day of daysBetween(from, Math.min(to, this.#parts.clock.now()))) {
      for (const trade of this.#byDay.of(keyOf(sellerId, day))) found.add(trade);
    }
    return [...found];
  }

  /** The trade that a payment request is for: a new one, or the one that the same merchant's number already names. */
  open({ appId, sellerId, terms, contact, expiresAt, asyncPayment }: TradeOpening): transitions.Moved {
    const existing = this.find(sellerId, { outTradeNo: terms.outTradeNo });
    if (existing !== undefined) return this.#apply(transitions.join(existing, terms, contact, asyncPayment));
    const { ids, clock, records, notifier } = this.#parts;
    const trade: Trade = {
      tradeNo: ids.tradeNo(),
      appId,
      sellerId,
      terms,
      contact,
      status: 'WAIT_BUYER_PAY',
      createdAt: clock.now(),
      expiresAt,
      ...(asyncPayment === undefined ? {} : { asyncPayment }),
      refunds: [],
    };
    const notice = notifier.announceState(trade, 'created');
    records.commit(put('trade', trade.tradeNo, trade), ...notice.changes);
    notice.send();
    this.#watch(trade);
    return { ok: true, trade };
  }

  /** A buyer pays, with the named channel or the first that has enough. `more` is written in the same transaction. */
  pay(trade: Trade, payer: Payer, more: readonly RecordChange[] = []): PaymentOutcome {
    const { buyers, coupons, clock, agreements } = this.#parts;
    const buyer = buyers.find(payer.buyerId);
    if (buyer === undefined) return { ok: false, refusal: 'BUYER_NOT_EXIST' };
    const source = this.sourceOf(buyer, trade.terms, payer);
    const coupon = coupons.bestFor(buyer.id, trade.terms);
    const { agreementNo } = payer;
    const paid = transitions.pay(trade, {
      buyerId: buyer.id,
      buyerLogonId: buyer.logonId,
      channel: source.ok ? source.channel : 'ALIPAYACCOUNT',
      at: clock.now(),
      ...(coupon === undefined ? {} : { coupon: takenOff(coupon) }),
      ...(agreementNo === undefined ? {} : { agreementNo }),
    });
    if (!paid.ok) return paid;
    if (!source.ok) return source;
    const used = coupon === undefined ? [] : [coupons.use(coupon, trade.tradeNo)];
    const signed = agreements.signByPaying(paid.trade, buyer);
    this.settle(paid.trade, accounts.buyerAccount(buyer.id, source.channel), [...more, ...used, ...signed.changes]);
    signed.send();
    return paid;
  }

  /** Which source of a buyer's money would pay what a coupon leaves of an order, or why none does. */
  sourceOf(buyer: Buyer, terms: TradeTerms, { channel, password }: Omit<Payer, 'buyerId'> = {}) {
    const { ledger, coupons, clock } = this.#parts;
    const { totalFen, allowed, identity, preferred } = terms;
    if (identity !== undefined && !isWhoIsWanted(identityOf(buyer), identity, clock.now())) {
      return { ok: false, refusal: 'PAYER_UNMATCHED' } as const;
    }
    const offFen = coupons.bestFor(buyer.id, terms)?.amountFen ?? 0n;
    const midnight = parseBeijing(`${formatBeijingDate(clock.now())} 00:00:00`);
    const spending = {
      amountFen: totalFen - offFen,
      ...(allowed === undefined ? {} : { allowed }),
      ...(password === undefined ? {} : { password }),
      spentTodayFen: buyer.dayLimitFen === undefined ? 0n : ledger.spentSince(buyer.id, midnight),
    };
    if (channel !== undefined) return chooseSource(buyer, { ...spending, channel });
    const first = preferred === undefined ? undefined : chooseSource(buyer, { ...spending, channel: preferred });
    return first?.ok === true ? first : chooseSource(buyer, spending);
  }

  /** Books a payment whose money comes from an account, and tells the merchant. */
  settle(paid: Trade, from: string, more: readonly RecordChange[] = []): void {
    const { ledger, records, notifier } = this.#parts;
    const seller = accounts.merchantAccount(paid.sellerId);
    const paying = paymentEntries(paid, from);
    const division = divideAtPayment(paid, paying, this.#parts);
    const moved = ledger.post({ ...this.#about(paid), entries: [...paying, ...(division?.entries ?? [])] });
    const divided =
      division === undefined ? [] : [put('settlement', division.settlement.settleNo, division.settlement)];
    const notice = notifier.announcePayment(paid);
    const kept = division === undefined ? paid : useFrozen(paid, -accounts.sumIn(seller, division.entries));
    records.commit(put('trade', paid.tradeNo, kept), ...moved, ...divided, ...more, ...notice.changes);
    notice.send();
    this.#watch(kept);
  }

  /** Ends a trade that nobody has paid: the merchant closes it, or the buyer who was asked declines. */
  close(trade: Trade, by: 'merchant' | 'buyer' = 'merchant', notifyUrl?: string): transitions.Moved {
    const { clock, notifier, records } = this.#parts;
    const closed = transitions.close(trade, clock.now(), by);
    if (!closed.ok) return closed;
    const notice =
      notifyUrl === undefined
        ? notifier.announceState(closed.trade, 'closed')
        : notifier.announceClose(closed.trade, notifyUrl);
    records.commit(put('trade', trade.tradeNo, closed.trade), ...notice.changes);
    notice.send();
    return closed;
  }

  /** Money goes back to the buyer, part of it perhaps from those who shared in it, and the merchant is notified. */
  refund(
    trade: Trade,
    request: transitions.RefundRequest,
    returned: Returned = NOTHING_RETURNED,
  ): transitions.Refunded {
    const { clock, records, notifier, ledger } = this.#parts;
    const refunded = transitions.refund(trade, request, clock.now());
    if (!refunded.ok || !refunded.moved) return refunded;
    if (!returned.ok) return returned;
    const { refund } = refunded;
    const entries = [...returned.entries, ...refundEntries(trade, refund, this.#payerOf(trade, refund))];
    const freed = { sellerId: trade.sellerId, fen: frozenFen(trade) - frozenFen(refunded.trade) };
    if (ledger.wouldOverdraw(entries, freed)) return { ok: false, refusal: 'SELLER_BALANCE_NOT_ENOUGH' };
    const notice = notifier.announceRefund(refunded.trade, refund);
    const later = this.#tellDepositBack(trade, refund);
    records.commit(
      put('trade', trade.tradeNo, refunded.trade),
      ...this.#postRefund(trade, refund, entries),
      ...notice.changes,
      ...later.changes,
    );
    notice.send();
    later.send();
    return refunded;
  }

  /** Undoes a trade whose outcome the merchant does not know: closes it or refunds it whole. */
  cancel(
    trade: Trade,
    royalties: readonly ReturnedRoyalty[] = [],
    returned: Returned = NOTHING_RETURNED,
  ): transitions.Cancellation {
    const cancelled = transitions.cancellation(trade, this.#parts.clock.now());
    if (!cancelled.ok || cancelled.action === 'none') return cancelled;
    if (cancelled.action === 'close') this.close(trade);
    else {
      const refunded = this.refund(trade, { amountFen: trade.terms.totalFen, royalties }, returned);
      if (!refunded.ok) return refunded;
    }
    return cancelled;
  }

  /** A refund comes from what waits to be settled, from who got that, or, as a rule, from the seller. */
  #payerOf(trade: Trade, { settleConfirmNo }: Refund): RefundPayer {
    const { holdings, ledger } = this.#parts;
    if (!isHeld(trade)) return { account: accounts.merchantAccount(trade.sellerId) };
    if (settleConfirmNo !== undefined) return { account: holdings.payerOf(trade, settleConfirmNo) };
    const account = accounts.heldAccount(trade.tradeNo);
    return { account, availableFen: ledger.availableIn(account) };
  }

  #tellDepositBack(trade: Trade, refund: Refund): Notice {
    const { messenger, clock } = this.#parts;
    const back = depositBack(trade, refund, clock.now());
    if (back === undefined) return NO_NOTICE;
    const content = depositBackContent(trade, refund, back.arrivesAt);
    const method = 'alipay.trade.refund.depositback.completed';
    return messenger.tell(trade.appId, method, trade.tradeNo, content, back.arrivesAt);
  }

  #postRefund(trade: Trade, { reason }: Refund, entries: readonly accounts.Entry[]): RecordChange[] {
    return this.#parts.ledger.post({
      ...this.#about(trade),
      ...(reason === undefined ? {} : { remark: reason }),
      entries,
    });
  }

  #about(trade: Trade) {
    const { terms, payment } = trade;
    const buyer = payment === undefined ? undefined : this.#parts.buyers.find(payment.buyerId);
    return {
      appId: trade.appId,
      bizNo: trade.tradeNo,
      outNo: terms.outTradeNo,
      title: terms.subject,
      counterparty: `${maskedName(buyer?.name ?? '')}(${payment?.buyerLogonId ?? ''})`,
    };
  }

  #apply(outcome: transitions.Moved): transitions.Moved {
    if (outcome.ok) this.#parts.records.commit(put('trade', outcome.trade.tradeNo, outcome.trade));
    return outcome;
  }

  /** What time alone will do to a trade: close it unpaid, or end the window for refunds. */
  #watch(trade: Trade): void {
    const { schedule } = this.#parts;
    const { tradeNo, payment } = trade;
    if (trade.status === 'WAIT_BUYER_PAY')
      schedule.at(trade.expiresAt, () => this.#age(tradeNo, transitions.expire, 'closed'));
    const dueAt = settlesAt(trade);
    if (dueAt !== undefined) schedule.at(dueAt, () => this.#parts.holdings.fallDue(tradeNo));
    const { royaltyFrozen } = trade;
    if (royaltyFrozen !== undefined) schedule.at(royaltyFrozen.until, () => this.#parts.holdings.thaw(tradeNo));
    if (trade.status === 'TRADE_SUCCESS' && payment !== undefined) {
      schedule.at(transitions.refundableUntil(payment), () => this.#age(tradeNo, transitions.finish, 'finished'));
    }
  }

  #age(tradeNo: string, become: (trade: Trade, at: number) => Trade | undefined, event: NotifyEvent): void {
    const { records, clock, notifier } = this.#parts;
    const trade = this.get(tradeNo);
    const aged = trade === undefined ? undefined : become(trade, clock.now());
    if (aged === undefined) return;
    const notice = notifier.announceState(aged, event);
    records.commit(put('trade', tradeNo, aged), ...notice.changes);
    notice.send();
  }
}

function takenOff({ id, channel, name, amountFen }: Coupon) {
  return { id, channel, name, amountFen };
}

function keyOf(sellerId: string, day: number): string {
  return `${sellerId} ${day}`;
}

/** `*雷`: all of a name but its last character is hidden from others. */
export function maskedName(name: string): string {
  const characters = [...name];
  return characters.map((character, index) => (index < characters.length - 1 ? '*' : character)).join('');
}
