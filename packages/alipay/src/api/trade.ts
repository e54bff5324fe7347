import type {
  AlipayTradeCancelResponse,
  AlipayTradeCloseModel,
  AlipayTradeCloseResponse,
  AlipayTradeOrderinfoSyncModel,
  AlipayTradeQueryModel,
  AlipayTradeQueryResponse,
} from './generated/gateway/index.ts';
import type { FundBill, Open, TradeKey, TradeStatus, Voucher } from './order-fields.ts';
import type { BeijingTime, YuanAmount } from './wire.ts';

interface QueryFields extends Omit<AlipayTradeQueryModel, 'out_trade_no' | 'trade_no'> {
  /** What else the answer should tell. */
  query_options?: readonly Open<
    | 'trade_settle_info'
    | 'fund_bill_list'
    | 'voucher_detail_list'
    | 'discount_goods_detail'
    | 'mdiscount_amount'
    | 'enterprise_pay_info'
    | 'hyb_amount'
  >[];
  /** The bank-indirect organisation's merchant id: 16 digits. */
  org_pid?: string;
}

/**
 * `alipay.trade.query`: where a trade stands. That the call succeeds says nothing of payment: see `trade_status`.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.query
 */
export type QueryRequest = QueryFields & TradeKey;

export interface QueryResponse extends AlipayTradeQueryResponse {
  out_trade_no: string;
  trade_no: string;
  trade_status: TradeStatus;
  /** In yuan, as asked for. */
  total_amount: YuanAmount;
  /** What the buyer paid, in yuan. `"0.00"` while unpaid, and for page payments unless asked for. */
  buyer_pay_amount?: YuanAmount;
  /** What the merchant receives, in yuan. `"0.00"` while unpaid, and for page payments unless asked for. */
  receipt_amount?: YuanAmount;
  /** Paid with Alipay points, in yuan. */
  point_amount?: YuanAmount;
  /** What an invoice may be written over, in yuan. */
  invoice_amount?: YuanAmount;
  /** When it was paid; absent before. */
  send_pay_date?: BeijingTime;
  /** The buyer's account with its middle hidden. */
  buyer_logon_id?: string;
  buyer_user_type?: Open<'PRIVATE' | 'CORPORATE'>;
  fund_bill_list?: readonly FundBill[];
  voucher_detail_list?: readonly Voucher[];
}

interface CloseFields extends Omit<AlipayTradeCloseModel, 'out_trade_no' | 'trade_no'> {
  /** The merchant's number of the cashier: at most 28 characters. */
  operator_id?: string;
}

/**
 * `alipay.trade.close`: closes a trade that nobody has paid. A paid one is refused with `ACQ.TRADE_STATUS_ERROR`.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.close
 */
export type CloseRequest = CloseFields & TradeKey;

export interface CloseResponse extends AlipayTradeCloseResponse {
  out_trade_no?: string;
  trade_no?: string;
}

/**
 * `alipay.trade.cancel`: undoes a payment of the last 24 hours whose result is unknown: closes it, or refunds it.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.cancel
 */
export type CancelRequest = TradeKey;

export interface CancelResponse extends AlipayTradeCancelResponse {
  out_trade_no?: string;
  trade_no?: string;
  /** `Y`: it did not work yet, call again. */
  retry_flag?: 'Y' | 'N';
  /** What was done: closed unpaid, or refunded. Absent if there was no such trade. */
  action?: Open<'close' | 'refund'>;
  gmt_refund_pay?: BeijingTime;
}

/**
 * `alipay.trade.orderinfo.sync`: tells Alipay how a credit order went.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.orderinfo.sync
 */
export interface OrderInfoSyncRequest extends AlipayTradeOrderinfoSyncModel {
  trade_no: string;
  /** The number of this message, by which a repeated one is known: at most 64 characters. */
  out_request_no: string;
  biz_type: Open<'CREDIT_AUTH' | 'CREDIT_DEDUCT'>;
  /** What happened, as JSON text: `{"status":"COMPLETE"}`. */
  order_biz_info?: string;
}
