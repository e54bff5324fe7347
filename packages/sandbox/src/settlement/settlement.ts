import type { Fen } from '@till/alipay/money';
import { isFaceToFace } from '../trades/face-to-face.ts';
import { frozenFen } from '../trades/royalty-freeze.ts';
import { receivedFen, unsettledFen } from '../trades/settling.ts';
import { type ReturnedRoyalty, refundedFen, returnedRoyalties, type Trade } from '../trades/trade.ts';

/** Somebody who may get part of a merchant's payments. */
export interface Relation {
  readonly sellerId: string;
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
  | 'ALLOC_REFUSE_BEFORE_SETTLE'
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
 * What can still be divided: what the merchant has got, less what was given to others or is on its way to them. What
 * others gave back for a refund is theirs no longer.
 */
export function divisibleFen(trade: Trade, settlements: readonly Settlement[]): Fen {
  const given = settlements.filter(({ state }) => state !== 'FAIL').flatMap(({ royalties }) => royalties);
  const left = receivedFen(trade) - sumOf(given) + sumOf(returnedRoyalties(trade));
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

/**
 * Whether refunds take shares back by themselves, in proportion: those of payments face to face do, unless they were
 * collected for a sub-merchant; of all others the merchant must say who gives what.
 */
export function returnsInProportion(trade: Trade): boolean {
  return isFaceToFace(trade) && trade.terms.subMerchantId === undefined;
}

/**
 * What each who shared in a payment gives back for its next refund: of what he still has, the part that the refund is
 * of what has not been refunded. So refunds that add up to the whole take back every share whole, to the fen.
 */
export function proportionalReturns(
  trade: Trade,
  settlements: readonly Settlement[],
  refundFen: Fen,
): Omit<ReturnedRoyalty, 'detailId'>[] {
  const unrefundedFen = trade.terms.totalFen - refundedFen(trade);
  if (refundFen > unrefundedFen) return [];
  return sharesLeft(trade, settlements)
    .map(({ amountFen, ...share }) => ({ ...share, amountFen: (amountFen * refundFen) / unrefundedFen }))
    .filter(({ amountFen }) => amountFen > 0n);
}

/** What each still has of a payment, under the name by which it was given to him. */
function sharesLeft(trade: Trade, settlements: readonly Settlement[]): Omit<ReturnedRoyalty, 'detailId'>[] {
  const shares = new Map<string, Omit<ReturnedRoyalty, 'detailId'>>();
  const add = (share: Omit<ReturnedRoyalty, 'detailId'>, sign: 1n | -1n) => {
    const key = `${share.transOutType} ${share.transOut}`;
    const had = shares.get(key)?.amountFen ?? 0n;
    shares.set(key, { ...share, ...shares.get(key), amountFen: had + sign * share.amountFen });
  };
  for (const { royalties, state } of settlements) {
    if (state !== 'SUCCESS') continue;
    for (const { type, transIn, transInType, amountFen } of royalties)
      add({ type, transOut: transIn, transOutType: transInType, amountFen }, 1n);
  }
  for (const { detailId: _, ...given } of returnedRoyalties(trade)) add(given, -1n);
  return [...shares.values()];
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

/** Why a division that was accepted cannot be made any more: the payment was refunded since, or the money is gone. */
export function whyNotCarryOut(
  trade: Trade,
  others: readonly Settlement[],
  sharedFen: Fen,
  spendableFen: Fen,
): SettlementRefusal | undefined {
  if (sharedFen > divisibleFen(trade, others)) return 'ALLOC_AMOUNT_VALIDATE_ERROR';
  return spendableFen + frozenFen(trade) < sharedFen ? 'TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH' : undefined;
}

/** Why a payment cannot be divided so, if it cannot. */
export function whyNotSettle(
  trade: Trade,
  earlier: readonly Settlement[],
  royalties: readonly Pick<Royalty, 'amountFen'>[],
): SettlementRefusal | undefined {
  if (trade.status !== 'TRADE_SUCCESS' && trade.status !== 'TRADE_FINISHED') return 'TRADE_STATUS_ERROR';
  if (earlier.some(({ isLast }) => isLast)) return 'ALREADY_FINISH_ALLOC';
  if (unsettledFen(trade) > 0n && (trade.confirmations ?? []).length === 0) return 'ALLOC_REFUSE_BEFORE_SETTLE';
  return sumOf(royalties) > divisibleFen(trade, earlier) ? 'ALLOC_AMOUNT_VALIDATE_ERROR' : undefined;
}
