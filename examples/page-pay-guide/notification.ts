import { type Alipay, AlipayNotificationError } from '@till/alipay';

/** What the shop needs to know and to do, to believe a notification. */
export interface Shop {
  readonly sellerId: string;
  /** The amount of an order, in yuan; undefined if it is not the shop's. */
  amountOf(outTradeNo: string): Promise<string | undefined>;
  /** Stores that the order is paid. Called again for the same order, it changes nothing. */
  markPaid(outTradeNo: string, tradeNo: string): Promise<void>;
}

/** Answers a notification: `success` only once what it says is stored, else Alipay sends it again. */
export async function receiveNotification(alipay: Alipay, rawBody: Uint8Array, shop: Shop): Promise<string> {
  try {
    const trade = alipay.verifyNotification(rawBody);
    const { out_trade_no: outTradeNo = '', trade_no: tradeNo = '', trade_status: status } = trade;
    const isOurs = trade.seller_id === shop.sellerId && trade.total_amount === (await shop.amountOf(outTradeNo));
    if (!isOurs) return 'failure';
    if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') await shop.markPaid(outTradeNo, tradeNo);
    return 'success';
  } catch (error) {
    if (error instanceof AlipayNotificationError) {
      console.warn(`Not Alipay's, or altered: ${error.message}`);
      return 'failure';
    }
    throw error;
  }
}
