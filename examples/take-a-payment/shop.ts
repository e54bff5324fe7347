import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Alipay, PRODUCTION_GATEWAY } from '@till/alipay';

const { ALIPAY_APP_ID = '', ALIPAY_PRIVATE_KEY = '', ALIPAY_PUBLIC_KEY = '', ALIPAY_GATEWAY, SHOP_URL } = process.env;
const shop = new URL(SHOP_URL ?? 'http://127.0.0.1:8080');
const alipay = new Alipay({
  appId: ALIPAY_APP_ID,
  privateKey: ALIPAY_PRIVATE_KEY,
  alipayPublicKey: ALIPAY_PUBLIC_KEY,
  gateway: ALIPAY_GATEWAY ?? PRODUCTION_GATEWAY,
});
const order = { out_trade_no: 'T1001', total_amount: '88.88', subject: '龙井茶 Longjing tea' };

async function answer(path: string, query: URLSearchParams, request: IncomingMessage): Promise<string> {
  if (path === '/pay') {
    const trade = { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' };
    return alipay.pageForm('alipay.trade.page.pay', trade, { notifyUrl: `${shop}notify`, returnUrl: `${shop}done` });
  }
  if (path === '/notify') {
    const trade = alipay.verifyNotification(await buffer(request));
    const isOurs = trade.out_trade_no === order.out_trade_no && trade.total_amount === order.total_amount;
    if (isOurs) console.log(`${trade.out_trade_no} is ${trade.trade_status}`); // Store it before answering.
    return isOurs ? 'success' : 'failure';
  }
  const { out_trade_no = '' } = alipay.verifyReturn(query);
  const trade = await alipay.execute('alipay.trade.query', { out_trade_no });
  return `${out_trade_no} is ${trade.trade_status}`;
}

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', shop);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  answer(pathname, searchParams, request).then(
    (text) => response.end(text),
    (error: Error) => response.writeHead(400).end(error.message),
  );
}).listen(Number(shop.port), shop.hostname);
