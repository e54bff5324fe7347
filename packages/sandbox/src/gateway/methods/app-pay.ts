import { orderPage } from '../open-cashier.ts';

/** `alipay.trade.app.pay`: the buyer pays in the Alipay app; a page for phones stands in for it. */
export const appPay = orderPage({
  productCode: 'QUICK_MSECURITY_PAY',
  // Paying and signing for a subscription at once.
  others: ['CYCLE_PAY_AUTH'],
  isOptional: true,
  page: '/m',
  timeoutFrom: 'trade',
});
