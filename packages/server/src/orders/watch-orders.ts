import type { Context } from '../context.ts';
import { type DueWork, startDueWork } from '../due-work/due-work.ts';
import { checkOrder } from './check-order.ts';
import { claimDueOrders, hasDueOrder } from './order-store.ts';

const CHECKS_AT_ONCE_MAX = 8;
/** Query and close, and time to record them. */
const GATEWAY_CALLS_PER_CHECK = 2;
const LEASE_MARGIN_MS = 5_000;

/** Asks Alipay about every order whose check is due, so that a lost notification costs minutes, not money. */
export function watchOrders(context: Context, tickMs: number): DueWork {
  const leaseMs = GATEWAY_CALLS_PER_CHECK * context.gatewayTimeoutMs + LEASE_MARGIN_MS;
  return startDueWork({
    name: 'orders',
    tickMs,
    atOnceMax: CHECKS_AT_ONCE_MAX,
    log: context.log,
    async claim(limit) {
      const now = context.clock.now();
      if (!(await hasDueOrder(context.database.queries, now))) return [];
      return await claimDueOrders(context.database.queries, { now, leaseUntil: now + leaseMs, limit });
    },
    async handle(order, signal) {
      const merchant = await context.apps.merchant(order.appId);
      if (merchant !== undefined) await checkOrder(context, merchant, order, { signal });
    },
  });
}
