import { setTimeout as pause } from 'node:timers/promises';
import { AlipayError } from '@till/alipay';
import type { Fen } from '@till/alipay/money';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import { refreshOrder } from '../orders/check-order.ts';
import type { Order } from '../orders/order.ts';
import { findOrder, lockOrder } from '../orders/order-store.ts';
import { Refusal } from '../refusal.ts';
import { type Admission, admitRefund } from './admit-refund.ts';
import type { Refund } from './refund.ts';
import { claimRefund, insertRefund, readRefund, refundsOfOrder, reviveRefund } from './refund-store.ts';
import { deriveRequestNo } from './request-number.ts';
import { leaseFor, sendRefund, settleRefund } from './settle-refund.ts';

export interface RefundRequest {
  readonly orderNo: string;
  readonly amountFen: Fen;
  /** Without it, it is derived from order and amount: the same call again is the same refund. */
  readonly requestNo?: string;
}

/** How often to look whether the call that is at the same refund has finished. Real time, like the call itself. */
const IN_FLIGHT_POLL_MS = 50;
/** Beyond the other call's lease. */
const IN_FLIGHT_WAIT_MARGIN_MS = 3_000;

/**
 * Refunds an order, in part or whole, once per request number.
 * @returns the refund, SUCCEEDED
 * @throws {Refusal} `not_found`, `conflict`, `refused_by_alipay`, or `outcome_unknown`: then it is being settled.
 */
export async function refundOrder(context: Context, merchant: Merchant, request: RefundRequest): Promise<Refund> {
  const appId = merchant.app.id;
  const order = await findRefundable(context, merchant, request.orderNo);
  const { amountFen } = request;
  const requestNo = request.requestNo ?? deriveRequestNo({ appId, orderNo: order.orderNo, amountFen });
  const admitted = await reserve(context, order, { requestNo, amountFen });
  switch (admitted.kind) {
    case 'done':
      return admitted.refund;
    case 'asking':
      return succeeded(await sendRefund(context, merchant, order, admitted.refund));
    case 'undecided':
      return succeeded(await decide(context, merchant, order, admitted.refund));
  }
}

/** The order; one that still waits here is asked about first, for its notification may be late. */
async function findRefundable(context: Context, merchant: Merchant, orderNo: string): Promise<Order> {
  const order = await findOrder(context.database.queries, merchant.app.id, orderNo);
  if (order === undefined) throw new Refusal('not_found', `There is no order ${orderNo} in this app.`);
  if (order.state !== 'WAIT_BUYER_PAY') return order;
  try {
    await refreshOrder(context, merchant, order);
  } catch (error) {
    if (!(error instanceof AlipayError)) throw error;
  }
  return order;
}

type Reserved = Exclude<Admission, { kind: 'ask' | 'refused' }> | { readonly kind: 'asking'; readonly refund: Refund };

/** Decides and stores in one transaction, under the order's lock: two refunds can never both take the last fen. */
async function reserve(
  context: Context,
  { id: orderId, appId, orderNo }: Order,
  request: { requestNo: string; amountFen: Fen },
): Promise<Reserved> {
  return await context.database.transaction(async (queries) => {
    const order = await lockOrder(queries, orderId);
    const admission = admitRefund(order, await refundsOfOrder(queries, orderId), request);
    if (admission.kind === 'refused') throw new Refusal('conflict', `Order ${orderNo}: ${admission.reason}`);
    if (admission.kind !== 'ask') return admission;
    const lease = leaseFor(context);
    const refund =
      admission.failed === undefined
        ? await insertRefund(queries, { appId, orderId, ...request }, lease)
        : await reviveRefund(queries, admission.failed.id, lease);
    return { kind: 'asking', refund };
  });
}

/** Waits for whoever is at the refund, and takes it up if nobody is. */
async function decide(context: Context, merchant: Merchant, order: Order, refund: Refund): Promise<Refund> {
  const { queries } = context.database;
  const deadline = performance.now() + context.gatewayTimeoutMs + IN_FLIGHT_WAIT_MARGIN_MS;
  for (;;) {
    const claimed = await claimRefund(queries, refund.id, leaseFor(context));
    if (claimed !== undefined) return await settleRefund(context, merchant, order, claimed);
    const current = await readRefund(queries, refund.id);
    if (current.state !== 'UNKNOWN' || performance.now() > deadline) return current;
    await pause(IN_FLIGHT_POLL_MS);
  }
}

function succeeded(refund: Refund): Refund {
  switch (refund.state) {
    case 'SUCCEEDED':
      return refund;
    case 'FAILED':
      throw new Refusal('refused_by_alipay', refund.problem ?? 'Alipay refused the refund.');
    case 'UNKNOWN':
      throw new Refusal(
        'outcome_unknown',
        `The outcome of refund ${refund.requestNo} is unknown (${refund.problem ?? 'it is still being asked for'}). ` +
          'It is being settled. Repeating the same call is safe: it never refunds twice.',
      );
  }
}
