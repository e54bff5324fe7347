import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Shop } from './demo-shop.ts';
import { goToCashier, isWay } from './go-to-cashier.ts';
import { findItem } from './goods.ts';
import { renderMessage } from './message-page.ts';
import { sendPage } from './page-reply.ts';
import { explain } from './problem.ts';
import { renderShopWindow } from './shop-window.ts';
import { texts } from './texts.ts';
import { fieldOf, leaveNotice, rememberedOrder, visitorLocale } from './visit.ts';

/** The shop window, buying, and coming back from the cashier. */
export function shopRoutes(http: FastifyInstance, shop: Shop): void {
  const { base, numbers, till, clock } = shop;

  http.get('/', (request, reply) => {
    const locale = visitorLocale(request, reply, base);
    return sendPage(reply, renderShopWindow({ locale, base }, findItem(fieldOf(request.query, 'item') ?? '')));
  });

  http.post('/orders', async (request, reply) => {
    const locale = visitorLocale(request, reply, base);
    const say = texts[locale];
    const item = findItem(fieldOf(request.body, 'item') ?? '');
    const way = fieldOf(request.body, 'way') ?? 'page';
    if (item === undefined) return sendPage(reply.code(404), renderMessage({ locale, base }, say.errors.noItem));
    if (!isWay(way)) return sendPage(reply.code(400), renderMessage({ locale, base }, say.errors.badRequest));
    const failure = await goToCashier(reply, shop, { locale, item, way, orderNo: numbers.create(item, clock.now()) });
    if (failure === undefined) return reply;
    const detail = explain(say, failure.problem, failure.err);
    return sendPage(reply.code(502), renderMessage({ locale, base }, say.notices.pay_failed, detail));
  });

  /** The return proves nothing about payment: it is passed on to be checked, and the order page asks for the truth. */
  http.get('/return', async (request, reply) => {
    const params = textsOf(request.query);
    if (Object.keys(params).length === 0) return reply.redirect(homeOf(request), 303);
    const orderNo = params.out_trade_no ?? '';
    if (numbers.read(orderNo) === undefined) {
      const locale = visitorLocale(request, reply, base);
      return sendPage(reply.code(404), renderMessage({ locale, base }, texts[locale].errors.noOrder));
    }
    const answer = await till.confirmReturn(params);
    const orderPath = `${base}/orders/${orderNo}`;
    leaveNotice(reply, orderPath, { kind: answer.ok ? 'returned' : 'return_unverified' });
    return reply.redirect(orderPath, 303);
  });

  /** Where a buyer goes who turned back at the mobile cashier: it sends them to the bare return address. */
  function homeOf(request: FastifyRequest): string {
    const orderNo = rememberedOrder(request);
    return numbers.read(orderNo) === undefined ? `${base}/` : `${base}/orders/${orderNo}`;
  }
}

function textsOf(query: unknown): Record<string, string> {
  if (typeof query !== 'object' || query === null) return {};
  return Object.fromEntries(Object.entries(query).filter(([, value]) => typeof value === 'string'));
}
