import { AlipayError } from '@till/alipay';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import { askTrade, closeTrade, isUnknownTrade, type TradeAnswer } from './ask-trade.ts';
import { isOverdue, nextCheckAt } from './check-schedule.ts';
import { closeUnpaid } from './close-unpaid.ts';
import type { Order } from './order.ts';
import { lockOrder, saveOrder } from './order-store.ts';
import { recordTrade, saveApplied } from './record-trade.ts';
import { factsOfQuery, TradeFactsError } from './trade-facts.ts';

type CallOptions = { signal?: AbortSignal; timeoutMs?: number };

/**
 * Asks Alipay about an order, records what it says, and returns the answer.
 * @throws {AlipayError} if Alipay does not know the trade, or gives no usable answer.
 */
export async function refreshOrder(
  context: Context,
  merchant: Merchant,
  order: Order,
  options: CallOptions = {},
): Promise<TradeAnswer> {
  const answer = await askTrade(context, merchant, order.orderNo, options);
  await recordAnswer(context, order, answer);
  return answer;
}

/** A scheduled check: ask, record, close what is overdue, and set the time of the next check. */
export async function checkOrder(
  context: Context,
  merchant: Merchant,
  order: Order,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const overdue = isOverdue(order, context.clock.now());
  try {
    const { data } = await refreshOrder(context, merchant, order, options);
    if (overdue && data.trade_status === 'WAIT_BUYER_PAY') {
      await closeTrade(context, merchant, order.orderNo, options);
      await recordClosed(context, order);
    }
  } catch (error) {
    if (!(error instanceof AlipayError)) throw error;
    // Past its expiry an order can no longer come into being at Alipay, so "unknown" is final then.
    if (overdue && isUnknownTrade(error)) await recordClosed(context, order);
    else if (!isUnknownTrade(error)) context.log.warn({ err: error, orderNo: order.orderNo }, 'order check failed');
  } finally {
    await scheduleNextCheck(context, order);
  }
}

async function recordAnswer(context: Context, order: Order, answer: TradeAnswer): Promise<void> {
  const now = context.clock.now();
  try {
    const facts = factsOfQuery(answer.data);
    const result = await context.database.transaction((queries) => recordTrade(queries, order.id, facts, now));
    if (result.outcome === 'refused') context.log.error({ orderNo: order.orderNo }, `query refused: ${result.reason}`);
  } catch (error) {
    if (!(error instanceof TradeFactsError)) throw error;
    context.log.error({ err: error, orderNo: order.orderNo }, 'query answer cannot be read');
  }
}

async function recordClosed(context: Context, order: Order): Promise<void> {
  const now = context.clock.now();
  await context.database.transaction(async (queries) => {
    await saveApplied(queries, closeUnpaid(await lockOrder(queries, order.id), now), now);
  });
}

async function scheduleNextCheck(context: Context, order: Order): Promise<void> {
  const now = context.clock.now();
  await context.database.transaction(async (queries) => {
    const current = await lockOrder(queries, order.id);
    const checked = { ...current, checkCount: current.checkCount + 1 };
    await saveOrder(queries, { ...checked, nextCheckAt: nextCheckAt(checked, now) }, now);
  });
}
