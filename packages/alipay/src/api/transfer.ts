import type {
  AlipayFundAccountQueryModel,
  AlipayFundAccountQueryResponse,
  AlipayFundTransAppPayModel,
  AlipayFundTransCommonQueryModel,
  AlipayFundTransCommonQueryResponse,
  AlipayFundTransPagePayModel,
  AlipayFundTransUniTransferModel,
  AlipayFundTransUniTransferResponse,
  Participant,
  TransferSceneReportInfo,
} from './generated/gateway/index.ts';
import type { Open } from './order-fields.ts';
import type { BeijingTime, YuanAmount } from './wire.ts';

/** Someone who receives or gives money. */
export type TransferParty = Omit<Participant, 'identity' | 'identity_type' | 'name'> & {
  /** The account, in the kind that `identity_type` says. */
  identity: string;
} & (
    | {
        identity_type: 'ALIPAY_LOGON_ID' | 'BANKCARD_ACCOUNT';
        /** The real name of the account's owner; it must fit. */
        name: string;
      }
    | {
        identity_type: Exclude<PartyKind, 'ALIPAY_LOGON_ID' | 'BANKCARD_ACCOUNT'>;
        /** The real name of the account's owner; checked if given. */
        name?: string;
      }
  );

type PartyKind =
  | 'ALIPAY_USER_ID'
  | 'ALIPAY_OPEN_ID'
  | 'ALIPAY_LOGON_ID'
  | 'BANKCARD_ACCOUNT'
  | 'ACCOUNT_BOOK_ID'
  | 'ISV_DELEGATED_WALLET';

/** What the transfer is for, told to Alipay where the scene asks for it. */
export interface TransferReport extends TransferSceneReportInfo {
  info_type: string;
  info_content: string;
}

/**
 * `alipay.fund.trans.uni.transfer`: pays an account or a bank card. After an unknown outcome ask again with the same
 * `out_biz_no`, or query; never with a new one. Needs certificate mode.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.trans.uni.transfer
 */
export interface TransferRequest extends AlipayFundTransUniTransferModel {
  /** The merchant's number of the transfer: the same number is the same transfer. At most 64 characters. */
  out_biz_no: string;
  /** In yuan: from `"0.10"` for transfers, from `"0.01"` for red packets. */
  trans_amount: YuanAmount;
  product_code: Open<'TRANS_ACCOUNT_NO_PWD' | 'TRANS_BANKCARD_NO_PWD' | 'STD_RED_PACKET'>;
  biz_scene: Open<'DIRECT_TRANSFER' | 'PERSONAL_COLLECTION'>;
  /** Who is paid. */
  payee_info: TransferParty;
  /** What the payee reads in the bill: at most 128 characters. */
  order_title?: string;
  /** At most 200 characters. */
  remark?: string;
  /** More, as JSON text: `{"payer_show_name_use_alias":"true"}`. */
  business_params?: string;
  /** The scene agreed with Alipay. */
  transfer_scene_name?: string;
  transfer_scene_report_infos?: readonly TransferReport[];
}

export interface TransferResponse extends AlipayFundTransUniTransferResponse {
  out_biz_no: string;
  /** Alipay's number of the transfer. */
  order_id?: string;
  /** Alipay's number of the payment behind it. */
  pay_fund_order_id?: string;
  /** `DEALING` is not decided: query. */
  status: Open<'SUCCESS' | 'FAIL' | 'DEALING' | 'REFUND'>;
  trans_date?: BeijingTime;
}

/**
 * `alipay.fund.trans.common.query`: how a transfer went, by one of its numbers. By `out_biz_no` it also needs the
 * `product_code` and `biz_scene` of the transfer.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.trans.common.query
 */
export type TransferQueryRequest =
  | (AlipayFundTransCommonQueryModel & { order_id: string })
  | (AlipayFundTransCommonQueryModel & { pay_fund_order_id: string })
  | (AlipayFundTransCommonQueryModel & { out_biz_no: string; product_code: string; biz_scene: string });

export interface TransferQueryResponse extends AlipayFundTransCommonQueryResponse {
  status: Open<'SUCCESS' | 'WAIT_PAY' | 'CLOSED' | 'FAIL' | 'DEALING' | 'REFUND'>;
  /** In yuan. */
  trans_amount?: YuanAmount;
  /** Alipay's fee, in yuan. */
  order_fee?: YuanAmount;
  pay_date?: BeijingTime;
  /** By when a transfer to a bank card should have arrived. */
  arrival_time_end?: BeijingTime;
  /** Why it failed. */
  error_code?: string;
  fail_reason?: string;
}

/** What transfers take that their payer confirms on Alipay's page or in the app. */
interface ConfirmedTransferFields {
  /** The merchant's number of the transfer: at most 64 characters. */
  out_biz_no: string;
  /** In yuan. */
  trans_amount: YuanAmount;
  product_code: Open<'STD_RED_PACKET' | 'STD_APP_TRANSFER' | 'TRANS_ACCOUNT_NO_PWD'>;
  biz_scene: Open<'PERSONAL_PAY' | 'DIRECT_TRANSFER'>;
  order_title?: string;
  /** Who is paid. */
  payee_info?: TransferParty;
  /** When it closes unconfirmed. */
  time_expire?: BeijingTime;
}

/**
 * `alipay.fund.trans.page.pay`: a page on which the payer confirms the transfer.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.trans.page.pay
 */
export interface PageTransferRequest
  extends Omit<AlipayFundTransPagePayModel, keyof ConfirmedTransferFields>,
    ConfirmedTransferFields {}

/**
 * `alipay.fund.trans.app.pay`: the order string with which the payer confirms the transfer in the merchant's app.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.trans.app.pay
 */
export interface AppTransferRequest
  extends Omit<AlipayFundTransAppPayModel, keyof ConfirmedTransferFields>,
    ConfirmedTransferFields {}

/**
 * `alipay.fund.account.query`: the balance of an account.
 * https://opendocs.alipay.com/apis/api_28/alipay.fund.account.query
 */
export interface AccountQueryRequest extends AlipayFundAccountQueryModel {
  account_type: Open<'ACCTRANS_ACCOUNT'>;
  /** The account's user id; newer apps give `alipay_open_id`. */
  alipay_user_id?: string;
}

export interface AccountQueryResponse extends AlipayFundAccountQueryResponse {
  /** What can be spent, in yuan. */
  available_amount?: YuanAmount;
  /** What is frozen, in yuan. */
  freeze_amount?: YuanAmount;
  total_amount?: YuanAmount;
}
