import type { TradeApplied } from './apply-trade.ts';
import type { Order } from './order.ts';

/** Closes an order that Alipay has closed, or never knew, after its time. Only a waiting order closes this way. */
export function closeUnpaid(order: Order, now: number): TradeApplied {
  if (order.state !== 'WAIT_BUYER_PAY') return { outcome: 'unchanged', order };
  return {
    outcome: 'applied',
    order: { ...order, state: 'TRADE_CLOSED', closedAt: now, nextCheckAt: null },
    events: ['order.closed'],
  };
}
