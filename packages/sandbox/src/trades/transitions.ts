import type { Fen } from '@till/alipay/money';
import { formatBeijing, parseBeijing } from '@till/alipay/time';
import { instalmentFee, paymentFee } from '../ledger/fees.ts';
import { amountsOf, partsOfRefund } from './amounts.ts';
import type { AsyncPayment } from './async-payment.ts';
import { freezeForRoyalties, useFrozen } from './royalty-freeze.ts';
import { isHeld, refundedSettlement } from './settling.ts';
import {
  type Payment,
  type Refund,
  type ReturnedRoyalty,
  refundableFen,
  refundedFen,
  type Trade,
  type TradeContact,
  type TradeTerms,
} from './trade.ts';

/** Why a trade stays as it is, in Alipay's codes (without `ACQ.`). */
export type TradeRefusal =
  | 'CONTEXT_INCONSISTENT'
  | 'TRADE_HAS_SUCCESS'
  | 'TRADE_HAS_CLOSE'
  | 'TRADE_HAS_FINISHED'
  | 'TRADE_STATUS_ERROR'
  | 'REFUND_AMT_NOT_EQUAL_TOTAL'
  | 'REASON_TRADE_REFUND_FEE_ERR'
  | 'DISCORDANT_REPEAT_REQUEST'
  | 'TRADE_BUYER_NOT_MATCH'
  | 'TRADE_CANCEL_TIME_OUT'
  | 'SELLER_BALANCE_NOT_ENOUGH'
  | 'REFUND_ACCOUNT_NOT_EXIST'
  | 'ALLOC_AMOUNT_VALIDATE_ERROR'
  | 'TRADE_SETTLE_ERROR';

type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: TradeRefusal };

export type Moved = Outcome<{ readonly trade: Trade }>;

/** `moved` is false when the same refund was asked for before: nothing happened now. */
export type Refunded = Outcome<{ readonly trade: Trade; readonly refund: Refund; readonly moved: boolean }>;

export interface RefundRequest {
  /** Without it, only the whole amount can be refunded, under the trade's own number. */
  readonly outRequestNo?: string;
  readonly amountFen: Fen;
  readonly reason?: string;
  readonly royalties?: readonly ReturnedRoyalty[];
  /** The settlement of a held payment whose money is to be refunded. */
  readonly settleConfirmNo?: string;
}

/**
 * A further payment request for a trade that exists: with the same amount and subject, and for no other buyer, it is
 * the same trade, now that buyer's, and the outcome is told where the newer request says. A deduction that was accepted
 * before stays.
 */
export function join(trade: Trade, terms: TradeTerms, contact: TradeContact, asyncPayment?: AsyncPayment): Moved {
  const refusal = whyNotPayable(trade);
  if (refusal === 'TRADE_HAS_CLOSE') return refuse(refusal);
  const isSame = trade.terms.totalFen === terms.totalFen && trade.terms.subject === terms.subject;
  if (!isSame) return refuse('CONTEXT_INCONSISTENT');
  if (refusal !== undefined) return refuse(refusal);
  const [owner, payer] = [trade.terms.payer, terms.payer];
  const isSomebodyElses = owner !== undefined && payer !== undefined && owner.buyerId !== payer.buyerId;
  if (isSomebodyElses) return refuse('TRADE_BUYER_NOT_MATCH');
  const later = trade.asyncPayment ?? asyncPayment;
  return moved({
    ...trade,
    contact,
    terms: owner === undefined && payer !== undefined ? { ...trade.terms, payer } : trade.terms,
    ...(later === undefined ? {} : { asyncPayment: later }),
  });
}

/** The buyer pays the whole amount, once. */
export function pay(trade: Trade, payment: Payment): Moved {
  if (trade.status === 'WAIT_BUYER_PAY' && payment.at >= trade.expiresAt) return refuse('TRADE_HAS_CLOSE');
  const refusal = whyNotPayable(trade);
  if (refusal !== undefined) return refuse(refusal);
  const { payer } = trade.terms;
  if (payer !== undefined && payer.buyerId !== payment.buyerId) return refuse('TRADE_BUYER_NOT_MATCH');
  const paid: Trade = { ...trade, status: 'TRADE_SUCCESS', payment };
  if (trade.terms.royaltyFreeze !== true || isHeld(paid)) return moved(paid);
  const gotFen = amountsOf(paid).receiptFen - paymentFee(paid) - instalmentFee(paid);
  return moved(freezeForRoyalties(paid, gotFen, payment.at));
}

/** The merchant gives up on a trade that nobody has paid, or the buyer who was asked says no. */
export function close(trade: Trade, at: number, by: 'merchant' | 'buyer' = 'merchant'): Moved {
  if (trade.status !== 'WAIT_BUYER_PAY') return refuse('TRADE_STATUS_ERROR');
  return moved({ ...trade, status: 'TRADE_CLOSED', closing: { at, by } });
}

/** How long after it began a trade can be cancelled. */
export const CANCEL_WINDOW_MS = 24 * 60 * 60 * 1000;

/** What a cancellation does to a trade: closes an unpaid one, refunds a paid one whole, leaves a closed one alone. */
export type Cancellation = Outcome<{ readonly action: 'close' | 'refund' | 'none' }>;

