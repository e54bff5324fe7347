import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { isHeld, unsettledFen } from './settling.ts';
import { refundedFen, type Trade } from './trade.ts';

/** A trade in Alipay's own names: amounts in yuan with two decimals, times `yyyy-MM-dd HH:mm:ss` in Beijing. */
export interface TradeFields {
  trade_no: string;
  out_trade_no: string;
  app_id: string;
  seller_id: string;
  subject: string;
  body?: string;
  total_amount: string;
  product_code: string;
  trade_status: string;
  buyer_id?: string;
  buyer_logon_id?: string;
  gmt_create: string;
  gmt_payment?: string;
  gmt_close?: string;
  time_expire: string;
  /** The sum of all refunds. */
  refund_fee: string;
  /** What waits to be settled; only of payments that are settled by periods. */
  unsettled_amount?: string;
  refunds: { out_request_no: string; refund_amount: string; gmt_refund: string; refund_reason?: string }[];
  notify_url?: string;
  return_url?: string;
  passback_params?: string;
}

export function tradeFields(trade: Trade): TradeFields {
  const { terms, contact, payment, closing } = trade;
  return {
    trade_no: trade.tradeNo,
    out_trade_no: terms.outTradeNo,
    app_id: trade.appId,
    seller_id: trade.sellerId,
    subject: terms.subject,
    ...(terms.body === undefined ? {} : { body: terms.body }),
    total_amount: formatYuan(terms.totalFen),
    product_code: terms.productCode,
    trade_status: trade.status,
    ...(payment === undefined ? {} : { buyer_id: payment.buyerId, buyer_logon_id: payment.buyerLogonId }),
    gmt_create: formatBeijing(trade.createdAt),
    ...(payment === undefined ? {} : { gmt_payment: formatBeijing(payment.at) }),
    ...(closing === undefined ? {} : { gmt_close: formatBeijing(closing.at) }),
    time_expire: formatBeijing(trade.expiresAt),
    refund_fee: formatYuan(refundedFen(trade)),
    ...(isHeld(trade) ? { unsettled_amount: formatYuan(unsettledFen(trade)) } : {}),
    refunds: trade.refunds.map((refund) => ({
      out_request_no: refund.outRequestNo,
      refund_amount: formatYuan(refund.amountFen),
      gmt_refund: formatBeijing(refund.at),
      ...(refund.reason === undefined ? {} : { refund_reason: refund.reason }),
    })),
    ...(contact.notifyUrl === undefined ? {} : { notify_url: contact.notifyUrl }),
    ...(contact.returnUrl === undefined ? {} : { return_url: contact.returnUrl }),
    ...(contact.passbackParams === undefined ? {} : { passback_params: contact.passbackParams }),
  };
}
