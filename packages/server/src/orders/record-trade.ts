import { formatYuan } from '@till/alipay/money';
import type { Queries } from '../database/index.ts';
import { appendEvent } from '../events/event.ts';
import { applyTrade, type TradeApplied } from './apply-trade.ts';
import type { Order } from './order.ts';
import { lockOrder, saveOrder } from './order-store.ts';
import type { TradeFacts } from './trade-facts.ts';

/**
 * Applies what Alipay says to the stored order, with the events that follow. Call it in a transaction.
 * Facts that contradict the order change nothing but its note.
 */
export async function recordTrade(
  queries: Queries,
  orderId: bigint,
  facts: TradeFacts,
  now: number,
): Promise<TradeApplied> {
  const order = await lockOrder(queries, orderId);
  const result = applyTrade(order, facts, now);
  if (result.outcome === 'refused') await saveOrder(queries, { ...order, note: `Refused: ${result.reason}.` }, now);
  await saveApplied(queries, result, now);
  return result;
}

/** Stores an applied change and its events. */
export async function saveApplied(queries: Queries, result: TradeApplied, now: number): Promise<void> {
  if (result.outcome !== 'applied') return;
  await saveOrder(queries, result.order, now);
  for (const type of result.events) {
    const { appId, id: orderId } = result.order;
    await appendEvent(queries, { type, appId, orderId, data: eventData(result.order) }, now);
  }
}

function eventData(order: Order): Record<string, string | null> {
  return {
    order_no: order.orderNo,
    trade_no: order.tradeNo,
    amount: formatYuan(order.amountFen),
    state: order.state,
    paid_at: isoTime(order.paidAt ?? order.latePaidAt),
    closed_at: isoTime(order.closedAt),
  };
}

function isoTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
