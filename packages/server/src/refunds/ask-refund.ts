/**
 * Alipay's side of a refund. What may be concluded, and from what:
 * a verified success decides; a verified refusal decides if the number cannot have taken effect before; the refund
 * query decides everything else; anything that is not a verified answer decides nothing.
 */
import { AlipayError } from '@till/alipay';
import { type Fen, formatYuan, parseYuan } from '@till/alipay/money';
import { alipayProblem } from '../alipay-problem.ts';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import type { Order } from '../orders/order.ts';
import type { Refund } from './refund.ts';

/** What Alipay's word makes of a refund. */
export type RefundOutcome =
  | { readonly state: 'SUCCEEDED'; readonly source: 'refund' | 'query'; readonly answer: Fields; readonly body: string }
  | { readonly state: 'FAILED'; readonly problem: string }
  | { readonly state: 'UNKNOWN'; readonly problem: string };

/** A refund under its lease, and all it takes to ask about it. */
export interface RefundCase {
  readonly context: Context;
  readonly merchant: Merchant;
  readonly order: Order;
  readonly refund: Refund;
  readonly signal?: AbortSignal;
  /** Prolongs the lease before a further call; false ends the case, since somebody else has it now. */
  holdsLease(): Promise<boolean>;
}

type Fields = Readonly<Record<string, unknown>>;

const LEASE_LOST: RefundOutcome = { state: 'UNKNOWN', problem: 'it was taken up elsewhere' };

/**
 * Asks for the refund. Alipay does it once for one request number, however often it is asked.
 * @see https://opendocs.alipay.com/open/028sm9 (alipay.trade.refund)
 */
export async function askRefund(refundCase: RefundCase): Promise<RefundOutcome> {
  const { order, refund } = refundCase;
  try {
    const { data, body } = await call(refundCase, 'alipay.trade.refund', {
      out_trade_no: order.orderNo,
      out_request_no: refund.requestNo,
      refund_amount: formatYuan(refund.amountFen),
    });
    if (data.fund_change === 'Y') return { state: 'SUCCEEDED', source: 'refund', answer: data, body };
    // "N" may be a repeat of what was done before, or not done at all: only the query tells.
    const found = await askWhetherRefunded(refundCase);
    return found.state === 'SUCCEEDED' ? { state: 'SUCCEEDED', source: 'refund', answer: data, body } : unknown(found);
  } catch (error) {
    const problem = alipayProblem(error);
    if (outcomeOf(error) !== 'refused') return { state: 'UNKNOWN', problem };
    if (refund.attempts === 1) return { state: 'FAILED', problem };
    // An earlier request under this number may have come through after all, and be why this one is refused.
    const found = await askWhetherRefunded(refundCase);
    return found.state === 'FAILED' ? { state: 'FAILED', problem } : found;
  }
}

/** Finds out about a refund that may have been asked for: by query, and if it did not happen, by asking again. */
export async function settleByQuery(refundCase: RefundCase): Promise<RefundOutcome> {
  const found = await askWhetherRefunded(refundCase);
  return found.state === 'FAILED' ? await askRefund(refundCase) : found;
}

/**
 * `FAILED` means: Alipay answered that no refund has taken effect under this number, so far.
 * @see https://opendocs.alipay.com/open/028sma (alipay.trade.fastpay.refund.query)
 */
async function askWhetherRefunded(refundCase: RefundCase): Promise<RefundOutcome> {
  const { order, refund } = refundCase;
  try {
    if (!(await refundCase.holdsLease())) return LEASE_LOST;
    const { data, body } = await call(refundCase, 'alipay.trade.fastpay.refund.query', {
      out_trade_no: order.orderNo,
      out_request_no: refund.requestNo,
      query_options: ['gmt_refund_pay'],
    });
    if (!(await refundCase.holdsLease())) return LEASE_LOST;
    return readRefundQuery(refund, data, body);
  } catch (error) {
    const problem = alipayProblem(error);
    const isUnknownTrade = outcomeOf(error) === 'refused' && /TRADE_NOT_EXIST/.test(problem);
    return isUnknownTrade ? { state: 'FAILED', problem } : { state: 'UNKNOWN', problem };
  }
}

/** Reads a verified answer of the refund query. */
export function readRefundQuery(refund: Refund, data: Fields, body: string): RefundOutcome {
  const { refund_status: status, refund_amount: amount } = data;
  // Until 2021 Alipay answered without a status; an amount alone then meant success.
  const isDone = status === 'REFUND_SUCCESS' || (status === undefined && typeof amount === 'string');
  if (isDone) {
    if (typeof amount === 'string' && !isAmount(amount, refund.amountFen)) {
      const expected = formatYuan(refund.amountFen);
      return { state: 'UNKNOWN', problem: `Alipay has a refund of ${amount} under this number, not of ${expected}` };
    }
    return { state: 'SUCCEEDED', source: 'query', answer: data, body };
  }
  if (status !== undefined) return { state: 'UNKNOWN', problem: `Alipay says ${String(status)}` };
  return { state: 'FAILED', problem: 'Alipay has no such refund' };
}

function isAmount(text: string, amountFen: Fen): boolean {
  try {
    return parseYuan(text) === amountFen;
  } catch {
    return false;
  }
}

async function call(refundCase: RefundCase, method: string, bizContent: Fields) {
  const { context, merchant, signal } = refundCase;
  return await context.metrics.timeGateway(method, () =>
    merchant.alipay.exchange(method, bizContent, signal === undefined ? {} : { signal }),
  );
}

function unknown(found: RefundOutcome): RefundOutcome {
  return { state: 'UNKNOWN', problem: 'problem' in found ? found.problem : 'Alipay has not confirmed it' };
}

function outcomeOf(error: unknown): string {
  if (!(error instanceof AlipayError)) throw error;
  return error.outcome;
}
