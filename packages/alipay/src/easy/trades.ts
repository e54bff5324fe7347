import type { EasyCall } from './easy-call.ts';
import { isNotification } from './parsed-notification.ts';

type OutTradeNo = string | null | undefined;

/**
 * 通用接口 Common. Amounts are decimal strings in yuan.
 *
 * Where Alipay takes its own number instead, leave the order number out and give `optional('trade_no', tradeNo)`.
 */
export const trades = (call: EasyCall) => ({
  /** Makes a trade for a known buyer. `alipay.trade.create` */
  create: (subject: string, outTradeNo: string, totalAmount: string, buyerId: string) =>
    call.execute('alipay.trade.create', {
      subject,
      out_trade_no: outTradeNo,
      total_amount: totalAmount,
      buyer_id: buyerId,
    }),

  /** How a trade stands: look at `trade_status`, not at `code`. `alipay.trade.query` */
  query: (outTradeNo: OutTradeNo) => call.execute('alipay.trade.query', { out_trade_no: outTradeNo }),

  /**
   * Gives money back. A part needs `optional('out_request_no', number)`; repeat an uncertain refund with the same
   * number, never with another. `alipay.trade.refund`
   */
  refund: (outTradeNo: OutTradeNo, refundAmount: string) =>
    call.execute('alipay.trade.refund', { out_trade_no: outTradeNo, refund_amount: refundAmount }),

  /** Closes a trade that nobody has paid. `alipay.trade.close` */
  close: (outTradeNo: OutTradeNo) => call.execute('alipay.trade.close', { out_trade_no: outTradeNo }),

  /** Undoes a trade whose outcome is not known: closes or refunds it. `alipay.trade.cancel` */
  cancel: (outTradeNo: OutTradeNo) => call.execute('alipay.trade.cancel', { out_trade_no: outTradeNo }),

  /** How a refund stands; it is done if `refund_status` says so. `alipay.trade.fastpay.refund.query` */
  queryRefund: (outTradeNo: OutTradeNo, outRequestNo: string) =>
    call.execute('alipay.trade.fastpay.refund.query', { out_trade_no: outTradeNo, out_request_no: outRequestNo }),

  /**
   * Where a bill can be downloaded, for 30 seconds. `billType`: `trade` or `signcustomer`; `billDate`: `yyyy-MM-dd` or
   * `yyyy-MM`. `alipay.data.dataservice.bill.downloadurl.query`
   */
  downloadBill: (billType: string, billDate: string) =>
    call.execute('alipay.data.dataservice.bill.downloadurl.query', { bill_type: billType, bill_date: billDate }),

  /**
   * Whether all of a notification's parameters, parsed, are as Alipay signed them for this app. Checks signature,
   * algorithm and `app_id`; order number, amount and seller are yours to check.
   *
   * Frameworks sometimes alter parameters when they parse them: `alipay.verifyNotification(rawBody)` is surer, and says
   * why it refuses.
   */
  verifyNotify: (parameters: Readonly<Record<string, string>>): boolean => isNotification(call.client, parameters),
});
