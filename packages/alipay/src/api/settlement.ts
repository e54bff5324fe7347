import type {
  AlipayTradeOrderSettleModel,
  AlipayTradeOrderSettleQueryModel,
  AlipayTradeOrderSettleQueryResponse,
  AlipayTradeOrderSettleResponse,
  AlipayTradeRoyaltyRateQueryModel,
  AlipayTradeRoyaltyRateQueryResponse,
  AlipayTradeRoyaltyRelationBatchqueryModel,
  AlipayTradeRoyaltyRelationBatchqueryResponse,
  AlipayTradeRoyaltyRelationBindModel,
  AlipayTradeRoyaltyRelationBindResponse,
  AlipayTradeRoyaltyRelationUnbindModel,
  AlipayTradeRoyaltyRelationUnbindResponse,
  RoyaltyDetail,
  RoyaltyEntity,
} from './generated/gateway/index.ts';
import type { Open } from './order-fields.ts';
import type { RoyaltyReturn } from './refund.ts';
import type { BeijingTime, WireInteger, YuanAmount } from './wire.ts';

/**
 * `alipay.trade.order.settle`: shares a paid trade's money out to other accounts.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.order.settle
 */
export interface SettleRequest extends AlipayTradeOrderSettleModel {
  /** The number of this settlement: the same number is the same settlement. At most 64 characters. */
  out_request_no: string;
  /** Alipay's number of the trade. */
  trade_no: string;
  /** Who receives how much. */
  royalty_parameters: readonly RoyaltyReturn[];
  /** `sync`, the default, answers when it is done; `async` is reported by `alipay.trade.order.settle.notify`. */
  royalty_mode?: Open<'sync' | 'async'>;
}

export interface SettleResponse extends AlipayTradeOrderSettleResponse {
  trade_no: string;
  /** Alipay's number of the settlement. */
  settle_no?: string;
}

/**
 * `alipay.trade.order.settle.query`: how a settlement went: by `settle_no`, or by `out_request_no` and `trade_no`.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.order.settle.query
 */
export type SettleQueryRequest =
  | (AlipayTradeOrderSettleQueryModel & { settle_no: string })
  | (AlipayTradeOrderSettleQueryModel & { out_request_no: string; trade_no: string });

export interface SettleQueryResponse extends AlipayTradeOrderSettleQueryResponse {
  operation_dt?: BeijingTime;
  royalty_detail_list?: readonly SettledShare[];
}

/** What became of one share. */
export interface SettledShare extends RoyaltyDetail {
  operation_type?: Open<'transfer' | 'replenish' | 'replenish_refund'>;
  execute_dt?: BeijingTime;
  /** In yuan. */
  amount?: YuanAmount;
  state?: Open<'SUCCESS' | 'FAIL' | 'PROCESSING'>;
}

/** An account that may receive shares. */
export interface RoyaltyReceiver extends RoyaltyEntity {
  type: Open<'userId' | 'loginName' | 'openId'>;
  /** The account, in the kind that `type` says. */
  account: string;
  /** The real name of the account's owner; needed for `loginName`. */
  name?: string;
  /** What the receiver is to the merchant. */
  memo?: string;
}

/**
 * `alipay.trade.royalty.relation.bind`: allows accounts to receive shares.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.royalty.relation.bind
 */
export interface RoyaltyBindRequest extends AlipayTradeRoyaltyRelationBindModel {
  /** The number of this request: at most 32 characters. */
  out_request_no: string;
  /** At most 20. */
  receiver_list: readonly RoyaltyReceiver[];
}

export interface RoyaltyBindResponse extends AlipayTradeRoyaltyRelationBindResponse {
  result_code: Open<'SUCCESS' | 'FAIL'>;
}

/**
 * `alipay.trade.royalty.relation.unbind`: the opposite of bind.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.royalty.relation.unbind
 */
export interface RoyaltyUnbindRequest extends AlipayTradeRoyaltyRelationUnbindModel {
  /** The number of this request: at most 32 characters. */
  out_request_no: string;
  /** At most 20. */
  receiver_list: readonly RoyaltyReceiver[];
}

export interface RoyaltyUnbindResponse extends AlipayTradeRoyaltyRelationUnbindResponse {
  result_code: Open<'SUCCESS' | 'FAIL'>;
}

/**
 * `alipay.trade.royalty.relation.batchquery`: the accounts that may receive shares, page by page.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.royalty.relation.batchquery
 */
export interface RoyaltyListRequest extends AlipayTradeRoyaltyRelationBatchqueryModel {
  /** The number of this request: at most 32 characters. */
  out_request_no: string;
  /** From 1. */
  page_num?: number;
  /** 1 to 100; 20 if absent. */
  page_size?: number;
}

export interface RoyaltyListResponse extends AlipayTradeRoyaltyRelationBatchqueryResponse {
  result_code?: Open<'SUCCESS' | 'FAIL'>;
}

/**
 * `alipay.trade.royalty.rate.query`: the largest part of a trade that may be shared out.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.royalty.rate.query
 */
export interface RoyaltyRateRequest extends AlipayTradeRoyaltyRateQueryModel {
  /** The number of this request. */
  out_request_no: string;
}

export interface RoyaltyRateResponse extends AlipayTradeRoyaltyRateQueryResponse {
  user_id?: string;
  /** In percent. */
  max_ratio?: WireInteger;
}
