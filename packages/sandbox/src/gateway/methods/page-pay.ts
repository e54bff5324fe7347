import { orderPage } from '../open-cashier.ts';

/** `alipay.trade.page.pay`: the buyer pays in a desktop browser. */
export const pagePay = orderPage({
  productCode: 'FAST_INSTANT_TRADE_PAY',
  page: '',
  timeoutFrom: 'request',
});
