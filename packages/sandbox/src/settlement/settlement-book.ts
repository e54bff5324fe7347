import { type Fen, formatYuan } from '@till/alipay/money';
import { type Clock, formatBeijing } from '@till/alipay/time';
import type { Schedule } from '../clock/schedule.ts';
import type { Ids } from '../ids/ids.ts';
import type { AccountFinder, NamedAccount } from '../ledger/account-finder.ts';
import type { Ledger } from '../ledger/ledger.ts';
import * as accounts from '../ledger/posting.ts';
import type { Messenger } from '../messages/messenger.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import { put, type Records, remove } from '../storage/records.ts';
import { frozenFen, thaw, useFrozen } from '../trades/royalty-freeze.ts';
import type { ReturnedRoyalty, Trade } from '../trades/trade.ts';
import type { Returned, TradeBook } from '../trades/trade-book.ts';
import type { Holdings } from './holdings.ts';
import type { Relation, Royalty, Settlement, SettlementRefusal } from './settlement.ts';
import * as rules from './settlement.ts';

export interface SettleRequest {
  readonly outRequestNo: string;
  readonly royalties: readonly Omit<Royalty, 'detailId'>[];
  readonly isLast: boolean;
  readonly isAsync: boolean;
}

export type Settled =
  | { readonly ok: true; readonly settlement: Settlement }
  | { readonly ok: false; readonly refusal: SettlementRefusal };

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly ledger: Ledger;
  readonly accounts: AccountFinder;
  readonly holdings: Holdings;
  readonly trades: TradeBook;
  readonly messenger: Messenger;
}

/** How long an asynchronous division takes. */
const ASYNC_MS = 60_000;

