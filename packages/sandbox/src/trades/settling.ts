import type { Fen } from '@till/alipay/money';
import { amountsOf, partsOfRefund, refundedAmounts } from './amounts.ts';
import { refundedFen, type SettleAccount, type SettleConfirmation, type Trade } from './trade.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a merchant asks to have settled. Amounts are parts of the order's amount. */
export interface SettleRequest {
  readonly outRequestNo: string;
  readonly to: SettleAccount;
  /** `amount`: the order less its refunds, as a check. */
  readonly amountFen?: Fen;
  /** `actual_amount`: what of it is settled now; all that is left when absent. */
  readonly actualFen?: Fen;
  /** What the merchant gets is kept for divisions. */
  readonly isFrozen?: boolean;
}

/** Why nothing is settled, in Alipay's codes (without `ACQ.`). */
export type SettleConfirmRefusal =
  | 'REASON_TRADE_STATUS_INVALID'
  | 'TRADE_HAS_CLOSE'
  | 'TRADE_HAS_FINISHED'
  | 'ILLEGAL_SETTLE_STATE'
  | 'ALREADY_CONFIRM_SETTLE'
  | 'DISCORDANT_REPEAT_REQUEST'
  | 'INVALID_SETTLE_AMOUNT_PARAMETER'
  | 'SETTLE_ACCOUNT_NOT_EXIST';

/** What is to be settled now, or the confirmation that did it before. */
export type Settleable =
  | { readonly ok: true; readonly amountFen: Fen; readonly earlier?: SettleConfirmation }
  | { readonly ok: false; readonly refusal: SettleConfirmRefusal };

/** Whether money goes into the merchant's own account. */
export function isOwn({ type, name }: SettleAccount, sellerId: string): boolean {
  return type === 'defaultSettle' || (type === 'userId' && name === sellerId);
}

/**
 * Whether the money of a payment does not go to the merchant at once: it waits for the merchant's word or for the end
 * of a period, or goes on to somebody else.
 */
export function isHeld({ terms: { settle }, sellerId }: Trade): boolean {
  return settle !== undefined && (settle.periodDays !== undefined || !isOwn(settle.to, sellerId));
}

/** When a held payment is settled by itself. Epoch milliseconds; undefined for other trades. */
export function settlesAt(trade: Trade): number | undefined {
  const { payment, terms } = trade;
  if (payment === undefined || !isHeld(trade)) return undefined;
  return payment.at + (terms.settle?.periodDays ?? 0) * DAY_MS;
}

/** What of an order's amount has neither been settled yet nor refunded before that. */
export function unsettledFen(trade: Trade): Fen {
  const { payment, terms, confirmations = [], refunds } = trade;
  if (payment === undefined || !isHeld(trade)) return 0n;
  const settled = confirmations.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const refunded = refunds.reduce(
    (sum, { amountFen, settleConfirmNo }) => (settleConfirmNo === undefined ? sum + amountFen : sum),
    0n,
  );
  return terms.totalFen - settled - refunded;
}

/** What of an order's amount has been settled and not refunded since. */
export function settledFen(trade: Trade): Fen {
  return (trade.confirmations ?? []).reduce((sum, confirmation) => sum + refundableOf(trade, confirmation), 0n);
}

/** What a request would settle, or why it cannot. */
export function settleable(trade: Trade, request: SettleRequest): Settleable {
  const { confirmations = [], status, payment } = trade;
  const { outRequestNo, amountFen, actualFen } = request;
  const earlier = confirmations.find((one) => one.outRequestNo === outRequestNo);
  if (earlier !== undefined) {
    const isSame = earlier.askedFen === (actualFen ?? amountFen);
    return isSame ? { ok: true, amountFen: earlier.amountFen, earlier } : refuse('DISCORDANT_REPEAT_REQUEST');
  }
  if (status === 'TRADE_FINISHED') return refuse('TRADE_HAS_FINISHED');
  if (status === 'TRADE_CLOSED') return refuse('TRADE_HAS_CLOSE');
  if (payment === undefined) return refuse('REASON_TRADE_STATUS_INVALID');
  if (!isHeld(trade)) return refuse('ILLEGAL_SETTLE_STATE');
  const left = unsettledFen(trade);
  if (left === 0n) return refuse('ALREADY_CONFIRM_SETTLE');
  return isFitting(trade, request, left)
    ? { ok: true, amountFen: actualFen ?? left }
    : refuse('INVALID_SETTLE_AMOUNT_PARAMETER');
}

/**
 * `amount` must be the order less its refunds. After a part has been settled, Alipay's text can be read as the order
 * less its refunds, or less what was settled too; both are taken.
 */
function isFitting(trade: Trade, { amountFen, actualFen }: SettleRequest, left: Fen): boolean {
  if (actualFen !== undefined) return actualFen > 0n && actualFen <= left;
  return amountFen === undefined || amountFen === left || amountFen === trade.terms.totalFen - refundedFen(trade);
}

/** What of the money held is paid out for a part of the amount that waits: all of it for the last part. */
export function payout(heldFen: Fen, amountFen: Fen, leftFen: Fen): Fen {
  return (heldFen * amountFen) / leftFen;
}

/**
 * Which settlement a refund takes its money from: the one that the merchant names (`related_settle_confirm_no`), or
 * the one that Alipay made by itself when time was up. `undefined` as number: from what waits, or the trade was never
 * held. `ok: false`: from nowhere, for the merchant must say which.
 */
export function refundedSettlement(
  trade: Trade,
  amountFen: Fen,
  named: string | undefined,
): { readonly ok: true; readonly settleConfirmNo?: string } | { readonly ok: false } {
  if (!isHeld(trade)) return { ok: true };
  const { confirmations = [] } = trade;
  if (named === undefined && amountFen <= unsettledFen(trade)) return { ok: true };
  const found = confirmations.find((one) => (named === undefined ? one.isAutomatic : one.outRequestNo === named));
  if (found === undefined || amountFen > refundableOf(trade, found)) return { ok: false };
  return { ok: true, settleConfirmNo: found.outRequestNo };
}

/** The settlement of a number, if it was one of this payment. */
export function settledBy({ confirmations }: Trade, outRequestNo: string | undefined): SettleConfirmation | undefined {
  return confirmations?.find((one) => one.outRequestNo === outRequestNo);
}

/**
 * What the merchant itself has got of a payment and not refunded, in fen of its own. Nothing that waits to be settled
 * or that went to others.
 */
export function receivedFen(trade: Trade): Fen {
  if (!isHeld(trade)) return amountsOf(trade).receiptFen - refundedAmounts(trade).receiptFen;
  const { confirmations = [], refunds, sellerId } = trade;
  const got = confirmations.filter(({ to }) => isOwn(to, sellerId));
  const back = refunds.filter(({ settleConfirmNo }) => got.some((one) => one.outRequestNo === settleConfirmNo));
  return (
    got.reduce((sum, { paidOutFen }) => sum + paidOutFen, 0n) -
    back.reduce((sum, refund) => sum + partsOfRefund(trade, refund).receiptFen, 0n)
  );
}

/** What of a settlement has not been refunded. */
function refundableOf({ refunds }: Trade, { outRequestNo, amountFen }: SettleConfirmation): Fen {
  return refunds.reduce(
    (left, refund) => (refund.settleConfirmNo === outRequestNo ? left - refund.amountFen : left),
    amountFen,
  );
}

function refuse(refusal: SettleConfirmRefusal): { readonly ok: false; readonly refusal: SettleConfirmRefusal } {
  return { ok: false, refusal };
}
