import { Alipay, optionsFromEnvironment } from '@till/alipay';
import { Hono } from 'hono';
import { orders } from '../../page-pay-shop/orders.ts';

const alipay = new Alipay(optionsFromEnvironment());
const shop = new Hono();

shop.post('/pay', (context) => {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  return context.html(alipay.pageForm('alipay.trade.page.pay', trade));
});

shop.mount('/notify', alipay.notificationRoute({ findOrder: orders.find, on: { 'trade.paid': orders.markPaid } }));

shop.get('/return', async (context) => {
  const { outTradeNo, isPaid } = await alipay.returnedTrade(context.req.url);
  return context.text(`Order ${outTradeNo} is ${isPaid ? 'paid' : 'not paid yet'}.`);
});

export default shop;
