import type { FastifyReply } from 'fastify';
import type { Shop } from './demo-shop.ts';
import { type Item, subjectOf } from './goods.ts';
import type { Locale } from './locale.ts';
import { renderHandover } from './message-page.ts';
import { sendHandover } from './page-reply.ts';
import type { TillProblem, Way } from './till-api.ts';
import { rememberOrder } from './visit.ts';

interface Purchase {
  readonly locale: Locale;
  readonly item: Item;
  readonly way: Way;
  readonly orderNo: string;
}

/**
 * Has Till create the order, or make a fresh form for it, and sends the buyer off to pay. When Till will not, nothing
 * has been sent and the reason comes back.
 */
export async function goToCashier(
  reply: FastifyReply,
  shop: Shop,
  { locale, item, way, orderNo }: Purchase,
): Promise<{ problem: TillProblem; err: string } | undefined> {
  const order = { orderNo, amount: item.priceYuan, subject: subjectOf(item), returnUrl: shop.returnUrl() };
  const answer = await shop.till.createOrder(way, order);
  if (!answer.ok) return answer;
  rememberOrder(reply, shop.base, orderNo);
  sendHandover(reply, renderHandover({ locale, base: shop.base }, answer.data), answer.data);
  return undefined;
}

export function isWay(text: string): text is Way {
  return text === 'page' || text === 'wap';
}
