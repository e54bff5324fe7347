import type { Clock } from '@till/alipay/time';
import type { AppBook } from '../apps/app-book.ts';
import type { Ids } from '../ids/ids.ts';
import { signedAppResult, signedReturnUrl } from '../returns/return-url.ts';
import { put, type Records } from '../storage/records.ts';
import { expiresAt } from '../trades/expiry.ts';
import type { Trade } from '../trades/trade.ts';
import type { Payer, PaymentRefusal, TradeBook } from '../trades/trade-book.ts';
import { join, type TradeRefusal } from '../trades/transitions.ts';
import type { CashierSession } from './session.ts';

/** What a buyer finds behind a cashier address. */
export type CashierVisit =
  | { readonly kind: 'not_found' }
  /** The request came too late to begin a trade. */
  | { readonly kind: 'expired'; readonly session: CashierSession }
  /** The merchant's number already names a trade that this request cannot join. */
  | { readonly kind: 'refused'; readonly refusal: TradeRefusal }
  | { readonly kind: 'trade'; readonly session: CashierSession; readonly trade: Trade };

export type CashierPayment =
  | { readonly status: 'paid'; readonly session: CashierSession; readonly trade: Trade }
  | { readonly status: 'refused'; readonly refusal: PaymentRefusal | TradeRefusal }
  | { readonly status: 'not_found' };

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly apps: AppBook;
  readonly trades: TradeBook;
}

/** Where buyers pay: signed page requests become sessions, opened sessions become trades, and trades are paid. */
export class Cashier {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes a page request. Nothing is traded yet; that a trade in the way would refuse it is told at once. */
  admit(
    request: Omit<CashierSession, 'token' | 'tradeNo'>,
    token = this.#parts.ids.cashierToken(),
  ): CashierSession | { refusal: TradeRefusal } {
    const { records, trades } = this.#parts;
    const sellerId = this.#sellerOf(request) ?? '';
    const existing = trades.find(sellerId, { outTradeNo: request.terms.outTradeNo });
    const joined = existing === undefined ? undefined : join(existing, request.terms, request.contact);
    if (joined?.ok === false) return { refusal: joined.refusal };
    const session = { ...request, token };
    records.commit(put('session', session.token, session));
    return session;
  }

  /** A page for a trade that exists: a mini program lets its buyer pay what the merchant has created. */
  reopen(trade: Trade): CashierSession {
    const { records, ids } = this.#parts;
    const { appId, tradeNo, terms, contact, expiresAt: at } = trade;
    const method = 'alipay.trade.create';
    const session = {
      token: ids.cashierToken(),
      appId,
      method,
      terms,
      contact,
      expiry: { kind: 'at', at },
      tradeNo,
    } as const;
    records.commit(put('session', session.token, session));
    return session;
  }

  /** A look at a session that changes nothing. */
  find(token: string): { session: CashierSession; trade: Trade | undefined } | undefined {
    const session = this.#parts.records.get('session', token);
    if (session === undefined) return undefined;
    const trade = session.tradeNo === undefined ? undefined : this.#parts.trades.get(session.tradeNo);
    return { session, trade };
  }

  /** A buyer opens the page; the first time, the trade comes to exist (or joins the one of the same number). */
  visit(token: string): CashierVisit {
    const found = this.find(token);
    if (found === undefined) return { kind: 'not_found' };
    if (found.trade !== undefined) return { kind: 'trade', session: found.session, trade: found.trade };
    return this.#begin(found.session);
  }

  pay(token: string, payer: Payer): CashierPayment {
    const visit = this.visit(token);
    if (visit.kind === 'not_found') return { status: 'not_found' };
    if (visit.kind === 'expired') return { status: 'refused', refusal: 'TRADE_HAS_CLOSE' };
    if (visit.kind === 'refused') return { status: 'refused', refusal: visit.refusal };
    const { session, trade } = visit;
    // A second click pays nothing and is told the same as the first; somebody else's is told that it was paid already.
    const isHis = trade.payment?.buyerId === payer.buyerId;
    if (trade.status === 'TRADE_SUCCESS' && isHis) return { status: 'paid', session, trade };
    const paid = this.#parts.trades.pay(trade, payer);
    return paid.ok ? { status: 'paid', session, trade: paid.trade } : { status: 'refused', refusal: paid.refusal };
  }

  /** The merchant's return address with the signed outcome; undefined if it gave none. */
  returnUrl({ appId, method, contact }: CashierSession, trade: Trade): string | undefined {
    const app = this.#parts.apps.find(appId);
    const { returnUrl } = contact;
    if (app === undefined || returnUrl === undefined) return undefined;
    const authAppId = this.#parts.apps.authAppIdOf(trade);
    return signedReturnUrl({ app, authAppId, trade, method, returnUrl, contact, now: this.#parts.clock.now() });
  }

  /** What the Alipay app tells the merchant's app about a paid trade. */
  appResult({ appId, contact }: CashierSession, trade: Trade): string {
    const app = this.#parts.apps.find(appId);
    return app === undefined ? '' : signedAppResult({ app, contact, now: this.#parts.clock.now() }, trade);
  }

  #begin(session: CashierSession): CashierVisit {
    const { records, clock, trades } = this.#parts;
    const sellerId = this.#sellerOf(session);
    if (sellerId === undefined) return { kind: 'not_found' };
    const { appId, terms, contact } = session;
    const until = expiresAt(session.expiry, clock.now());
    if (until <= clock.now() || (session.openUntil ?? until) <= clock.now()) return { kind: 'expired', session };
    const opened = trades.open({ appId, sellerId, terms, contact, expiresAt: until });
    if (!opened.ok) return { kind: 'refused', refusal: opened.refusal };
    const begun = { ...session, tradeNo: opened.trade.tradeNo };
    records.commit(put('session', session.token, begun));
    return { kind: 'trade', session: begun, trade: opened.trade };
  }

  #sellerOf({ appId, sellerId }: Pick<CashierSession, 'appId' | 'sellerId'>): string | undefined {
    return sellerId ?? this.#parts.apps.find(appId)?.sellerId;
  }
}
