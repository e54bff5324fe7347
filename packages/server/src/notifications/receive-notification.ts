/**
 * Alipay's asynchronous notification. In this order: is it Alipay's (signature, app)? Is it about something of ours
 * (kind, seller, order, amount)? Then one transaction changes the order, writes the event and notes the message; only
 * when it has committed is the answer `success`.
 * @see https://opendocs.alipay.com/open/270/105902
 */
import { AlipayNotificationError } from '@till/alipay';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import type { Queries } from '../database/index.ts';
import type { Order } from '../orders/order.ts';
import { findOrder } from '../orders/order-store.ts';
import { recordTrade } from '../orders/record-trade.ts';
import { factsOfNotification, type TradeFacts, TradeFactsError } from '../orders/trade-facts.ts';
import { makeRefundDue } from '../refunds/refund-store.ts';
import { answerTo, type NotificationAnswer, type NotificationOutcome } from './notification.ts';
import { recordNotification } from './notification-store.ts';
import type { StrangerAllowance } from './stranger-allowance.ts';

type Fields = Readonly<Record<string, string>>;

/** What is kept of a message that is not Alipay's. */
const UNVERIFIED_BODY_MAX_BYTES = 4096;
const REASON_LENGTH_MAX = 500;

/** @param merchant undefined if the address names no app of ours */
export async function receiveNotification(
  context: Context,
  strangers: StrangerAllowance,
  merchant: Merchant | undefined,
  body: Uint8Array,
): Promise<NotificationAnswer> {
  const outcome = await judge(context, strangers, merchant, body);
  context.metrics.notifications.inc({ outcome });
  return answerTo(outcome);
}

async function judge(
  context: Context,
  strangers: StrangerAllowance,
  merchant: Merchant | undefined,
  body: Uint8Array,
): Promise<NotificationOutcome> {
  if (merchant === undefined) return await keepUnverified(context, strangers, null, body, 'The address names no app.');
  const { id: appId } = merchant.app;
  let fields: Fields;
  try {
    fields = merchant.alipay.verifyNotification(body);
  } catch (error) {
    if (!(error instanceof AlipayNotificationError)) throw error;
    return await keepUnverified(context, strangers, appId, body, `${error.reason}: ${error.message}`);
  }
  return await receiveVerified(context, merchant, fields, body);
}

async function receiveVerified(
  context: Context,
  { app }: Merchant,
  fields: Fields,
  body: Uint8Array,
): Promise<NotificationOutcome> {
  const now = context.clock.now();
  return await context.database.transaction(async (queries) => {
    const found = await recognize(queries, app, fields);
    const result = 'reason' in found ? found : await apply(queries, found.order, found.facts, fields, now);
    const orderId = 'order' in found ? found.order.id : null;
    const { outcome, reason } = result;
    await recordNotification(queries, { appId: app.id, orderId, outcome, reason, fields, body }, now);
    if (outcome === 'refused') context.log.error({ appId: String(app.id), reason }, 'notification refused');
    return outcome;
  });
}

type Refused = { readonly outcome: 'refused'; readonly reason: string };

/** Finds out what a verified notification is about; whatever is not ours is refused by name. */
async function recognize(
  queries: Queries,
  app: Merchant['app'],
  fields: Fields,
): Promise<{ readonly order: Order; readonly facts: TradeFacts } | Refused> {
  if (app.sellerId !== null && fields.seller_id !== app.sellerId) {
    return refused(`seller_id is ${fields.seller_id ?? 'missing'}, but the app's is ${app.sellerId}.`);
  }
  try {
    const facts = factsOfNotification(fields);
    const order = await findOrder(queries, app.id, facts.orderNo);
    return order === undefined ? refused(`There is no order ${facts.orderNo} in this app.`) : { order, facts };
  } catch (error) {
    if (error instanceof TradeFactsError) return refused(error.message);
    throw error;
  }
}

async function apply(
  queries: Queries,
  order: Order,
  facts: TradeFacts,
  fields: Fields,
  now: number,
): Promise<{ readonly outcome: NotificationOutcome; readonly reason: string | null }> {
  const result = await recordTrade(queries, order.id, facts, now);
  if (result.outcome === 'refused') return refused(`${result.reason}.`);
  // It tells of a refund, but only the refund query decides: have it asked now.
  if (fields.out_biz_no) await makeRefundDue(queries, { orderId: order.id, requestNo: fields.out_biz_no, now });
  if (result.outcome === 'unchanged') return { outcome: 'repeated', reason: null };
  const isLate = result.events.includes('order.payment_after_close');
  return { outcome: 'applied', reason: isLate ? result.order.note : null };
}

async function keepUnverified(
  context: Context,
  strangers: StrangerAllowance,
  appId: bigint | null,
  body: Uint8Array,
  reason: string,
): Promise<NotificationOutcome> {
  const outcome = 'unverified';
  if (!strangers.take()) return outcome;
  const kept = {
    appId,
    orderId: null,
    outcome,
    // A stranger may have written parts of it; PostgreSQL takes no NUL in a text.
    reason: reason.replaceAll('\0', '').slice(0, REASON_LENGTH_MAX),
    fields: {},
    body: body.subarray(0, UNVERIFIED_BODY_MAX_BYTES),
  } as const;
  await recordNotification(context.database.queries, kept, context.clock.now());
  context.log.warn({ appId: String(appId), reason: kept.reason }, 'notification not verified');
  return outcome;
}

function refused(reason: string): Refused {
  return { outcome: 'refused', reason };
}
