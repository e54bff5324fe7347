import type { Alipay, NotificationHandlers } from '@till/alipay';
import { Hono } from 'hono';

/** Takes Alipay's notifications on Hono, wherever it runs. */
export function createShop(alipay: Alipay, handlers: NotificationHandlers): Hono {
  const shop = new Hono();
  shop.post('/alipay/notify', (context) => alipay.handleNotification(context.req.raw, handlers));
  return shop;
}
