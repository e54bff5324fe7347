import { formatYuan } from '@till/alipay/money';
import type { Context } from '../context.ts';
import type { Queries } from '../database/index.ts';
import { appendEvent, type EventType } from '../events/event.ts';
import { type Order, paidFen } from '../orders/order.ts';
import { lockOrder, saveOrder } from '../orders/order-store.ts';
import type { RefundOutcome } from './ask-refund.ts';
import { settleDelayMs } from './check-schedule.ts';
import type { Refund } from './refund.ts';
import { lockRefund, markFailed, markSucceeded, putDown, readRefund } from './refund-store.ts';

/** Records what was learnt about a refund, with its event, in one transaction; returns the refund as it is then. */
export async function recordRefund(context: Context, refund: Refund, outcome: RefundOutcome): Promise<Refund> {
  const now = context.clock.now();
  return await context.database.transaction(async (queries) => {
    const order = await lockOrder(queries, refund.orderId);
    const current = await lockRefund(queries, refund.id);
    // Success is the truth whoever learns it. Anything less is worth only what the latest to take it up says.
    const isOurs = current.state === 'UNKNOWN' && current.attempts === refund.attempts;
    if (outcome.state === 'SUCCEEDED') {
      if (current.state !== 'SUCCEEDED') await recordSuccess(queries, order, current, outcome, now);
    } else if (isOurs && outcome.state === 'FAILED') {
      await markFailed(queries, current.id, { problem: outcome.problem, now });
      await appendRefundEvent(queries, 'refund.failed', order, current, outcome.problem, now);
    } else if (isOurs) {
      const nextCheckAt = now + settleDelayMs(current.attempts);
      await putDown(queries, current.id, { problem: outcome.problem, nextCheckAt, now });
    }
    return await readRefund(queries, current.id);
  });
}

async function recordSuccess(
  queries: Queries,
  order: Order,
  refund: Refund,
  outcome: RefundOutcome & { state: 'SUCCEEDED' },
  now: number,
): Promise<void> {
  const refundedFen = order.refundedFen + refund.amountFen;
  // Alipay closes a wholly refunded trade; only its word closes the order, so ask for it.
  const isWhole = refundedFen === paidFen(order) && order.state === 'TRADE_SUCCESS';
  const refunded = { ...order, refundedFen, ...(isWhole && { nextCheckAt: now, checkCount: 0 }) };
  await saveOrder(queries, refunded, now);
  const answer = outcome.source === 'refund' ? outcome.answer : refundAnswerOf(refunded, outcome.answer);
  await markSucceeded(queries, refund.id, { answer, body: outcome.body, now });
  await appendRefundEvent(queries, 'refund.succeeded', order, refund, null, now);
}

/** The refund's own answer was lost: this is what it said, as far as the query and our books tell. */
function refundAnswerOf(order: Order, found: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    code: '10000',
    msg: 'Success',
    buyer_logon_id: order.buyerLogonId,
    buyer_user_id: order.buyerId,
    fund_change: 'Y',
    gmt_refund_pay: found.gmt_refund_pay ?? null,
    out_trade_no: order.orderNo,
    // As in Alipay's answer, the sum refunded so far.
    refund_fee: formatYuan(order.refundedFen),
    send_back_fee: found.send_back_fee ?? null,
    trade_no: found.trade_no ?? order.tradeNo,
  };
}

async function appendRefundEvent(
  queries: Queries,
  type: EventType,
  order: Order,
  refund: Refund,
  problem: string | null,
  now: number,
): Promise<void> {
  const data = {
    order_no: order.orderNo,
    trade_no: order.tradeNo,
    request_no: refund.requestNo,
    amount: formatYuan(refund.amountFen),
    problem,
  };
  await appendEvent(queries, { type, appId: order.appId, orderId: order.id, refundId: refund.id, data }, now);
}
