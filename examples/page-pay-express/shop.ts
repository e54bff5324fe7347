import { AlipayNotificationError } from '@till/alipay';
import express, { type ErrorRequestHandler } from 'express';
import { alipay, handlers } from '../page-pay-shop/alipay.ts';
import { orders } from '../page-pay-shop/orders.ts';

const shop = express();

shop.get('/', (_, response) => {
  response.send('<form method="post" action="/pay"><button>Buy Longjing tea, 88.88 yuan</button></form>');
});

shop.post('/pay', (_, response) => {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  response.send(alipay.pageForm('alipay.trade.page.pay', trade));
});

// Before any body parser: the signature is over the body as received.
shop.post('/alipay/notify', alipay.notificationListener(handlers));

shop.get('/alipay/return', async (request, response) => {
  const { outTradeNo, isPaid } = await alipay.returnedTrade(request.url);
  response.type('text/plain').send(`Order ${outTradeNo} is ${isPaid ? 'paid' : 'not paid yet'}.`);
});

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof AlipayNotificationError)) return next(error);
  response.status(400).type('text/plain').send('This does not come from Alipay.');
};
shop.use(refuse);

shop.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
