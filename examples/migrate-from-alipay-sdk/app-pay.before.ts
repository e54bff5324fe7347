import type { AlipaySdk } from 'alipay-sdk';

export function appPay(alipay: AlipaySdk, outTradeNo: string, notifyUrl: string): string {
  const bizContent = { outTradeNo, totalAmount: '88.88', subject: '龙井茶', productCode: 'QUICK_MSECURITY_PAY' };
  return alipay.sdkExecute('alipay.trade.app.pay', { bizContent, notifyUrl });
}
