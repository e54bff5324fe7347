import { Alipay, optionsFromEnvironment } from '@till/alipay';
import express from 'express';
import { orders } from '../../page-pay-shop/orders.ts';

const alipay = new Alipay(optionsFromEnvironment());
const shop = express();

shop.post('/pay', (_, response) => {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  response.send(alipay.pageForm('alipay.trade.page.pay', trade));
});

shop.post('/notify', alipay.notificationListener({ findOrder: orders.find, on: { 'trade.paid': orders.markPaid } }));

shop.get('/return', async (request, response) => {
  const { outTradeNo, isPaid } = await alipay.returnedTrade(request.url);
  response.send(`Order ${outTradeNo} is ${isPaid ? 'paid' : 'not paid yet'}.`);
});

shop.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
