import type {
  AlipayTradeFastpayRefundQueryModel,
  AlipayTradeFastpayRefundQueryResponse,
  AlipayTradePageRefundModel,
  AlipayTradePageRefundResponse,
  AlipayTradeRefundApplyModel,
  AlipayTradeRefundApplyResponse,
  AlipayTradeRefundModel,
  AlipayTradeRefundResponse,
  DepositBackInfo,
  OpenApiRoyaltyDetailInfoPojo,
  RefundExtendParams,
  RefundGoodsDetail,
} from './generated/gateway/index.ts';
import type { FundBill, Open, TradeKey } from './order-fields.ts';
import type { BeijingTime, YuanAmount } from './wire.ts';

type TradeName = 'out_trade_no' | 'trade_no';

interface RefundFields extends Omit<AlipayTradeRefundModel, TradeName> {
  /** What is paid back, in yuan: more than zero, and with all earlier refunds at most what was paid. */
  refund_amount: YuanAmount;
  /**
   * The number of this refund, at most 64 characters: the same number is the same refund, however often it is asked
   * for. Without it only the whole amount can be refunded, once.
   */
  out_request_no?: string;
  /** Why, as the buyer sees it: at most 256 characters. */
  refund_reason?: string;
  /** The goods that are given back. */
  refund_goods_detail?: readonly RefundedGoods[];
  /** Shares that are taken back from the accounts that received them. */
  refund_royalty_parameters?: readonly RoyaltyReturn[];
  /** What else the answer should tell. */
  query_options?: readonly Open<'refund_detail_item_list' | 'deposit_back_info' | 'refund_voucher_detail_list'>[];
  /** The merchant's number of the cashier: at most 30 characters. */
  operator_id?: string;
  /** The merchant's number of the shop: at most 32 characters. */
  store_id?: string;
  /** The merchant's number of the till: at most 32 characters. */
  terminal_id?: string;
}

/** Goods that a refund gives back. */
export interface RefundedGoods extends RefundGoodsDetail {
  /** The number the goods had in the order. */
  goods_id?: string;
  /** What is paid back for them, in yuan. */
  refund_amount: YuanAmount;
}

/** A share that is taken back or shared out. */
export interface RoyaltyReturn extends OpenApiRoyaltyDetailInfoPojo {
  /** `transfer` moves a share, `replenish` fills one up. */
  royalty_type?: Open<'transfer' | 'replenish'>;
  /** In yuan. */
  amount?: YuanAmount;
  /** A percentage instead of an amount: 1 to 100. */
  amount_percentage?: number;
  trans_in_type?: Open<'userId' | 'loginName' | 'openId' | 'cardAliasNo'>;
  trans_out_type?: Open<'userId' | 'loginName' | 'cardAliasNo'>;
}

/**
 * `alipay.trade.refund`: pays a trade back, in whole or in part, up to a year after it was paid. After an unknown
 * outcome ask again with the same `out_request_no`, or query; never with a new one.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.refund
 */
export type RefundRequest = RefundFields & TradeKey;

export interface RefundResponse extends AlipayTradeRefundResponse {
  out_trade_no: string;
  trade_no: string;
  /** Whether this very call moved money. `N` or absent: it had been refunded before, or is not certain yet: query. */
  fund_change?: 'Y' | 'N';
  /** All refunds of the trade so far, in yuan: not what this one paid back. */
  refund_fee: YuanAmount;
  /** What really went back to the buyer, in yuan. `"0.00"` unless `refund_detail_item_list` was asked for. */
  send_back_fee?: YuanAmount;
  gmt_refund_pay?: BeijingTime;
  refund_detail_item_list?: readonly FundBill[];
  /** The buyer's account with its middle hidden. */
  buyer_logon_id?: string;
}

interface RefundQueryFields extends Omit<AlipayTradeFastpayRefundQueryModel, TradeName> {
  /** The refund's number; for a refund that had none, the trade's `out_trade_no`. */
  out_request_no: string;
  /** What else the answer should tell. */
  query_options?: readonly Open<
    | 'refund_detail_item_list'
    | 'gmt_refund_pay'
    | 'send_back_fee'
    | 'deposit_back_info'
    | 'refund_royaltys'
    | 'refund_voucher_detail_list'
  >[];
}

/**
 * `alipay.trade.fastpay.refund.query`: whether a refund has succeeded. Ask ten seconds after the refund or later.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.fastpay.refund.query
 */
export type RefundQueryRequest = RefundQueryFields & TradeKey;

export interface RefundQueryResponse extends AlipayTradeFastpayRefundQueryResponse {
  /** The only proof that the money went back. Absent: there is no such refund, or it failed. */
  refund_status?: Open<'REFUND_SUCCESS'>;
  out_trade_no?: string;
  trade_no?: string;
  out_request_no?: string;
  /** What this refund pays back, in yuan. */
  refund_amount?: YuanAmount;
  /** What the trade was about, in yuan. */
  total_amount?: YuanAmount;
  gmt_refund_pay?: BeijingTime;
  refund_detail_item_list?: readonly FundBill[];
  deposit_back_info?: DepositBack;
}

/** A refund that went back to a bank card. */
export interface DepositBack extends DepositBackInfo {
  has_deposit_back?: Open<'true' | 'false'>;
  /** `S` arrived, `F` failed (the money is then in the buyer's balance), `P` under way. */
  dback_status?: Open<'S' | 'F' | 'P'>;
  dback_amount?: YuanAmount;
  bank_ack_time?: BeijingTime;
  /** When the bank is expected to book it. */
  est_bank_receipt_time?: BeijingTime;
}

interface PageRefundFields extends Omit<AlipayTradePageRefundModel, TradeName> {
  /** The number of this refund: at most 64 characters. */
  out_request_no: string;
  /** What is paid back, in yuan. */
  refund_amount: YuanAmount;
  /** The kind of refund, for credit products: at most 32 characters. */
  biz_type?: Open<'CREDIT_REFUND'>;
  /** Why: at most 256 characters. */
  refund_reason?: string;
  /** Of credit products: which service and kind of goods. */
  extend_params?: RefundExtendParams;
  /** At most 30 characters. */
  operator_id?: string;
  /** At most 32 characters. */
  store_id?: string;
  /** At most 32 characters. */
  terminal_id?: string;
}

/**
 * `alipay.trade.page.refund`: a page on which the refund is confirmed, for credit products.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.page.refund
 */
export type PageRefundRequest = PageRefundFields & TradeKey;

export interface PageRefundResponse extends AlipayTradePageRefundResponse {
  trade_no: string;
  out_trade_no: string;
  out_request_no: string;
  refund_amount: YuanAmount;
}

interface RefundApplyFields extends Omit<AlipayTradeRefundApplyModel, TradeName> {
  out_request_no: string;
  refund_amount: YuanAmount;
  refund_reason?: string;
}

/**
 * `alipay.trade.refund.apply`: a refund that is carried out later than the answer.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.refund.apply
 */
export type RefundApplyRequest = RefundApplyFields & TradeKey;

export interface RefundApplyResponse extends AlipayTradeRefundApplyResponse {
  out_request_no?: string;
  refund_amount?: YuanAmount;
  refund_status?: Open<'REFUND_PROCESSING' | 'REFUND_SUCCESS' | 'REFUND_FAIL'>;
}
