import type { Alipay } from '@till/alipay';

export function appPay(alipay: Alipay, outTradeNo: string, notifyUrl: string): string {
  const product = { subject: '龙井茶', product_code: 'QUICK_MSECURITY_PAY' };
  const trade = { out_trade_no: outTradeNo, total_amount: '88.88', ...product };
  return alipay.orderString('alipay.trade.app.pay', trade, { notifyUrl });
}
