import { alipay } from '../../../page-pay-shop/alipay.ts';
import { orders } from '../../../page-pay-shop/orders.ts';

export function POST(): Response {
  const trade = { ...orders.create('龙井茶 Longjing tea', '88.88'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  const form = alipay.pageForm('alipay.trade.page.pay', trade);
  return new Response(form, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}
