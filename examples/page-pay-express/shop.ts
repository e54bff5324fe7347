import { AlipayNotificationError } from '@till/alipay';
import express, { type ErrorRequestHandler } from 'express';
import { alipay, handlers, urls } from '../page-pay-shop/alipay.ts';
import { orders } from '../page-pay-shop/orders.ts';

const shop = express();

shop.get('/', (_, response) => {
  response.send('<form method="post" action="/pay"><button>Buy Longjing tea, 88.88 yuan</button></form>');
});

shop.post('/pay', (_, response) => {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  response.send(alipay.pageForm('alipay.trade.page.pay', trade, urls));
});

// Before any body parser: the signature is over the body as received.
shop.post('/alipay/notify', async (request, response) => {
  const { answer, status } = await alipay.receiveNotification(request, handlers);
  response.status(status).type('text/plain').send(answer);
});

shop.get('/alipay/return', async (request, response) => {
  const { out_trade_no = '' } = alipay.verifyReturn(request.url);
  const { trade_status } = await alipay.execute('alipay.trade.query', { out_trade_no });
  const isPaid = trade_status === 'TRADE_SUCCESS' || trade_status === 'TRADE_FINISHED';
  response.type('text/plain').send(`Order ${out_trade_no} is ${isPaid ? 'paid' : 'not paid yet'}.`);
});

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof AlipayNotificationError)) return next(error);
  response.status(400).type('text/plain').send('This does not come from Alipay.');
};
shop.use(refuse);

shop.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
