import type { Order } from './order.ts';

/** When to ask Alipay about a new order for the first time. */
export const FIRST_CHECK_MS = 10_000;
const GROWTH = 1.6;
const CHECK_INTERVAL_MAX_MS = 5 * 60_000;
/** How long after its expiry an order is closed. It covers clocks that differ, and payments just in time. */
export const EXPIRY_GRACE_MS = 30_000;
/** How often we ask whether a wholly refunded order has been closed at Alipay. */
const REFUNDED_CHECKS_MAX = 8;

/** Whether a waiting order is to be closed now. */
export function isOverdue(order: Order, now: number): boolean {
  return order.state === 'WAIT_BUYER_PAY' && now >= order.expiresAt + EXPIRY_GRACE_MS;
}

/**
 * When to ask about an order again, given that it has just been asked about (`checkCount` times in all).
 * Waiting orders: 10 s, then ever more slowly up to 5 minutes, but at once when they are to be closed.
 */
export function nextCheckAt(order: Order, now: number): number | null {
  const interval = Math.round(Math.min(FIRST_CHECK_MS * GROWTH ** order.checkCount, CHECK_INTERVAL_MAX_MS));
  switch (order.state) {
    case 'WAIT_BUYER_PAY': {
      const closingAt = order.expiresAt + EXPIRY_GRACE_MS;
      return now < closingAt ? Math.min(now + interval, closingAt) : now + interval;
    }
    case 'TRADE_SUCCESS': {
      const awaitsClosing = order.refundedFen >= order.amountFen && order.checkCount < REFUNDED_CHECKS_MAX;
      return awaitsClosing ? now + interval : null;
    }
    case 'TRADE_FINISHED':
    case 'TRADE_CLOSED':
      return null;
  }
}
