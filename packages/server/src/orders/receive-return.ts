import { AlipayError, AlipayNotificationError } from '@till/alipay';
import { AmountError, parseYuan } from '@till/alipay/money';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { refreshOrder } from './check-order.ts';
import type { Order } from './order.ts';
import { findOrder, lockOrder, saveOrder } from './order-store.ts';

type Fields = Readonly<Record<string, string>>;

/** The buyer is waiting before the merchant's page, so the query behind it may not take long. */
const QUERY_TIMEOUT_MS = 3_000;

/** The parameters that Alipay appends to a return page. */
export const RETURN_FIELDS = [
  'charset',
  'out_trade_no',
  'method',
  'total_amount',
  'sign',
  'trade_no',
  'auth_app_id',
  'version',
  'app_id',
  'sign_type',
  'seller_id',
  'timestamp',
] as const;

/**
 * The buyer's browser came back. That proves nothing about payment; it is a good moment to ask Alipay.
 * @throws {Refusal} if the parameters are not Alipay's, or not about an order of this app.
 * @see https://opendocs.alipay.com/open/270/105902 (return_url)
 */
export async function receiveReturn(context: Context, merchant: Merchant, parameters: Fields): Promise<void> {
  const fields = verify(merchant, parameters);
  const order = await recognize(context, merchant, fields);
  await storeTradeNo(context, order, fields.trade_no);
  if (order.state !== 'WAIT_BUYER_PAY') return;
  try {
    const timeoutMs = Math.min(QUERY_TIMEOUT_MS, context.gatewayTimeoutMs);
    await refreshOrder(context, merchant, order, { timeoutMs });
  } catch (error) {
    if (!(error instanceof AlipayError)) throw error;
    context.log.warn({ err: error, orderNo: order.orderNo }, 'query after the return failed; the schedule asks again');
  }
}

/** The parameters that Alipay signed. Others on the return page's address are the merchant's own, and left out. */
function verify({ alipay }: Merchant, parameters: Fields): Fields {
  try {
    return alipay.verifyReturn(parameters);
  } catch (error) {
    if (!(error instanceof AlipayNotificationError)) throw error;
    throw new Refusal('invalid', `These parameters are not Alipay's: ${error.message}`, { cause: error });
  }
}

async function recognize(context: Context, { app }: Merchant, fields: Fields): Promise<Order> {
  if (app.sellerId !== null && fields.seller_id !== app.sellerId) {
    throw new Refusal('invalid', `seller_id is ${fields.seller_id ?? 'missing'}, but the app's is ${app.sellerId}.`);
  }
  const orderNo = fields.out_trade_no ?? '';
  const order = await findOrder(context.database.queries, app.id, orderNo);
  if (order === undefined) throw new Refusal('not_found', `There is no order ${orderNo} in this app.`);
  if (fields.total_amount !== undefined && !isAmount(fields.total_amount, order.amountFen)) {
    throw new Refusal('conflict', `Order ${orderNo}: total_amount ${fields.total_amount} is not the order's amount.`);
  }
  return order;
}

function isAmount(text: string, amountFen: bigint): boolean {
  try {
    return parseYuan(text) === amountFen;
  } catch (error) {
    if (error instanceof AmountError) return false;
    throw error;
  }
}

async function storeTradeNo(context: Context, { id, tradeNo }: Order, returned: string | undefined): Promise<void> {
  if (tradeNo !== null || !returned) return;
  await context.database.transaction(async (queries) => {
    const order = await lockOrder(queries, id);
    if (order.tradeNo === null) await saveOrder(queries, { ...order, tradeNo: returned }, context.clock.now());
  });
}
