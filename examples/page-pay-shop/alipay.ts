import { Alipay, type NotificationHandlers, PRODUCTION_GATEWAY } from '@till/alipay';
import { orders } from './orders.ts';

const { ALIPAY_APP_ID = '', ALIPAY_PRIVATE_KEY = '', ALIPAY_PUBLIC_KEY = '', ALIPAY_GATEWAY } = process.env;

/** One client for the whole program. It reads the keys once, and tells at once if one of them cannot be right. */
export const alipay = new Alipay({
  appId: ALIPAY_APP_ID,
  privateKey: ALIPAY_PRIVATE_KEY,
  alipayPublicKey: ALIPAY_PUBLIC_KEY,
  gateway: ALIPAY_GATEWAY ?? PRODUCTION_GATEWAY,
});

const { SHOP_URL = 'http://127.0.0.1:8080' } = process.env;

/** Where Alipay tells the shop of a payment, and where it sends the buyer back to. */
export const urls = { notifyUrl: `${SHOP_URL}/alipay/notify`, returnUrl: `${SHOP_URL}/alipay/return` };

/** What to do with Alipay's messages, once their signature, app, order and amount have been checked. */
export const handlers: NotificationHandlers = {
  findOrder: (outTradeNo) => orders.find(outTradeNo),
  on: { 'trade.paid': ({ outTradeNo, tradeNo }) => orders.markPaid(outTradeNo, tradeNo) },
};
