import type { Alipay } from '@till/alipay';
import { formatBeijing } from '@till/alipay/time';

/** What the shop sells. The order number is the shop's own, and never used for anything else. */
export interface Order {
  readonly outTradeNo: string;
  readonly subject: string;
  /** Yuan, with two decimals: `88.88`. */
  readonly totalAmount: string;
  /** Epoch milliseconds after which nobody can pay any more. */
  readonly expiresAt: number;
}

/** Where Alipay tells the shop's server of the payment, and where it sends the buyer's browser back to. */
export interface ShopUrls {
  readonly notifyUrl: string;
  readonly returnUrl: string;
}

/** The form that takes the buyer to the cashier: answer it as text/html, and the browser posts it at once. */
export function payOnPage(alipay: Alipay, order: Order, { notifyUrl, returnUrl }: ShopUrls): string {
  const trade = {
    out_trade_no: order.outTradeNo,
    total_amount: order.totalAmount,
    subject: order.subject,
    product_code: 'FAST_INSTANT_TRADE_PAY',
    time_expire: formatBeijing(order.expiresAt),
  } as const;
  return alipay.pageForm('alipay.trade.page.pay', trade, { notifyUrl, returnUrl });
}
