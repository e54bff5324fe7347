/** Examples for the API's documentation. */
import { orderDetailOf, refundAnswerOf } from './answers.ts';

export const FORM_EXAMPLE =
  "<form id='alipaysubmit' name='alipaysubmit' action='https://openapi.alipay.com/gateway.do?charset=UTF-8' method='POST' " +
  "style='display:none;'><input type='hidden' name='app_id' value='2021000000000001'/>...</form>" +
  "<script>document.forms['alipaysubmit'].submit();</script>";

export const ORDER_DETAIL_EXAMPLE = orderDetailOf({
  code: '10000',
  msg: 'Success',
  buyer_logon_id: 'v1v***@qq.com',
  buyer_pay_amount: '0.00',
  buyer_user_id: '2088632335506388',
  invoice_amount: '0.00',
  out_trade_no: '638227710323944845',
  point_amount: '0.00',
  receipt_amount: '0.00',
  send_pay_date: '2023-06-19 11:30:44',
  total_amount: '0.30',
  trade_no: '2023061922001406381431771492',
  trade_status: 'TRADE_SUCCESS',
});

const REFUND_NODE = {
  code: '10000',
  msg: 'Success',
  buyer_logon_id: 'v1v***@qq.com',
  buyer_user_id: '2088632335506388',
  fund_change: 'Y',
  gmt_refund_pay: '2023-06-19 15:17:34',
  out_trade_no: '638227710323944845',
  refund_fee: '0.30',
  send_back_fee: '0.00',
  trade_no: '2023061922001406381431771492',
};

export const REFUND_EXAMPLE = refundAnswerOf({
  answer: REFUND_NODE,
  answerBody: JSON.stringify({ alipay_trade_refund_response: REFUND_NODE, sign: 'A8rbBL47iYVB9b7CrWf6...' }),
});

export const RETURN_EXAMPLE = {
  charset: 'UTF-8',
  out_trade_no: '20260101001',
  method: 'alipay.trade.page.pay.return',
  total_amount: '0.01',
  sign: '...',
  trade_no: '2026010122001406381431771492',
  auth_app_id: '2021000000000001',
  version: '1.0',
  app_id: '2021000000000001',
  sign_type: 'RSA2',
  seller_id: '2088000000000001',
  timestamp: '2026-01-01 12:00:00',
};
