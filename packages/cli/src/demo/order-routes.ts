import { formatYuan, parseYuan } from '@till/alipay/money';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Shop } from './demo-shop.ts';
import { goToCashier, isWay } from './go-to-cashier.ts';
import type { OrderView } from './live-order.ts';
import { renderMessage } from './message-page.ts';
import type { OrderFacts } from './order-number.ts';
import { type Notice, orderUpdate, renderOrderPage } from './order-page.ts';
import { amountOf, progressOf } from './order-progress.ts';
import { sendPage } from './page-reply.ts';
import { explain } from './problem.ts';
import { texts } from './texts.ts';
import { fieldOf, leaveNotice, rememberedRefund, rememberRefund, takeNotice, visitorLocale } from './visit.ts';

/** One visit to one order of ours. */
interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly locale: 'zh' | 'en';
  readonly orderNo: string;
  readonly orderPath: string;
  readonly order: OrderFacts;
}

/** The order page, its news, paying again and refunds. */
export function orderRoutes(http: FastifyInstance, shop: Shop): void {
  const visiting = (handle: (visit: Visit) => Promise<FastifyReply>) => visitOrder(shop, handle);
  http.get(
    '/orders/:orderNo',
    visiting((visit) => showOrder(visit, shop)),
  );
  http.get(
    '/orders/:orderNo/state',
    visiting(async (visit) =>
      visit.reply.header('cache-control', 'no-store').send(orderUpdate(await viewOrder(visit, shop))),
    ),
  );
  http.post(
    '/orders/:orderNo/pay',
    visiting((visit) => payAgain(visit, shop)),
  );
  http.post(
    '/orders/:orderNo/refund',
    visiting((visit) => refundOrder(visit, shop)),
  );
}

function visitOrder(shop: Shop, handle: (visit: Visit) => Promise<FastifyReply>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { base, numbers } = shop;
    const locale = visitorLocale(request, reply, base);
    const orderNo = fieldOf(request.params, 'orderNo') ?? '';
    const order = numbers.read(orderNo);
    if (order === undefined)
      return sendPage(reply.code(404), renderMessage({ locale, base }, texts[locale].errors.noOrder));
    return handle({ request, reply, locale, orderNo, orderPath: `${base}/orders/${orderNo}`, order });
  };
}

async function viewOrder({ request, locale, orderNo, order }: Visit, { base, clock, till }: Shop): Promise<OrderView> {
  const answer = await till.orderDetail(orderNo);
  const { createdAtMs, item } = order;
  const refundedFen = rememberedRefund(request);
  const known = { priceFen: parseYuan(item.priceYuan), createdAtMs, nowMs: clock.now(), refundedFen };
  return { locale, base, orderNo, createdAtMs, progress: progressOf(answer, known), envelope: answer.envelope };
}

async function showOrder(visit: Visit, shop: Shop): Promise<FastifyReply> {
  const { request, reply, locale, orderPath, order } = visit;
  const view = await viewOrder(visit, shop);
  const notice = takeNotice(request, reply, orderPath);
  return sendPage(
    reply,
    renderOrderPage({ locale, base: shop.base, item: order.item, appId: shop.appId, view, notice }),
  );
}

async function payAgain(visit: Visit, shop: Shop): Promise<FastifyReply> {
  const { request, reply, locale, orderNo, order } = visit;
  const way = fieldOf(request.body, 'way') ?? 'page';
  const failure = isWay(way) ? await goToCashier(reply, shop, { locale, item: order.item, way, orderNo }) : undefined;
  if (isWay(way) && failure === undefined) return reply;
  const detail = failure && explain(texts[locale], failure.problem, failure.err);
  return backToOrder(visit, { kind: 'pay_failed', ...(detail && { detail }) });
}

/**
 * Refunds once for each amount and each sum refunded before it: that pair is the request number, so a double click, a
 * reload after a broken connection and a repeat of an unknown outcome are all the same refund to Till.
 */
async function refundOrder(visit: Visit, shop: Shop): Promise<FastifyReply> {
  const { request, reply, locale, orderNo, orderPath } = visit;
  const amountFen = amountOf(fieldOf(request.body, 'amount')?.trim());
  const beforeFen = amountOf(fieldOf(request.body, 'refunded') ?? '0');
  if (amountFen === undefined || amountFen === 0n || beforeFen === undefined)
    return backToOrder(visit, { kind: 'bad_amount' });
  const requestNo = `r${beforeFen}a${amountFen}`;
  const answer = await shop.till.refund({ orderNo, amount: formatYuan(amountFen), requestNo });
  if (!answer.ok) {
    const detail = explain(texts[locale], answer.problem, answer.err);
    return backToOrder(visit, { kind: 'refund_failed', detail });
  }
  // The answer to a repeated refund tells the sum of its own time: what is known to be refunded never shrinks.
  const toldFen = amountOf(answer.data.refundFee) ?? beforeFen + amountFen;
  const knownFen = rememberedRefund(request);
  rememberRefund(reply, orderPath, toldFen > knownFen ? toldFen : knownFen);
  return backToOrder(visit, { kind: 'refunded', detail: `¥${formatYuan(amountFen)}` });
}

/** Redirects, so that a reload repeats nothing. */
function backToOrder({ reply, orderPath }: Visit, notice: Notice): FastifyReply {
  leaveNotice(reply, orderPath, notice);
  return reply.redirect(orderPath, 303);
}
