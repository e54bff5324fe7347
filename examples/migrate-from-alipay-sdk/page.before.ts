import type { AlipaySdk } from 'alipay-sdk';

const METHOD = 'alipay.trade.page.pay';

/** A form and a url: `POST` and `GET`. */
export function payPages(alipay: AlipaySdk, outTradeNo: string, notifyUrl: string, returnUrl: string) {
  const bizContent = { outTradeNo, totalAmount: '88.88', subject: '龙井茶', productCode: 'FAST_INSTANT_TRADE_PAY' };
  return {
    form: alipay.pageExecute(METHOD, 'POST', { bizContent, notifyUrl, returnUrl }),
    url: alipay.pageExecute(METHOD, 'GET', { bizContent, notifyUrl, returnUrl }),
  };
}
