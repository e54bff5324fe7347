import type { Alipay } from '@till/alipay';

const METHOD = 'alipay.trade.page.pay';

export function payPages(alipay: Alipay, outTradeNo: string, notifyUrl: string, returnUrl: string) {
  const product = { subject: '龙井茶', product_code: 'FAST_INSTANT_TRADE_PAY' };
  const trade = { out_trade_no: outTradeNo, total_amount: '88.88', ...product };
  return {
    form: alipay.pageForm(METHOD, trade, { notifyUrl, returnUrl }),
    url: alipay.pageUrl(METHOD, trade, { notifyUrl, returnUrl }),
  };
}
