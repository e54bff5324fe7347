import { AlipayNotificationError } from '@till/alipay';
import { Hono } from 'hono';
import { alipay, handlers, urls } from '../page-pay-shop/alipay.ts';
import { orders } from '../page-pay-shop/orders.ts';

const shop = new Hono();

shop.get('/', (context) => {
  return context.html('<form method="post" action="/pay"><button>Buy Longjing tea, 88.88 yuan</button></form>');
});

shop.post('/pay', (context) => {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  return context.html(alipay.pageForm('alipay.trade.page.pay', trade, urls));
});

shop.post('/alipay/notify', (context) => alipay.handleNotification(context.req.raw, handlers));

shop.get('/alipay/return', async (context) => {
  const { out_trade_no = '' } = alipay.verifyReturn(context.req.url);
  const { trade_status } = await alipay.execute('alipay.trade.query', { out_trade_no });
  const isPaid = trade_status === 'TRADE_SUCCESS' || trade_status === 'TRADE_FINISHED';
  return context.text(`Order ${out_trade_no} is ${isPaid ? 'paid' : 'not paid yet'}.`);
});

shop.onError((error) => {
  if (!(error instanceof AlipayNotificationError)) throw error;
  return new Response('This does not come from Alipay.', { status: 400 });
});

export default shop;
