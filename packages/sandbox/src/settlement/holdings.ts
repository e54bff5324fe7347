import type { Fen } from '@till/alipay/money';
import type { Clock } from '@till/alipay/time';
import type { Schedule } from '../clock/schedule.ts';
import type { Ids } from '../ids/ids.ts';
import type { AccountFinder } from '../ledger/account-finder.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { BANK, heldAccount, merchantAccount, moveBetween } from '../ledger/posting.ts';
import { put, type Records } from '../storage/records.ts';
import { freezeForRoyalties, thaw } from '../trades/royalty-freeze.ts';
import * as settling from '../trades/settling.ts';
import type { SettleAccount, SettleConfirmation, Trade } from '../trades/trade.ts';

export type Confirmed =
  | { readonly ok: true; readonly confirmation: SettleConfirmation }
  | { readonly ok: false; readonly refusal: settling.SettleConfirmRefusal };

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly ledger: Ledger;
  readonly accounts: AccountFinder;
}

/** Money of payments that waits to be settled, until the merchant says so or its period is over. */
export class Holdings {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Settles a payment or a part of it, once for each request number. */
  confirm(trade: Trade, request: settling.SettleRequest): Confirmed {
    const possible = settling.settleable(trade, request);
    if (!possible.ok) return possible;
    if (possible.earlier !== undefined) return { ok: true, confirmation: possible.earlier };
    if (this.accountOf(request.to, trade) === undefined) {
      return { ok: false, refusal: 'SETTLE_ACCOUNT_NOT_EXIST' };
    }
    const { outRequestNo, to, amountFen, actualFen, isFrozen = false } = request;
    const askedFen = actualFen ?? amountFen;
    const asked = askedFen === undefined ? {} : { askedFen };
    return {
      ok: true,
      confirmation: this.#settle(trade, { outRequestNo, to, amountFen: possible.amountFen, ...asked }, isFrozen),
    };
  }

  /** The period is over: what still waits is settled as the order said. */
  fallDue(tradeNo: string): void {
    const trade = this.#parts.records.get('trade', tradeNo);
    const to = trade?.terms.settle?.to;
    if (trade === undefined || to === undefined) return;
    const amountFen = settling.unsettledFen(trade);
    if (amountFen > 0n) {
      const outRequestNo = this.#parts.ids.authNo();
      this.#settle(trade, { outRequestNo, to, amountFen, isAutomatic: true }, trade.terms.royaltyFreeze === true);
    }
  }

  /** The time for divisions is over: what was frozen for them is the merchant's to spend. */
  thaw(tradeNo: string): void {
    const { records, clock } = this.#parts;
    const trade = records.get('trade', tradeNo);
    if (trade?.royaltyFrozen === undefined || trade.royaltyFrozen.until > clock.now()) return;
    records.commit(put('trade', tradeNo, thaw(trade)));
  }

  /** What is held of all payments to a merchant. */
  heldFor(sellerId: string): Fen {
    const { records } = this.#parts;
    let heldFen = 0n;
    for (const { account, balanceFen } of records.all('account')) {
      const [kind, tradeNo = ''] = account.split(':');
      if (kind === 'held' && records.get('trade', tradeNo)?.sellerId === sellerId) heldFen += balanceFen;
    }
    return heldFen;
  }

  /** Where a settlement's money goes, if there is such an account; a card is at a bank. */
  accountOf(to: SettleAccount, { appId, sellerId }: Pick<Trade, 'appId' | 'sellerId'>): string | undefined {
    if (settling.isOwn(to, sellerId)) return merchantAccount(sellerId);
    return to.type === 'cardAliasNo' ? BANK : this.#parts.accounts.find(to.type, to.name ?? '', appId)?.account;
  }

  /** Whom a refund of settled money is taken from: who got it. What went to a card, the merchant pays. */
  payerOf(trade: Trade, settleConfirmNo: string): string {
    const confirmation = settling.settledBy(trade, settleConfirmNo);
    const account = confirmation === undefined ? undefined : this.accountOf(confirmation.to, trade);
    return account === undefined || account === BANK ? merchantAccount(trade.sellerId) : account;
  }

  #settle(trade: Trade, made: Omit<SettleConfirmation, 'at' | 'paidOutFen'>, isFrozen: boolean): SettleConfirmation {
    const { records, clock, ledger, schedule } = this.#parts;
    const held = heldAccount(trade.tradeNo);
    const paidOutFen = settling.payout(ledger.availableIn(held), made.amountFen, settling.unsettledFen(trade));
    const confirmation: SettleConfirmation = { ...made, paidOutFen, at: clock.now() };
    const payee = this.accountOf(made.to, trade) ?? merchantAccount(trade.sellerId);
    const moved = ledger.post({
      appId: trade.appId,
      bizNo: trade.tradeNo,
      outNo: trade.terms.outTradeNo,
      title: trade.terms.subject,
      counterparty: trade.payment?.buyerLogonId ?? '',
      entries: moveBetween(held, payee, paidOutFen, 'settle'),
    });
    const settled: Trade = { ...trade, confirmations: [...(trade.confirmations ?? []), confirmation] };
    const isKept = isFrozen && settling.isOwn(made.to, trade.sellerId);
    const kept = isKept ? freezeForRoyalties(settled, paidOutFen, clock.now()) : settled;
    records.commit(put('trade', trade.tradeNo, kept), ...moved);
    if (kept.royaltyFrozen !== undefined) schedule.at(kept.royaltyFrozen.until, () => this.thaw(trade.tradeNo));
    return confirmation;
  }
}
