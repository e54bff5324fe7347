import type { Order } from '../orders/order.ts';
import type { TradeFacts } from '../orders/trade-facts.ts';

/** A waiting order over 10.00; a test sets what it is about. */
export function anOrder(change: Partial<Order> = {}): Order {
  return {
    id: 1n,
    appId: 1n,
    orderNo: 'order-1',
    amountFen: 1000n,
    subject: 'A thing',
    state: 'WAIT_BUYER_PAY',
    tradeNo: null,
    buyerId: null,
    buyerLogonId: null,
    paidAt: null,
    latePaidAt: null,
    closedAt: null,
    refundedFen: 0n,
    expiresAt: 86_400_000,
    nextCheckAt: 10_000,
    checkCount: 0,
    note: null,
    createdAt: 0,
    ...change,
  };
}

/** What Alipay says of that order's trade once it is paid. */
export function tradeFacts(change: Partial<TradeFacts> = {}): TradeFacts {
  return {
    orderNo: 'order-1',
    tradeNo: 'trade-1',
    amountFen: 1000n,
    status: 'TRADE_SUCCESS',
    paidAt: 5_000,
    buyerId: '2088000000000001',
    buyerLogonId: 'b***@example.com',
    ...change,
  };
}
