import { AmountError, type Fen, parseYuan } from '@till/alipay/money';
import type { TillAnswer, TillProblem } from './till-api.ts';

export type OrderState = 'waiting' | 'paid' | 'refunded' | 'closed';

/** Where an order stands, as far as Till's answer tells. */
export interface Progress {
  readonly state: OrderState;
  readonly canRefund: boolean;
  readonly totalFen: Fen;
  /** At least this much has been refunded; a trade query does not tell, refund answers do. */
  readonly refundedFen: Fen;
  /** What Alipay says; it knows a trade once the buyer has opened the cashier, not before. */
  readonly trade:
    | {
        readonly tradeNo: string | undefined;
        readonly tradeStatus: string;
        readonly buyer: string | undefined;
        /** Beijing time, as Alipay writes it. */
        readonly paidAt: string | undefined;
      }
    | undefined;
}

/** What the shop knows by itself. */
export interface KnownOrder {
  readonly priceFen: Fen;
  readonly createdAtMs: number;
  readonly nowMs: number;
  /** The largest refund total that an answer has told so far. */
  readonly refundedFen: Fen;
}

/** Till's own lifetime of an order. After it nobody can pay, so a trade that never began never will. */
const ORDER_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Reads an order's state from the answer to `OrderDetail`; a problem when the answer does not tell. */
export function progressOf(
  answer: TillAnswer<Record<string, unknown>>,
  order: KnownOrder,
): Progress | { readonly problem: TillProblem; readonly err: string } {
  if (answer.ok) return ofTrade(answer.data, order);
  if (!answer.err.includes('TRADE_NOT_EXIST')) return { problem: answer.problem, err: answer.err };
  const isOver = order.nowMs > order.createdAtMs + ORDER_LIFETIME_MS;
  return {
    state: isOver ? 'closed' : 'waiting',
    canRefund: false,
    totalFen: order.priceFen,
    refundedFen: 0n,
    trade: undefined,
  };
}

function ofTrade(trade: Record<string, unknown>, order: KnownOrder): ReturnType<typeof progressOf> {
  const tradeStatus = textOf(trade.tradeStatus);
  const paidAt = textOf(trade.sendPayDate);
  const state = stateOf(tradeStatus, paidAt !== undefined);
  if (tradeStatus === undefined || state === undefined)
    return { problem: 'unknown', err: `tradeStatus ${JSON.stringify(trade.tradeStatus)}` };
  const totalFen = amountOf(trade.totalAmount) ?? order.priceFen;
  return {
    state,
    canRefund: tradeStatus === 'TRADE_SUCCESS',
    totalFen,
    refundedFen: state === 'refunded' ? totalFen : state === 'paid' ? order.refundedFen : 0n,
    trade: { tradeNo: textOf(trade.tradeNo), tradeStatus, buyer: textOf(trade.buyerLogonId), paidAt },
  };
}

/** A closed trade with a payment time was paid, and then refunded whole. */
function stateOf(tradeStatus: string | undefined, wasPaid: boolean): OrderState | undefined {
  switch (tradeStatus) {
    case 'WAIT_BUYER_PAY':
      return 'waiting';
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'paid';
    case 'TRADE_CLOSED':
      return wasPaid ? 'refunded' : 'closed';
    default:
      return undefined;
  }
}

/** Reads an amount in yuan; undefined for anything that is not one. */
export function amountOf(value: unknown): Fen | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return parseYuan(value);
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
