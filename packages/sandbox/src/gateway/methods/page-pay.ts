import type { PageMethod } from '../call.ts';

/** `alipay.trade.page.pay`: the buyer pays in a desktop browser. */
export const pagePay: PageMethod = {
  kind: 'page',
  productCode: 'FAST_INSTANT_TRADE_PAY',
  page: '',
  timeoutFrom: 'request',
};