export function cancellation(trade: Trade, at: number): Cancellation {
  if (trade.status === 'TRADE_FINISHED') return refuse('TRADE_HAS_FINISHED');
  if (trade.status === 'TRADE_CLOSED') return { ok: true, action: 'none' };
  if (at - trade.createdAt > CANCEL_WINDOW_MS) return refuse('TRADE_CANCEL_TIME_OUT');
  if (trade.status === 'WAIT_BUYER_PAY') return { ok: true, action: 'close' };
  return trade.refunds.length > 0 ? refuse('REASON_TRADE_REFUND_FEE_ERR') : { ok: true, action: 'refund' };
}

/** The time to pay is over. Undefined when that changes nothing. */
export function expire(trade: Trade, at: number): Trade | undefined {
  if (trade.status !== 'WAIT_BUYER_PAY' || at < trade.expiresAt) return undefined;
  return { ...trade, status: 'TRADE_CLOSED', closing: { at, by: 'expiry' } };
}

/** When the time to refund a payment is over: twelve months after it. */
export function refundableUntil(payment: Payment): number {
  const paidAt = formatBeijing(payment.at);
  const yearLater = `${Number(paidAt.slice(0, 4)) + 1}${paidAt.slice(4)}`;
  return parseBeijing(yearLater.replace('-02-29', '-02-28'));
}

/** The refund window is over. Undefined when that changes nothing. */
export function finish(trade: Trade, at: number): Trade | undefined {
  if (trade.status !== 'TRADE_SUCCESS' || trade.payment === undefined) return undefined;
  return at < refundableUntil(trade.payment) ? undefined : { ...trade, status: 'TRADE_FINISHED' };
}

/**
 * Money goes back, in part or whole. A request is known by its number: the same number and amount again changes
 * nothing and is no error. Refunds that add up to the total close the trade.
 */
export function refund(trade: Trade, request: RefundRequest, at: number): Refunded {
  const outRequestNo = request.outRequestNo ?? trade.terms.outTradeNo;
  const earlier = trade.refunds.find((one) => one.outRequestNo === outRequestNo);
  if (earlier !== undefined) {
    if (!isSameRefund(earlier, request)) return refuse('DISCORDANT_REPEAT_REQUEST');
    return { ok: true, trade, refund: earlier, moved: false };
  }
  const refusal = whyNotRefundable(trade, request, outRequestNo);
  if (refusal !== undefined) return refuse(refusal);
  const { amountFen, reason, royalties = [] } = request;
  const source = refundedSettlement(trade, amountFen, request.settleConfirmNo);
  if (!source.ok) return refuse('TRADE_SETTLE_ERROR');
  const { settleConfirmNo } = source;
  const made: Refund = {
    ...{ outRequestNo, amountFen, at },
    ...(reason === undefined ? {} : { reason }),
    ...(royalties.length === 0 ? {} : { royalties }),
    ...(settleConfirmNo === undefined ? {} : { settleConfirmNo }),
  };
  return { ok: true, trade: withRefund(trade, made), refund: made, moved: true };
}

function isSameRefund(earlier: Refund, { amountFen, royalties = [] }: RefundRequest): boolean {
  const returned = earlier.royalties ?? [];
  return (
    earlier.amountFen === amountFen &&
    returned.length === royalties.length &&
    returned.every(
      ({ transOut, amountFen }, index) =>
        transOut === royalties[index]?.transOut && amountFen === royalties[index].amountFen,
    )
  );
}

function whyNotPayable(trade: Trade): TradeRefusal | undefined {
  switch (trade.status) {
    case 'WAIT_BUYER_PAY':
      return undefined;
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'TRADE_HAS_SUCCESS';
    case 'TRADE_CLOSED':
      return 'TRADE_HAS_CLOSE';
  }
}

function whyNotRefundable(trade: Trade, request: RefundRequest, outRequestNo: string): TradeRefusal | undefined {
  if (trade.status === 'WAIT_BUYER_PAY') return 'TRADE_STATUS_ERROR';
  if (trade.status === 'TRADE_FINISHED') return 'TRADE_HAS_FINISHED';
  if (trade.payment === undefined) return 'TRADE_HAS_CLOSE';
  const isWhole = request.amountFen === trade.terms.totalFen;
  if (request.outRequestNo === undefined && !isWhole) return 'REFUND_AMT_NOT_EQUAL_TOTAL';
  const applied = trade.refundApplications?.find((one) => one.outRequestNo === outRequestNo);
  if (applied !== undefined && applied.amountFen !== request.amountFen) return 'DISCORDANT_REPEAT_REQUEST';
  if (request.amountFen > refundableFen(trade, outRequestNo)) return 'REASON_TRADE_REFUND_FEE_ERR';
  return undefined;
}

function withRefund(trade: Trade, made: Refund): Trade {
  const isFromSeller = made.settleConfirmNo !== undefined || !isHeld(trade);
  const source = isFromSeller ? useFrozen(trade, partsOfRefund(trade, made).receiptFen) : trade;
  const { refundApplications: applications, ...rest } = source;
  const left = applications?.filter(({ outRequestNo }) => outRequestNo !== made.outRequestNo) ?? [];
  const refundApplications = left.length === 0 ? {} : { refundApplications: left };
  const next: Trade = { ...rest, ...refundApplications, refunds: [...trade.refunds, made] };
  if (refundedFen(next) < trade.terms.totalFen) return next;
  return { ...next, status: 'TRADE_CLOSED', closing: { at: made.at, by: 'refund' } };
}

function moved(trade: Trade): Moved {
  return { ok: true, trade };
}

function refuse(refusal: TradeRefusal): { readonly ok: false; readonly refusal: TradeRefusal } {
  return { ok: false, refusal };
}
