import type { PageMethod } from '../call.ts';

/** `alipay.trade.wap.pay`: the buyer pays in a phone's browser. */
export const wapPay: PageMethod = {
  kind: 'page',
  productCode: 'QUICK_WAP_WAY',
  page: '/m',
  timeoutFrom: 'trade',
};
