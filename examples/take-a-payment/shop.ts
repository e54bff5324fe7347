import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Alipay, optionsFromEnvironment } from '@till/alipay';

const alipay = new Alipay(optionsFromEnvironment());
const order = { out_trade_no: 'T1001', total_amount: '88.88', subject: '龙井茶 Longjing tea' };

const hear = alipay.notificationListener({
  findOrder: (outTradeNo) => (outTradeNo === order.out_trade_no ? { amountFen: 8888n } : undefined),
  on: { 'trade.paid': ({ outTradeNo, status }) => console.log(`${outTradeNo} is ${status}`) }, // Store it here.
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/notify') return hear(request, response);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (request.url === '/pay') {
    const trade = { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' };
    response.end(alipay.pageForm('alipay.trade.page.pay', trade));
  } else {
    const { outTradeNo, status } = await alipay.returnedTrade(request.url ?? '');
    response.end(`${outTradeNo} is ${status}`);
  }
}

createServer((request, response) => {
  serve(request, response).catch((error: Error) => response.writeHead(400).end(error.message));
}).listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
