import type { Context } from '../context.ts';
import { type DueWork, startDueWork } from '../due-work/due-work.ts';
import { findOrderById } from '../orders/order-store.ts';
import { claimDueRefunds, hasDueRefund } from './refund-store.ts';
import { leaseFor, settleRefund } from './settle-refund.ts';

const SETTLED_AT_ONCE_MAX = 8;

/** Settles every undecided refund that is due, across restarts and processes. */
export function watchRefunds(context: Context, tickMs: number): DueWork {
  const { queries } = context.database;
  return startDueWork({
    name: 'refunds',
    tickMs,
    atOnceMax: SETTLED_AT_ONCE_MAX,
    log: context.log,
    async claim(limit) {
      if (!(await hasDueRefund(queries, context.clock.now()))) return [];
      return await claimDueRefunds(queries, { ...leaseFor(context), limit });
    },
    async handle(refund, signal) {
      const merchant = await context.apps.merchant(refund.appId);
      const order = await findOrderById(queries, refund.orderId);
      if (merchant !== undefined) await settleRefund(context, merchant, order, refund, signal);
    },
  });
}
