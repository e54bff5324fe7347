import { AlipayNotificationError } from '@till/alipay';
import { Hono } from 'hono';
import { alipay, handlers } from '../page-pay-shop/alipay.ts';
import { orders } from '../page-pay-shop/orders.ts';

const shop = new Hono();

shop.get('/', (context) => {
  return context.html('<form method="post" action="/pay"><button>Buy Longjing tea, 88.88 yuan</button></form>');
});

shop.post('/pay', (context) => {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  return context.html(alipay.pageForm('alipay.trade.page.pay', trade));
});

shop.post('/alipay/notify', (context) => alipay.handleNotification(context.req.raw, handlers));

shop.get('/alipay/return', async (context) => {
  const { outTradeNo, isPaid } = await alipay.returnedTrade(context.req.url);
  return context.text(`Order ${outTradeNo} is ${isPaid ? 'paid' : 'not paid yet'}.`);
});

shop.onError((error) => {
  if (!(error instanceof AlipayNotificationError)) throw error;
  return new Response('This does not come from Alipay.', { status: 400 });
});

export default shop;
