import type { Fen } from '@till/alipay/money';

/**
 * The states of an order, in Alipay's words. Only forward:
 * `WAIT_BUYER_PAY` → `TRADE_SUCCESS` → `TRADE_FINISHED` or `TRADE_CLOSED`, or `WAIT_BUYER_PAY` → `TRADE_CLOSED`.
 */
export type OrderState = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

/** What the merchant sells to a buyer once. Times are epoch milliseconds. */
export interface Order {
  readonly id: bigint;
  readonly appId: bigint;
  /** The merchant's number, `out_trade_no` at Alipay; unique within the app. */
  readonly orderNo: string;
  readonly amountFen: Fen;
  readonly subject: string;
  readonly state: OrderState;
  /** Alipay's number, once we have heard it. */
  readonly tradeNo: string | null;
  readonly buyerId: string | null;
  readonly buyerLogonId: string | null;
  readonly paidAt: number | null;
  /** Paid at Alipay after it had been closed here unpaid: the merchant must refund it or deliver after all. */
  readonly latePaidAt: number | null;
  readonly closedAt: number | null;
  /** The sum of our succeeded refunds. */
  readonly refundedFen: Fen;
  /** From then on it can no longer be paid. */
  readonly expiresAt: number;
  /** When to ask Alipay next; null when there is nothing to learn. */
  readonly nextCheckAt: number | null;
  /** How often we have asked on schedule. */
  readonly checkCount: number;
  /** The latest thing about this order that a person should look at. */
  readonly note: string | null;
  readonly createdAt: number;
}

export function isFinal(state: OrderState): boolean {
  return state === 'TRADE_FINISHED' || state === 'TRADE_CLOSED';
}

/** What the buyer has paid, refunded or not: the bound of all refunds. */
export function paidFen(order: Order): Fen {
  return order.paidAt !== null || order.latePaidAt !== null ? order.amountFen : 0n;
}
