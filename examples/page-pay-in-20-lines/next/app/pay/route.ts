import { orders } from '../../../../page-pay-shop/orders.ts';
import { alipay } from '../alipay.ts';

export function POST(): Response {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  return new Response(alipay.pageForm('alipay.trade.page.pay', trade), { headers: { 'content-type': 'text/html' } });
}
