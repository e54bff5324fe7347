import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import type { Order } from '../orders/order.ts';
import { askRefund, type RefundCase, type RefundOutcome, settleByQuery } from './ask-refund.ts';
import { recordRefund } from './record-refund.ts';
import type { Refund } from './refund.ts';
import { renewLease } from './refund-store.ts';

/** Time to record an answer that came at the last moment. */
const LEASE_MARGIN_MS = 2_000;

/** A lease for one call to Alipay, beginning now. A refund whose process died is taken up when it ends. */
export function leaseFor(context: Context): { now: number; leaseUntil: number } {
  const now = context.clock.now();
  return { now, leaseUntil: now + context.gatewayTimeoutMs + LEASE_MARGIN_MS };
}

/** Asks Alipay for a refund just reserved, and records what came of it. */
export function sendRefund(context: Context, merchant: Merchant, order: Order, refund: Refund): Promise<Refund> {
  return work(context, merchant, order, refund, askRefund);
}

/** Finds out about an undecided refund just taken up, and records what came of it. */
export function settleRefund(
  context: Context,
  merchant: Merchant,
  order: Order,
  refund: Refund,
  signal?: AbortSignal,
): Promise<Refund> {
  return work(context, merchant, order, refund, settleByQuery, signal);
}

async function work(
  context: Context,
  merchant: Merchant,
  order: Order,
  refund: Refund,
  ask: (refundCase: RefundCase) => Promise<RefundOutcome>,
  signal?: AbortSignal,
): Promise<Refund> {
  const outcome = await ask({
    context,
    merchant,
    order,
    refund,
    ...(signal !== undefined && { signal }),
    holdsLease: () => renewLease(context.database.queries, refund, leaseFor(context)),
  });
  if (outcome.state !== 'SUCCEEDED') {
    const { orderNo } = order;
    context.log.warn({ orderNo, requestNo: refund.requestNo, outcome }, `refund ${outcome.state.toLowerCase()}`);
  }
  return await recordRefund(context, refund, outcome);
}
