import { orderPage } from '../open-cashier.ts';

/** `alipay.trade.wap.pay`: the buyer pays in a phone's browser. */
export const wapPay = orderPage({
  productCode: 'QUICK_WAP_WAY',
  // What yansongda/pay, jeepay and python-alipay-sdk send.
  others: ['QUICK_WAP_PAY'],
  page: '/m',
  timeoutFrom: 'trade',
});
