import { orderPage } from '../open-cashier.ts';

/** `alipay.trade.app.pay`: the buyer pays in the Alipay app; a page for phones stands in for it. */
export const appPay = orderPage({
  productCode: 'QUICK_MSECURITY_PAY',
  isOptional: true,
  page: '/m',
  timeoutFrom: 'trade',
});
