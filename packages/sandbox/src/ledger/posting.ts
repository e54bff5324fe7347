import type { Fen } from '@till/alipay/money';
import type { FundChannel } from '../buyers/buyer.ts';

/** What a movement of money is for. */
export type EntryKind =
  | 'payment'
  | 'fee'
  | 'instalment_fee'
  | 'refund'
  | 'fee_return'
  | 'transfer'
  | 'royalty'
  | 'royalty_return'
  | 'settle'
  | 'freeze'
  | 'unfreeze';

/** Money that enters an account (positive) or leaves it (negative). */
export interface Entry {
  readonly account: string;
  readonly amountFen: Fen;
  readonly kind: EntryKind;
}

/** One event that moves money. What leaves one account enters another: the entries add up to nothing. */
export interface Posting {
  /** 20 digits; an account statement numbers its lines with it. */
  readonly number: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly appId: string;
  /** Alipay's number of what happened: a trade_no, an order_id, an auth_no. */
  readonly bizNo: string;
  /** The merchant's number of it. */
  readonly outNo: string;
  readonly title: string;
  /** Who is on the other side, as a statement shows it. */
  readonly counterparty: string;
  readonly remark?: string;
  readonly entries: readonly Entry[];
}

/** Alipay's own income: service fees. */
export const FEES = 'alipay:fees';
/** Cards at banks outside Alipay. */
export const BANK = 'bank';
/** What sellers pay for buyers' instalments. */
export const INSTALMENT_FEES = 'alipay:instalments';

export function merchantAccount(sellerId: string): string {
  return `merchant:${sellerId}`;
}

export function buyerAccount(buyerId: string, channel: FundChannel): string {
  return `buyer:${buyerId}:${channel}`;
}

/** What Alipay spends on buyers' red packets and discounts. */
export const PROMOTIONS = 'alipay:promotions';

/** Money that a pre-authorisation holds back: no longer the buyer's to spend, not yet the merchant's. */
export function frozenAccount(authNo: string): string {
  return `frozen:${authNo}`;
}

/** Money of a payment that waits to be settled: no longer the buyer's, not yet the merchant's. */
export function heldAccount(tradeNo: string): string {
  return `held:${tradeNo}`;
}

/** Both sides of one movement. Nothing moves when the amount is zero. */
export function moveBetween(from: string, to: string, amountFen: Fen, kind: EntryKind): Entry[] {
  if (amountFen === 0n) return [];
  return [
    { account: from, amountFen: -amountFen, kind },
    { account: to, amountFen, kind },
  ];
}

/** Part of a sum, and whose account it comes from or goes to. */
export interface Part {
  readonly account: string;
  readonly amountFen: Fen;
}

/** Several pay together, and the receiver's statement has one line. */
export function gather(parts: readonly Part[], to: string, kind: EntryKind): Entry[] {
  return spread(to, parts, kind).map((entry) => ({ ...entry, amountFen: -entry.amountFen }));
}

/** One pays several, and the payer's statement has one line. */
export function spread(from: string, parts: readonly Part[], kind: EntryKind): Entry[] {
  const paid = parts.filter(({ amountFen }) => amountFen !== 0n).map((part) => ({ ...part, kind }));
  if (paid.length === 0) return [];
  return [{ account: from, amountFen: -paid.reduce((sum, { amountFen }) => sum + amountFen, 0n), kind }, ...paid];
}

/** What entries bring to one account, or take from it, all together. */
export function sumIn(account: string, entries: readonly Entry[]): Fen {
  return entries.reduce((sum, entry) => (entry.account === account ? sum + entry.amountFen : sum), 0n);
}

/** @throws {Error} if money would come from nowhere or be lost: a defect of the sandbox. */
export function checkBalance(entries: readonly Entry[]): void {
  const sum = entries.reduce((total, { amountFen }) => total + amountFen, 0n);
  if (sum !== 0n) throw new Error(`the entries of a posting add up to ${sum} fen, not to nothing`);
}
