import type {
  AlipayFundAuthOperationCancelModel,
  AlipayFundAuthOperationCancelResponse,
  AlipayFundAuthOperationDetailQueryModel,
  AlipayFundAuthOperationDetailQueryResponse,
  AlipayFundAuthOrderAppFreezeModel,
  AlipayFundAuthOrderFreezeModel,
  AlipayFundAuthOrderFreezeResponse,
  AlipayFundAuthOrderUnfreezeModel,
  AlipayFundAuthOrderUnfreezeResponse,
  AlipayFundAuthOrderVoucherCreateModel,
  AlipayFundAuthOrderVoucherCreateResponse,
} from './generated/gateway/index.ts';
import type { Open } from './order-fields.ts';
import type { BeijingTime, YuanAmount } from './wire.ts';

/** What the three ways of freezing money take. */
interface FreezeFields {
  /** The merchant's number of the authorisation: at most 64 letters, digits and underscores. */
  out_order_no: string;
  /** The number of this operation: the same number is the same operation. At most 64 characters. */
  out_request_no: string;
  /** What for, as the buyer sees it: at most 100 characters. */
  order_title: string;
  /** What is frozen, in yuan. */
  amount: YuanAmount;
  /** Who will be paid: a user id starting with 2088. Or by `payee_logon_id`. */
  payee_user_id?: string;
  /** Who will be paid: an e-mail address or phone number. */
  payee_logon_id?: string;
  /** How long the buyer has to consent: `15m` if absent. */
  pay_timeout?: string;
  /** How long the buyer has to consent, in the older name. */
  timeout_express?: string;
  /** More of the business, as JSON text: `{"category":"HOTEL"}`. */
  extra_param?: string;
}

/**
 * `alipay.fund.auth.order.freeze`: freezes money of the buyer whose code was read.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.auth.order.freeze
 */
export interface FreezeRequest extends Omit<AlipayFundAuthOrderFreezeModel, keyof FreezeFields>, FreezeFields {
  /** The number in the code that the buyer shows: at most 64 characters. */
  auth_code: string;
  auth_code_type: Open<'bar_code' | 'security_code'>;
  product_code: Open<'PRE_AUTH'>;
  scene_code?: Open<'HOTEL'>;
}

export interface FreezeResponse extends AlipayFundAuthOrderFreezeResponse {
  /** Alipay's number of the authorisation: 28 digits. */
  auth_no: string;
  out_order_no: string;
  /** Alipay's number of this operation. */
  operation_id: string;
  out_request_no: string;
  /** In yuan. */
  amount: YuanAmount;
  /** `INIT`: the buyer is being asked. `SUCCESS`: frozen. `CLOSED`: not any more. */
  status: Open<'INIT' | 'SUCCESS' | 'CLOSED'>;
  gmt_trans?: BeijingTime;
  /** How much of it is credit, in yuan. */
  credit_amount?: YuanAmount;
  /** How much of it is money, in yuan. */
  fund_amount?: YuanAmount;
  pre_auth_type?: Open<'CREDIT_AUTH'>;
}

/**
 * `alipay.fund.auth.order.app.freeze`: the order string with which the merchant's app has money frozen.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.auth.order.app.freeze
 */
export interface AppFreezeRequest extends Omit<AlipayFundAuthOrderAppFreezeModel, keyof FreezeFields>, FreezeFields {
  product_code: Open<'PRE_AUTH_ONLINE' | 'PREAUTH_PAY'>;
}

/**
 * `alipay.fund.auth.order.voucher.create`: a QR code; the buyer who scans it has money frozen.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.auth.order.voucher.create
 */
export interface FreezeVoucherRequest
  extends Omit<AlipayFundAuthOrderVoucherCreateModel, keyof FreezeFields>,
    FreezeFields {
  product_code: Open<'PRE_AUTH'>;
}

export interface FreezeVoucherResponse extends AlipayFundAuthOrderVoucherCreateResponse {
  out_order_no: string;
  out_request_no: string;
  code_type?: Open<'qrCode'>;
  /** The text of the QR code. */
  code_value?: string;
  /** An image of it. */
  code_url?: string;
}

/**
 * `alipay.fund.auth.order.unfreeze`: releases frozen money, in whole or in part.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.auth.order.unfreeze
 */
export interface UnfreezeRequest extends AlipayFundAuthOrderUnfreezeModel {
  /** Alipay's number of the authorisation: 28 digits. */
  auth_no: string;
  /** The number of this operation: the same number is the same operation. */
  out_request_no: string;
  /** What is released, in yuan: at most what is left. */
  amount: YuanAmount;
  /** Why: at most 100 characters. */
  remark: string;
}

export interface UnfreezeResponse extends AlipayFundAuthOrderUnfreezeResponse {
  auth_no: string;
  out_order_no: string;
  operation_id: string;
  out_request_no: string;
  amount: YuanAmount;
  status: Open<'INIT' | 'SUCCESS' | 'CLOSED'>;
  gmt_trans?: BeijingTime;
  credit_amount?: YuanAmount;
  fund_amount?: YuanAmount;
}

/** Which authorisation: by Alipay's number or by the merchant's. */
type AuthorisationKey = { auth_no: string; out_order_no?: string } | { out_order_no: string; auth_no?: string };

/** Which operation on it: by Alipay's number or by the merchant's. */
type OperationKey =
  | { operation_id: string; out_request_no?: string }
  | { out_request_no: string; operation_id?: string };

type KeyName = 'auth_no' | 'out_order_no' | 'operation_id' | 'out_request_no';

interface OperationQueryFields extends Omit<AlipayFundAuthOperationDetailQueryModel, KeyName> {
  operation_type?: Open<'FREEZE' | 'UNFREEZE' | 'PAY'>;
}

/**
 * `alipay.fund.auth.operation.detail.query`: how an operation went, and what is left of its authorisation.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.auth.operation.detail.query
 */
export type OperationQueryRequest = OperationQueryFields & AuthorisationKey & OperationKey;

export interface OperationQueryResponse extends AlipayFundAuthOperationDetailQueryResponse {
  auth_no: string;
  out_order_no: string;
  /** What is still frozen, in yuan. */
  rest_amount?: YuanAmount;
  /** All that was ever frozen, in yuan. */
  total_freeze_amount?: YuanAmount;
  /** All that was paid out of it, in yuan. */
  total_pay_amount?: YuanAmount;
  /** What this operation was about, in yuan. */
  amount?: YuanAmount;
  operation_type?: Open<'FREEZE' | 'UNFREEZE' | 'PAY'>;
  /** This operation. */
  status?: Open<'INIT' | 'SUCCESS' | 'CLOSED'>;
  /** The authorisation: `FINISH` when all is paid or released, `CLOSED` when it was never given. */
  order_status?: Open<'INIT' | 'AUTHORIZED' | 'FINISH' | 'CLOSED'>;
  gmt_create?: BeijingTime;
  gmt_trans?: BeijingTime;
}

interface OperationCancelFields extends Omit<AlipayFundAuthOperationCancelModel, KeyName> {
  /** Why. */
  remark: string;
}

/**
 * `alipay.fund.auth.operation.cancel`: undoes a freeze whose result is unknown.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.auth.operation.cancel
 */
export type OperationCancelRequest = OperationCancelFields & AuthorisationKey & OperationKey;

export interface OperationCancelResponse extends AlipayFundAuthOperationCancelResponse {
  /** What was done: closed before it was frozen, or released. */
  action?: Open<'close' | 'unfreeze'>;
}
