import type { Alipay, NotificationHandlers } from '@till/alipay';
import Koa from 'koa';

/** Takes Alipay's notifications on Koa. */
export function createShop(alipay: Alipay, handlers: NotificationHandlers): Koa {
  const shop = new Koa();
  // Mounted before any body parser: the signature is over the body as received.
  shop.use(async (context, next) => {
    if (context.method !== 'POST' || context.path !== '/alipay/notify') return next();
    const { answer, status } = await alipay.receiveNotification(context.req, handlers);
    Object.assign(context, { status, body: answer });
  });
  return shop;
}
