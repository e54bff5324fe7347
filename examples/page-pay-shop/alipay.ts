import { Alipay, type NotificationHandlers, optionsFromEnvironment } from '@till/alipay';
import { orders } from './orders.ts';

/** One client for the whole program. It reads the keys once, and tells at once if one of them cannot be right. */
export const alipay = new Alipay(optionsFromEnvironment());

/** What to do with Alipay's messages, once their signature, app, order and amount have been checked. */
export const handlers: NotificationHandlers = {
  findOrder: orders.find,
  on: { 'trade.paid': orders.markPaid },
};