/** Who shares in a merchant's payments, and every division of one. */
export class SettlementBook {
  readonly #parts: Parts;
  readonly #ofTrade: RecordIndex<Settlement>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#ofTrade = parts.records.indexBy('settlement', ({ tradeNo }) => [tradeNo]);
    for (const settlement of parts.records.all('settlement')) this.#watch(settlement);
  }

  relations(sellerId: string): Relation[] {
    return [...this.#parts.records.all('relation')].filter((relation) => relation.sellerId === sellerId);
  }

  /** All or none. */
  bind(relations: readonly Relation[]): void {
    this.#parts.records.commit(...relations.map((relation) => put('relation', keyOf(relation), relation)));
  }

  unbind(relations: readonly Relation[]): void {
    this.#parts.records.commit(...relations.map((relation) => remove('relation', keyOf(relation))));
  }

  /** The account of somebody as an app's merchant names him: a person's balance, or a merchant's. */
  accountOf(type: string, account: string, appId: string): NamedAccount | undefined {
    return this.#parts.accounts.find(type, account, appId);
  }

  /** Payments that wait to be settled. */
  get holdings(): Holdings {
    return this.#parts.holdings;
  }

  /** What those who shared in a payment give back for a refund without being named: face to face, all in proportion. */
  returnedBy(trade: Trade, refundFen: Fen): ReturnedRoyalty[] {
    if (!rules.returnsInProportion(trade)) return [];
    const { ids } = this.#parts;
    return rules
      .proportionalReturns(trade, this.ofTrade(trade.tradeNo), refundFen)
      .map((share) => ({ ...share, detailId: ids.operationId() }));
  }

  /** What those who shared in a payment give back to the seller, for a refund that has not been made yet. */
  giveBack(trade: Trade, refundFen: Fen, royalties: readonly ReturnedRoyalty[]): Returned {
    const seller = accounts.merchantAccount(trade.sellerId);
    const accountOf = (type: string, name: string) => this.accountOf(type, name, trade.appId)?.account;
    const entries: accounts.Entry[] = [];
    for (const { transOutType, transOut, amountFen } of royalties) {
      const account = accountOf(transOutType, transOut);
      if (account === undefined) return { ok: false, refusal: 'REFUND_ACCOUNT_NOT_EXIST' };
      entries.push(...accounts.moveBetween(account, seller, amountFen, 'royalty_return'));
    }
    if (!rules.canReturn(trade, this.ofTrade(trade.tradeNo), { royalties, refundFen }, accountOf)) {
      return { ok: false, refusal: 'ALLOC_AMOUNT_VALIDATE_ERROR' };
    }
    return { ok: true, entries };
  }

  ofTrade(tradeNo: string): Settlement[] {
    return [...this.#ofTrade.of(tradeNo)];
  }

  find(sellerId: string, settleNo: string): Settlement | undefined {
    const settlement = this.#parts.records.get('settlement', settleNo);
    return settlement?.sellerId === sellerId ? settlement : undefined;
  }

  /** Divides a payment, once for each request number. */
  settle(trade: Trade, request: SettleRequest): Settled {
    const { clock, ids, ledger, records } = this.#parts;
    const earlier = this.ofTrade(trade.tradeNo);
    const same = earlier.find(({ outRequestNo }) => outRequestNo === request.outRequestNo);
    if (same !== undefined) {
      if (rules.isSameDivision(same.royalties, request.royalties)) return { ok: true, settlement: same };
      return { ok: false, refusal: 'DISCORDANT_REPEAT_REQUEST' };
    }
    const refusal = rules.whyNotSettle(trade, earlier, request.royalties) ?? this.#whyNotReceive(trade, request);
    if (refusal !== undefined) return { ok: false, refusal };
    if (ledger.spendableOf(trade.sellerId) + frozenFen(trade) < rules.sumOf(request.royalties)) {
      return { ok: false, refusal: 'TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH' };
    }
    const requestedAt = clock.now();
    const settlement: Settlement = {
      settleNo: ids.authNo(),
      appId: trade.appId,
      sellerId: trade.sellerId,
      tradeNo: trade.tradeNo,
      outRequestNo: request.outRequestNo,
      royalties: request.royalties.map((royalty) => ({ ...royalty, detailId: ids.operationId() })),
      state: 'PROCESSING',
      isLast: request.isLast,
      requestedAt,
      ...(request.isAsync ? { dueAt: requestedAt + ASYNC_MS } : {}),
    };
    if (!request.isAsync) return { ok: true, settlement: this.#carryOut(settlement, trade) };
    records.commit(put('settlement', settlement.settleNo, settlement));
    this.#watch(settlement);
    return { ok: true, settlement };
  }

  #whyNotReceive({ appId, sellerId }: Trade, { royalties }: SettleRequest): SettlementRefusal | undefined {
    const bound = this.relations(sellerId);
    for (const { transIn, transInType } of royalties) {
      if (transIn === sellerId) return 'ROYALTY_ACCOUNTS_EQUAL';
      if (this.accountOf(transInType, transIn, appId) === undefined) return 'ROYALTY_ACCOUNT_NOT_EXIST';
      if (!bound.some(({ type, account }) => type === transInType && account === transIn))
        return 'ROYALTY_RECEIVER_INVALID';
    }
    return undefined;
  }

  /** The money moves, or it cannot any more. */
  #carryOut(settlement: Settlement, trade: Trade): Settlement {
    const { ledger, records } = this.#parts;
    const seller = accounts.merchantAccount(settlement.sellerId);
    const sharedFen = rules.sumOf(settlement.royalties);
    const others = this.ofTrade(trade.tradeNo).filter(({ settleNo }) => settleNo !== settlement.settleNo);
    const errorCode = rules.whyNotCarryOut(trade, others, sharedFen, ledger.spendableOf(settlement.sellerId));
    if (errorCode !== undefined) {
      const failed: Settlement = { ...settlement, state: 'FAIL', errorCode };
      records.commit(put('settlement', failed.settleNo, failed));
      return failed;
    }
    const moved = ledger.post({
      appId: settlement.appId,
      bizNo: settlement.tradeNo,
      outNo: settlement.outRequestNo,
      title: trade.terms.subject,
      counterparty: settlement.royalties.map(({ transIn }) => transIn).join(' '),
      entries: settlement.royalties.flatMap(({ transIn, transInType, amountFen }) =>
        accounts.moveBetween(
          seller,
          this.accountOf(transInType, transIn, settlement.appId)?.account ?? seller,
          amountFen,
          'royalty',
        ),
      ),
    });
    const done: Settlement = { ...settlement, state: 'SUCCESS' };
    // The last division lets go of what was frozen for more.
    const left = settlement.isLast ? thaw(trade) : useFrozen(trade, sharedFen);
    records.commit(put('settlement', done.settleNo, done), put('trade', trade.tradeNo, left), ...moved);
    return done;
  }

  #watch({ settleNo, state, dueAt }: Settlement): void {
    if (state === 'PROCESSING' && dueAt !== undefined) this.#parts.schedule.at(dueAt, () => this.#fallDue(settleNo));
  }

  #fallDue(settleNo: string): void {
    const { records, trades, messenger } = this.#parts;
    const settlement = records.get('settlement', settleNo);
    const trade = settlement === undefined ? undefined : trades.get(settlement.tradeNo);
    if (settlement?.state !== 'PROCESSING' || trade === undefined) return;
    const ended = this.#carryOut(settlement, trade);
    const content = {
      operation_dt: formatBeijing(ended.requestedAt),
      out_request_no: ended.outRequestNo,
      settle_no: settleNo,
      trade_no: ended.tradeNo,
      royalty_detail_list: royaltyDetails(ended),
    };
    const notice = messenger.tell(ended.appId, 'alipay.trade.order.settle.notify', ended.tradeNo, content);
    if (notice.changes.length > 0) records.commit(...notice.changes);
    notice.send();
  }
}

/** The shares of a division in Alipay's names. */
export function royaltyDetails({ royalties, sellerId, state, errorCode, ...settlement }: Settlement) {
  return royalties.map((royalty) => ({
    operation_type: royalty.type,
    execute_dt: formatBeijing(settlement.dueAt ?? settlement.requestedAt),
    trans_out: sellerId,
    trans_out_type: 'userId',
    trans_in: royalty.transIn,
    trans_in_type: royalty.transInType,
    amount: formatYuan(royalty.amountFen),
    state,
    detail_id: royalty.detailId,
    ...(errorCode === undefined ? {} : { error_code: errorCode }),
  }));
}

function keyOf({ sellerId, type, account }: Relation): string {
  return `${sellerId} ${type} ${account}`;
}
