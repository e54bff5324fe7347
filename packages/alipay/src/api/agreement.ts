import type {
  AccessParams,
  AlipayUserAgreementPageSignModel,
  AlipayUserAgreementQueryModel,
  AlipayUserAgreementQueryResponse,
  AlipayUserAgreementUnsignModel,
  PeriodRuleParams,
} from './generated/gateway/index.ts';
import type { Open } from './order-fields.ts';
import type { BeijingTime, YuanAmount } from './wire.ts';

/**
 * `alipay.user.agreement.page.sign`: a page, or for apps an order string, by which the user agrees to be charged.
 * https://opendocs.alipay.com/apis/api_2/alipay.user.agreement.page.sign
 */
export interface AgreementSignRequest extends AlipayUserAgreementPageSignModel {
  /** What is agreed, as signed with Alipay. */
  personal_product_code: Open<'GENERAL_WITHHOLDING_P' | 'CYCLE_PAY_AUTH_P'>;
  /** How the user comes to the page. */
  access_params: AccessParams & {
    channel: Open<'ALIPAYAPP' | 'QRCODE' | 'QRCODEORSMS' | 'PC'>;
  };
  /** The scene, as signed with Alipay: `INDUSTRY|CARRENTAL`. */
  sign_scene?: string;
  /** The merchant's number of the agreement: at most 32 characters. */
  external_agreement_no?: string;
  /** The user's name at the merchant's. */
  external_logon_id?: string;
  /** The merchant's product: `GENERAL_WITHHOLDING`. */
  product_code?: string;
  /** The rule of recurring charges; needed for `CYCLE_PAY_AUTH_P`. */
  period_rule_params?: PeriodRule;
  /** For how many days or months from now on the agreement holds: `30d`, `2m`. For ever when absent. */
  sign_validity_period?: string;
  /** For how many seconds the page can be signed: at most `86400`. */
  effect_time?: string;
}

/** How often and how much a recurring agreement may charge. */
export interface PeriodRule extends PeriodRuleParams {
  period_type: Open<'DAY' | 'MONTH'>;
  /** So many days (at least 7) or months lie between two charges. */
  period: number;
  /** The day of the first charge: `yyyy-MM-dd`. */
  execute_time: string;
  /** The most that one charge may take, in yuan. */
  single_amount: YuanAmount;
  /** The most that all charges together may take, in yuan. */
  total_amount?: YuanAmount;
  /** The most charges there may be. */
  total_payments?: number;
}

/**
 * `alipay.user.agreement.query`: an agreement, by its number; or by the user and `personal_product_code`; or by
 * `external_agreement_no` with `personal_product_code` and `sign_scene`.
 * https://opendocs.alipay.com/apis/api_2/alipay.user.agreement.query
 */
export type AgreementQueryRequest = AlipayUserAgreementQueryModel & AgreementKey;

type AgreementKey =
  | { agreement_no: string }
  | { external_agreement_no: string; personal_product_code: string; sign_scene: string }
  | ({ personal_product_code: string } & (
      | { alipay_user_id: string }
      | { alipay_open_id: string }
      | { alipay_logon_id: string }
    ));

export interface AgreementQueryResponse extends AlipayUserAgreementQueryResponse {
  agreement_no: string;
  /** `TEMP` not in force yet, `NORMAL` in force, `STOP` suspended. */
  status: Open<'TEMP' | 'NORMAL' | 'STOP'>;
  sign_time?: BeijingTime;
  valid_time?: BeijingTime;
  invalid_time?: BeijingTime;
}

/**
 * `alipay.user.agreement.unsign`: ends an agreement. The answer has no fields of its own.
 * https://opendocs.alipay.com/apis/api_2/alipay.user.agreement.unsign
 */
export type AgreementUnsignRequest = Omit<AlipayUserAgreementUnsignModel, 'operate_type'> &
  AgreementKey & {
    /** Whether the user is asked or it ends at once. */
    operate_type?: Open<'confirm' | 'invalid'>;
  };
