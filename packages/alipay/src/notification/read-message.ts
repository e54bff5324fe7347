import type { NotificationEvent } from './event.ts';
import { FieldTexts } from './field-texts.ts';
import type { Base } from './read-event.ts';

/** Reads a message of the message service (version 1.1): what it is about is in `biz_content`. */
export function readMessage(
  base: Base,
  envelope: FieldTexts,
  method: string,
  content: Readonly<Record<string, unknown>> | undefined,
): NotificationEvent {
  const texts = new FieldTexts(content ?? {});
  switch (method) {
    case 'alipay.trade.refund.depositback.completed':
      return {
        ...base('refund.deposited_back'),
        tradeNo: texts.required('trade_no'),
        outTradeNo: texts.required('out_trade_no'),
        outRequestNo: texts.required('out_request_no'),
        succeeded: texts.required('dback_status') === 'S',
        amountFen: texts.requiredFen('dback_amount'),
        bankAcknowledgedAt: texts.time('bank_ack_time'),
        expectedAt: texts.time('est_bank_receipt_time'),
      };
    case 'alipay.trade.order.settle.notify':
      return {
        ...base('trade.settled'),
        tradeNo: texts.required('trade_no'),
        outRequestNo: texts.text('out_request_no'),
        settleNo: texts.text('settle_no'),
        royalties: texts.list('royalty_detail_list').map((detail) => ({
          operation: detail.text('operation_type'),
          amountFen: detail.requiredFen('amount'),
          receiver: detail.text('trans_in'),
          state: detail.text('state'),
          detailId: detail.text('detail_id'),
          errorCode: detail.text('error_code'),
        })),
      };
    case 'alipay.fund.trans.order.changed':
      return {
        ...base('transfer.changed'),
        outBizNo: texts.required('out_biz_no'),
        orderId: texts.text('order_id'),
        payFundOrderId: texts.text('pay_fund_order_id'),
        status: texts.required('status'),
        actionType: texts.text('action_type'),
        amountFen: texts.fen('trans_amount'),
        errorCode: texts.text('error_code'),
        failReason: texts.text('fail_reason'),
        payDate: texts.time('pay_date'),
      };
    default:
      return { ...base('message'), method, sentToAppId: envelope.text('msg_app_id'), content };
  }
}
