import type { Alipay, NotificationHandlers } from '@till/alipay';
import express, { type Express } from 'express';

/** Takes Alipay's notifications on Express. */
export function createShop(alipay: Alipay, handlers: NotificationHandlers): Express {
  const shop = express();
  // Mounted before any body parser: the signature is over the body as received.
  shop.post('/alipay/notify', alipay.notificationListener(handlers));
  return shop;
}
