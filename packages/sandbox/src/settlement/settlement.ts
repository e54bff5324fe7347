import type { Fen } from '@till/alipay/money';
import { amountsOf, refundedAmounts } from '../trades/amounts.ts';
import { type ReturnedRoyalty, returnedRoyalties, type Trade } from '../trades/trade.ts';

/** Somebody who may get part of a merchant's payments. */
export interface Relation {
  readonly appId: string;
  readonly type: 'userId' | 'loginName' | 'openId';
  readonly account: string;
  readonly name?: string;
  readonly memo?: string;
}

/** One share of a payment. */
export interface Royalty {
  /** 20 digits. */
  readonly detailId: string;
  readonly type: 'transfer' | 'replenish';
  readonly transIn: string;
  readonly transInType: string;
  readonly amountFen: Fen;
  readonly desc?: string;
}

/** A payment's division among several. Instants are epoch milliseconds. */
export interface Settlement {
  /** 28 digits. */
  readonly settleNo: string;
  readonly appId: string;
  readonly sellerId: string;
  readonly tradeNo: string;
  readonly outRequestNo: string;
  readonly royalties: readonly Royalty[];
  readonly state: 'SUCCESS' | 'PROCESSING' | 'FAIL';
  readonly errorCode?: string;
  /** Nothing more will be divided. */
  readonly isLast: boolean;
  readonly requestedAt: number;
  /** When an asynchronous one is carried out. */
  readonly dueAt?: number;
}

export type SettlementRefusal =
  | 'TRADE_STATUS_ERROR'
  | 'DISCORDANT_REPEAT_REQUEST'
  | 'ROYALTY_RECEIVER_INVALID'
  | 'ROYALTY_ACCOUNT_NOT_EXIST'
  | 'ROYALTY_ACCOUNTS_EQUAL'
  | 'ALREADY_FINISH_ALLOC'
  | 'ALLOC_AMOUNT_VALIDATE_ERROR'
  | 'TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH';

export function sumOf(royalties: readonly Pick<Royalty, 'amountFen'>[]): Fen {
  return royalties.reduce((sum, { amountFen }) => sum + amountFen, 0n);
}

/**
 * What can still be divided: neither refunded, nor given to others, nor on its way to them. What others gave back for a
 * refund is theirs no longer.
 */
export function unsettledFen(trade: Trade, settlements: readonly Settlement[]): Fen {
  const given = settlements.filter(({ state }) => state !== 'FAIL').flatMap(({ royalties }) => royalties);
  const received = amountsOf(trade).receiptFen - refundedAmounts(trade).receiptFen;
  const left = received - sumOf(given) + sumOf(returnedRoyalties(trade));
  return left > 0n ? left : 0n;
}

/**
 * Whether shares can be given back for a refund: nobody gives more than is left of his own, and all together no more
 * than is refunded. `accountOf` tells whose a share is, for one person may be named in several ways.
 */
export function canReturn(
  trade: Trade,
  settlements: readonly Settlement[],
  {
    royalties,
    refundFen,
  }: { readonly royalties: readonly Omit<ReturnedRoyalty, 'detailId'>[]; readonly refundFen: Fen },
  accountOf: (type: string, name: string) => string | undefined,
): boolean {
  if (sumOf(royalties) > refundFen) return false;
  const left = new Map<string | undefined, Fen>();
  const add = (account: string | undefined, fen: Fen) => left.set(account, (left.get(account) ?? 0n) + fen);
  for (const { state, royalties: given } of settlements) {
    if (state !== 'SUCCESS') continue;
    for (const { transIn, transInType, amountFen } of given) add(accountOf(transInType, transIn), amountFen);
  }
  for (const { transOut, transOutType, amountFen } of [...returnedRoyalties(trade), ...royalties]) {
    add(accountOf(transOutType, transOut), -amountFen);
  }
  return [...left.values()].every((fen) => fen >= 0n);
}

/** Whether a repeated request divides as the first did. */
export function isSameDivision(
  a: readonly Omit<Royalty, 'detailId'>[],
  b: readonly Omit<Royalty, 'detailId'>[],
): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one.transIn === b[index]?.transIn && one.amountFen === b[index]?.amountFen)
  );
}

/** Why a payment cannot be divided so, if it cannot. */
export function whyNotSettle(
  trade: Trade,
  earlier: readonly Settlement[],
  royalties: readonly Pick<Royalty, 'amountFen'>[],
): SettlementRefusal | undefined {
  if (trade.status !== 'TRADE_SUCCESS' && trade.status !== 'TRADE_FINISHED') return 'TRADE_STATUS_ERROR';
  if (earlier.some(({ isLast }) => isLast)) return 'ALREADY_FINISH_ALLOC';
  return sumOf(royalties) > unsettledFen(trade, earlier) ? 'ALLOC_AMOUNT_VALIDATE_ERROR' : undefined;
}
