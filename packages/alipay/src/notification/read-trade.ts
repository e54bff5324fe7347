import { AlipayNotificationError } from '../errors/index.ts';
import type { NotificationEvent, Payment, TradeFacts, TradeStatus } from './event.ts';
import type { FieldTexts } from './field-texts.ts';
import type { Base } from './read-event.ts';

/** Reads a `trade_status_sync` message. A refund is told by its own fields, not by the status. */
export function readTrade(base: Base, texts: FieldTexts): NotificationEvent {
  const facts = readFacts(texts);
  const refundedTotalFen = texts.fen('refund_fee');
  const isRefund = refundedTotalFen !== undefined || texts.text('gmt_refund') !== undefined;
  if (isRefund) {
    return {
      ...base('trade.refunded'),
      ...facts,
      refundedTotalFen: refundedTotalFen ?? texts.requiredFen('refund_fee'),
      outRequestNo: texts.text('out_biz_no'),
      refundedAt: texts.time('gmt_refund'),
      isFull: facts.status === 'TRADE_CLOSED',
    };
  }
  switch (facts.status) {
    case 'WAIT_BUYER_PAY':
      return { ...base('trade.waiting'), ...facts };
    case 'TRADE_SUCCESS':
      return { ...base('trade.paid'), ...facts, ...readPayment(texts) };
    case 'TRADE_FINISHED':
      return { ...base('trade.finished'), ...facts, ...readPayment(texts) };
    case 'TRADE_CLOSED':
      return { ...base('trade.closed'), ...facts };
  }
}

function readFacts(texts: FieldTexts): TradeFacts {
  return {
    tradeNo: texts.required('trade_no'),
    outTradeNo: texts.required('out_trade_no'),
    status: readStatus(texts.required('trade_status')),
    totalFen: texts.requiredFen('total_amount'),
    sellerId: texts.text('seller_id'),
    buyerId: texts.text('buyer_id'),
    buyerOpenId: texts.text('buyer_open_id'),
    buyerLogonId: texts.text('buyer_logon_id'),
    subject: texts.text('subject'),
    passbackParams: texts.text('passback_params'),
    createdAt: texts.time('gmt_create'),
    paidAt: texts.time('gmt_payment'),
    closedAt: texts.time('gmt_close'),
  };
}

function readPayment(texts: FieldTexts): Payment {
  return {
    receiptFen: texts.fen('receipt_amount'),
    buyerPayFen: texts.fen('buyer_pay_amount'),
    fundBills: texts
      .list('fund_bill_list')
      .map((bill) => ({ channel: bill.required('fundChannel'), amountFen: bill.requiredFen('amount') })),
  };
}

function readStatus(status: string): TradeStatus {
  switch (status) {
    case 'WAIT_BUYER_PAY':
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
    case 'TRADE_CLOSED':
      return status;
    default:
      throw new AlipayNotificationError('malformed', `The message has an unknown trade_status, ${quote(status)}.`);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
