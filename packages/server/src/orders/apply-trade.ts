/**
 * The one rule by which an order learns from Alipay. Notification, query and bill all come through here, so no order
 * of arrival, repetition or race can move an order back or pay it twice.
 */
import { formatYuan } from '@till/alipay/money';
import type { EventType } from '../events/event.ts';
import { isFinal, type Order } from './order.ts';
import type { TradeFacts } from './trade-facts.ts';

export type TradeApplied =
  /** The order as it is now, and what the merchant is to be told. */
  | { readonly outcome: 'applied'; readonly order: Order; readonly events: readonly EventType[] }
  /** Nothing new: a repeated or late message. */
  | { readonly outcome: 'unchanged'; readonly order: Order }
  /** The message is not about this order as we know it. Nothing may change. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** @param now used where Alipay names no time for what happened */
export function applyTrade(order: Order, facts: TradeFacts, now: number): TradeApplied {
  const mismatch = mismatchOf(order, facts);
  if (mismatch !== undefined) return { outcome: 'refused', reason: mismatch };
  switch (facts.status) {
    case 'WAIT_BUYER_PAY':
      return order.state === 'WAIT_BUYER_PAY' ? seen(order, facts) : unchanged(order);
    case 'TRADE_SUCCESS':
      return paid(order, facts, now);
    case 'TRADE_FINISHED':
      return finished(order, facts, now);
    case 'TRADE_CLOSED':
      return closed(order, facts, now);
  }
}

function mismatchOf(order: Order, facts: TradeFacts): string | undefined {
  if (facts.orderNo !== order.orderNo) {
    return `out_trade_no is ${facts.orderNo}, but the order is ${order.orderNo}`;
  }
  if (facts.amountFen !== order.amountFen) {
    return `total_amount is ${formatYuan(facts.amountFen)}, but the order is over ${formatYuan(order.amountFen)}`;
  }
  const isPaid = order.paidAt !== null || order.latePaidAt !== null;
  if (isPaid && order.tradeNo !== null && facts.tradeNo !== order.tradeNo) {
    return `trade_no is ${facts.tradeNo}, but the order was paid with trade ${order.tradeNo}`;
  }
  return undefined;
}

/** The buyer has opened the cashier: there is a trade number now, and perhaps a buyer. */
function seen(order: Order, facts: TradeFacts): TradeApplied {
  const known = withTrade(order, facts);
  const isNews = known.tradeNo !== order.tradeNo || known.buyerId !== order.buyerId;
  return isNews ? { outcome: 'applied', order: known, events: [] } : unchanged(order);
}

function paid(order: Order, facts: TradeFacts, now: number): TradeApplied {
  switch (order.state) {
    case 'WAIT_BUYER_PAY':
      return applied(withPayment(order, facts, now), { state: 'TRADE_SUCCESS', nextCheckAt: null }, 'order.paid');
    case 'TRADE_CLOSED':
      return paidAfterClose(order, facts, now);
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return unchanged(order);
  }
}

/** Paid, and no longer refundable: the refund window is over, or the product knows no refunds. */
function finished(order: Order, facts: TradeFacts, now: number): TradeApplied {
  const change = { state: 'TRADE_FINISHED', nextCheckAt: null } as const;
  switch (order.state) {
    case 'WAIT_BUYER_PAY':
      return applied(withPayment(order, facts, now), change, 'order.paid', 'order.finished');
    case 'TRADE_SUCCESS':
      return applied(withTrade(order, facts), change, 'order.finished');
    case 'TRADE_CLOSED':
      return paidAfterClose(order, facts, now);
    case 'TRADE_FINISHED':
      return unchanged(order);
  }
}

/** Closed unpaid; or, if a payment time comes with it, paid once and refunded whole since. */
function closed(order: Order, facts: TradeFacts, now: number): TradeApplied {
  const change = { state: 'TRADE_CLOSED', closedAt: now, nextCheckAt: null } as const;
  if (isFinal(order.state)) {
    const isLatePayment = order.state === 'TRADE_CLOSED' && facts.paidAt !== null;
    return isLatePayment ? paidAfterClose(order, facts, now) : unchanged(order);
  }
  if (order.state === 'WAIT_BUYER_PAY' && facts.paidAt !== null) {
    return applied(withPayment(order, facts, now), change, 'order.paid', 'order.closed');
  }
  return applied(withTrade(order, facts), change, 'order.closed');
}

/** A closed order stays closed, but money that came nevertheless must not be overlooked. */
function paidAfterClose(order: Order, facts: TradeFacts, now: number): TradeApplied {
  if (order.paidAt !== null || order.latePaidAt !== null) return unchanged(order);
  const change = {
    latePaidAt: facts.paidAt ?? now,
    note: `Alipay took a payment (trade ${facts.tradeNo}) after the order had been closed: refund it, or deliver.`,
  };
  return applied(withTrade(order, facts), change, 'order.payment_after_close');
}

function withPayment(order: Order, facts: TradeFacts, now: number): Order {
  return { ...withTrade(order, facts), paidAt: facts.paidAt ?? now };
}

function withTrade(order: Order, facts: TradeFacts): Order {
  return {
    ...order,
    tradeNo: facts.tradeNo,
    buyerId: facts.buyerId ?? order.buyerId,
    buyerLogonId: facts.buyerLogonId ?? order.buyerLogonId,
  };
}

function applied(order: Order, change: Partial<Order>, ...events: EventType[]): TradeApplied {
  return { outcome: 'applied', order: { ...order, ...change }, events };
}

function unchanged(order: Order): TradeApplied {
  return { outcome: 'unchanged', order };
}
