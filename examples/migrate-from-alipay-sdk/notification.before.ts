import type { AlipaySdk } from 'alipay-sdk';

/** What the shop knows of an order, and does once it is paid. */
export interface Shop {
  amountOf(outTradeNo: string): Promise<string | undefined>;
  markPaid(outTradeNo: string): Promise<void>;
}

/** `body` is what a body parser made of the request. */
export async function receive(alipay: AlipaySdk, body: Record<string, string>, shop: Shop): Promise<string> {
  if (!alipay.checkNotifySignV2(body)) return 'failure';
  const { app_id, out_trade_no = '', total_amount, trade_status } = body;
  const isOurs = app_id === alipay.config.appId && total_amount === (await shop.amountOf(out_trade_no));
  if (!isOurs) return 'failure';
  if (trade_status === 'TRADE_SUCCESS' || trade_status === 'TRADE_FINISHED') await shop.markPaid(out_trade_no);
  return 'success';
}
