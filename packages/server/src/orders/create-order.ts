import { type Fen, formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { checkReturnUrl } from '../apps/app-values.ts';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { FIRST_CHECK_MS } from './check-schedule.ts';
import type { Order } from './order.ts';
import { findOrder, insertOrder } from './order-store.ts';

/** The kinds of cashier a browser can be sent to. */
export type Cashier = 'page' | 'wap';

export interface OrderRequest {
  readonly orderNo: string;
  readonly amountFen: Fen;
  readonly subject: string;
  /** Where the buyer returns to; without it, the app's own page. */
  readonly returnUrl?: string;
}

const PRODUCTS = {
  page: { method: 'alipay.trade.page.pay', productCode: 'FAST_INSTANT_TRADE_PAY' },
  wap: { method: 'alipay.trade.wap.pay', productCode: 'QUICK_WAP_WAY' },
} as const;

/**
 * Creates an order, or finds the same one again, and returns the signed form that takes a browser to Alipay's cashier.
 * @throws {Refusal} `conflict` if the order exists with another amount or subject, or can no longer be paid.
 * @see https://opendocs.alipay.com/open/028r8t (page pay), https://opendocs.alipay.com/open/02ivbs (wap pay)
 */
export async function createOrder(
  context: Context,
  merchant: Merchant,
  cashier: Cashier,
  request: OrderRequest,
): Promise<string> {
  const returnUrl = request.returnUrl ? checkReturnUrl(request.returnUrl) : merchant.app.returnUrl;
  const order = await storeOrder(context, merchant, request);
  refuseUnpayable(order, request, context.clock.now());
  return cashierForm(context, merchant, cashier, order, returnUrl);
}

/** The order is stored before its form leaves: from now on we watch it, whatever becomes of the answer. */
async function storeOrder(context: Context, merchant: Merchant, request: OrderRequest): Promise<Order> {
  const { queries } = context.database;
  const now = context.clock.now();
  const { id: appId, orderLifetimeMs } = merchant.app;
  const { orderNo, amountFen, subject } = request;
  const expiresAt = now + orderLifetimeMs;
  const created = await insertOrder(
    queries,
    { appId, orderNo, amountFen, subject, expiresAt, nextCheckAt: now + FIRST_CHECK_MS },
    now,
  );
  const order = created ?? (await findOrder(queries, appId, orderNo));
  if (order === undefined) throw new Error(`Order ${orderNo} is neither new nor stored.`);
  return order;
}

function refuseUnpayable(order: Order, request: OrderRequest, now: number): void {
  const { orderNo } = request;
  switch (order.state) {
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      throw new Refusal('conflict', `Order ${orderNo}: order is already paid. Use a new orderNo for another payment.`);
    case 'TRADE_CLOSED':
      throw new Refusal('conflict', `Order ${orderNo}: order is closed. Use a new orderNo.`);
    case 'WAIT_BUYER_PAY':
      break;
  }
  if (order.amountFen !== request.amountFen) {
    const [ours, theirs] = [formatYuan(order.amountFen), formatYuan(request.amountFen)];
    throw new Refusal('conflict', `Order ${orderNo}: order exists with another amount, ${ours} instead of ${theirs}.`);
  }
  if (order.subject !== request.subject) {
    throw new Refusal(
      'conflict',
      `Order ${orderNo}: order exists with another subject, ${JSON.stringify(order.subject)}.`,
    );
  }
  if (now >= order.expiresAt) {
    const when = formatBeijing(order.expiresAt);
    throw new Refusal('conflict', `Order ${orderNo}: order has expired at ${when} (Beijing time). Use a new orderNo.`);
  }
}

function cashierForm(
  context: Context,
  { app, alipay }: Merchant,
  cashier: Cashier,
  order: Order,
  returnUrl: string | null,
): string {
  const { method, productCode } = PRODUCTS[cashier];
  const bizContent = {
    out_trade_no: order.orderNo,
    product_code: productCode,
    // Where a buyer lands who gives up on the mobile cashier.
    ...(cashier === 'wap' && returnUrl !== null && { quit_url: returnUrl }),
    subject: order.subject,
    // Alipay then refuses a payment that would come after we have closed the order.
    time_expire: formatBeijing(order.expiresAt),
    total_amount: formatYuan(order.amountFen),
  };
  return alipay.pageForm(method, bizContent, {
    notifyUrl: `${context.publicUrl()}/api/Alipay/${app.id}/Notify`,
    ...(returnUrl !== null && { returnUrl }),
  });
}
