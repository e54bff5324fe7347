import type { Refund } from '../refunds/refund.ts';
import { camelCaseNames } from './camel-case.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What callers find in an order's detail, absent or not. */
export const ORDER_DETAIL_FIELDS = [
  'alipayStoreId',
  'alipaySubMerchantId',
  'authTradePayMode',
  'bkagentRespInfo',
  'body',
  'buyerLogonId',
  'buyerOpenId',
  'buyerPayAmount',
  'buyerUserId',
  'buyerUserName',
  'buyerUserType',
  'chargeAmount',
  'chargeFlags',
  'chargeInfoList',
  'creditBizOrderId',
  'creditPayMode',
  'discountAmount',
  'discountGoodsDetail',
  'enterprisePayInfo',
  'extInfos',
  'fundBillList',
  'hbFqPayInfo',
  'hybAmount',
  'industrySepcDetail',
  'industrySepcDetailAcc',
  'industrySepcDetailGov',
  'invoiceAmount',
  'mdiscountAmount',
  'openId',
  'outTradeNo',
  'passbackParams',
  'payAmount',
  'payCurrency',
  'pointAmount',
  'receiptAmount',
  'receiptCurrencyType',
  'sendPayDate',
  'settleAmount',
  'settleCurrency',
  'settleTransRate',
  'settlementId',
  'storeId',
  'storeName',
  'subject',
  'terminalId',
  'totalAmount',
  'tradeNo',
  'tradeSettleInfo',
  'tradeStatus',
  'transCurrency',
  'transPayRate',
  'voucherDetailList',
] as const;

/** What callers find in a refund's answer, absent or not. */
export const REFUND_FIELDS = [
  'buyerLogonId',
  'buyerOpenId',
  'buyerUserId',
  'fundChange',
  'gmtRefundPay',
  'hasDepositBack',
  'openId',
  'outTradeNo',
  'presentRefundBuyerAmount',
  'presentRefundDiscountAmount',
  'presentRefundMdiscountAmount',
  'refundChargeAmount',
  'refundChargeInfoList',
  'refundCurrency',
  'refundDetailItemList',
  'refundFee',
  'refundHybAmount',
  'refundPresetPaytoolList',
  'refundSettlementId',
  'sendBackFee',
  'storeName',
  'tradeNo',
] as const;

/** Alipay's answer about a trade, as callers of `OrderDetail` know it. */
export function orderDetailOf(answer: Fields): Record<string, unknown> {
  return complete(ORDER_DETAIL_FIELDS, answer);
}

/** A succeeded refund, as callers of `OrderRefund` know it; `body` is the gateway's raw answer. */
export function refundAnswerOf(refund: Pick<Refund, 'answer' | 'answerBody'>): Record<string, unknown> {
  return { ...complete(REFUND_FIELDS, refund.answer ?? {}), body: refund.answerBody };
}

/** The documented fields in their order, then whatever else Alipay sent. */
function complete(fields: readonly string[], answer: Fields): Record<string, unknown> {
  const { code, msg, subCode, subMsg, ...sent } = camelCaseNames(answer) as Record<string, unknown>;
  return {
    ...Object.fromEntries(fields.map((field) => [field, null])),
    ...sent,
    code: code ?? null,
    msg: msg ?? null,
    subCode: subCode ?? null,
    subMsg: subMsg ?? null,
    isError: false,
  };
}
