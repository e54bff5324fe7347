import type { Fen } from '@till/alipay/money';
import { formatBeijing, formatBeijingDate, parseBeijing } from '@till/alipay/time';
import type { IdentityCheck } from '../buyers/identity.ts';
import type { TradeContact } from '../trades/trade.ts';

/** `TEMP`: not signed, or signed and not in effect yet. `STOP`: ended. */
export type AgreementStatus = 'TEMP' | 'NORMAL' | 'STOP';

/** How often, and how much, may be taken (`period_rule_params`). */
export interface PeriodRule {
  readonly type: 'DAY' | 'MONTH';
  /** How many days or months lie between two deductions. */
  readonly period: number;
  /** The Beijing day of the first deduction, `yyyy-MM-dd`. */
  readonly executeDate: string;
  /** The most of one deduction, of all of them, and how many there may be. */
  readonly singleFen: Fen;
  readonly totalFen?: Fen;
  readonly totalPayments?: number;
}

export interface Deduction {
  readonly outTradeNo: string;
  readonly amountFen: Fen;
  readonly at: number;
}

/** What a merchant asks a person to agree to. */
export interface AgreementTerms {
  readonly externalAgreementNo?: string;
  readonly personalProductCode: string;
  readonly signScene?: string;
  readonly productCode: string;
  readonly channel: string;
  readonly externalLogonId?: string;
  readonly periodRule?: PeriodRule;
  /** Signed, it does not hold until the merchant says so (`agreement_effect_type` NOTICE). */
  readonly waitsForMerchant?: boolean;
  readonly thirdPartyType?: 'PARTNER' | 'MERCHANT';
  readonly deviceId?: string;
}

/** Who alone may sign, and until when (epoch milliseconds); what is absent is not asked. */
export interface SignerTerms {
  readonly userId?: string;
  readonly openId?: string;
  readonly identity?: IdentityCheck;
  readonly signBy?: number;
}

/** A person lets a merchant take money without asking again. Instants are epoch milliseconds. */
export interface Agreement {
  /** 20 digits. */
  readonly agreementNo: string;
  readonly appId: string;
  readonly sellerId: string;
  readonly terms: AgreementTerms;
  readonly contact: TradeContact;
  readonly wanted?: SignerTerms;
  readonly status: AgreementStatus;
  readonly signer?: { readonly userId: string; readonly logonId: string };
  readonly createdAt: number;
  readonly signedAt?: number;
  readonly invalidAt: number;
  readonly deductions: readonly Deduction[];
}

/** An agreement without an end of its own ends in the year 2115, as Alipay writes it. */
export const NEVER = parseBeijing('2115-02-01 00:00:00');

/** Whether somebody has signed and nobody has ended it. */
export function isSigned({ status, signedAt }: Pick<Agreement, 'status' | 'signedAt'>): boolean {
  return status !== 'STOP' && signedAt !== undefined;
}

/** Whether it holds as soon as it is signed. */
export function statusSigned({ waitsForMerchant }: AgreementTerms): AgreementStatus {
  return waitsForMerchant === true ? 'TEMP' : 'NORMAL';
}

/** Why a deduction is refused, in Alipay's codes (without `ACQ.`). */
export type DeductionRefusal =
  | 'AGREEMENT_STATUS_NOT_NORMAL'
  | 'AGREEMENT_INVALID'
  | 'CYCLE_PAY_DATE_NOT_MATCH'
  | 'CYCLE_PAY_SINGLE_FEE_EXCEED'
  | 'CYCLE_PAY_TOTAL_FEE_EXCEED'
  | 'CYCLE_PAY_TOTAL_TIMES_EXCEED';

/** Whether an amount may be taken now. */
export function whyNotDeduct(agreement: Agreement, amountFen: Fen, at: number): DeductionRefusal | undefined {
  if (agreement.status !== 'NORMAL') return 'AGREEMENT_STATUS_NOT_NORMAL';
  if (at >= agreement.invalidAt) return 'AGREEMENT_INVALID';
  const { periodRule } = agreement.terms;
  if (periodRule === undefined) return undefined;
  const { singleFen, totalFen, totalPayments } = periodRule;
  const takenFen = agreement.deductions.reduce((sum, deduction) => sum + deduction.amountFen, 0n);
  if (amountFen > singleFen) return 'CYCLE_PAY_SINGLE_FEE_EXCEED';
  if (totalFen !== undefined && takenFen + amountFen > totalFen) return 'CYCLE_PAY_TOTAL_FEE_EXCEED';
  if (totalPayments !== undefined && agreement.deductions.length >= totalPayments)
    return 'CYCLE_PAY_TOTAL_TIMES_EXCEED';
  return at < nextDeduction(agreement, periodRule) ? 'CYCLE_PAY_DATE_NOT_MATCH' : undefined;
}

/** From when the next deduction may be made: once in each period, counted from the first day. */
export function nextDeduction({ deductions }: Agreement, rule: PeriodRule): number {
  const last = deductions.at(-1);
  let start = startOf(rule, 0);
  for (let index = 1; last !== undefined && start <= last.at; index++) start = startOf(rule, index);
  return start;
}

function startOf({ type, period, executeDate }: PeriodRule, index: number): number {
  const first = parseBeijing(`${executeDate} 00:00:00`);
  if (type === 'DAY') return first + index * period * 24 * 60 * 60 * 1000;
  return parseBeijing(`${monthsLater(executeDate, index * period)} 00:00:00`);
}

/** The Beijing day so many months after another, both `yyyy-MM-dd`; in a month without such a day, its last one. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/** An agreement in the names of its notifications, returns and queries. */
export function agreementFields({ agreementNo, terms, signer, ...agreement }: Agreement) {
  return {
    agreement_no: agreementNo,
    external_agreement_no: terms.externalAgreementNo,
    personal_product_code: terms.personalProductCode,
    sign_scene: terms.signScene,
    status: agreement.status,
    sign_time: agreement.signedAt === undefined ? undefined : formatBeijing(agreement.signedAt),
    valid_time: agreement.signedAt === undefined ? undefined : formatBeijing(agreement.signedAt),
    invalid_time: formatBeijing(agreement.invalidAt),
    alipay_logon_id: signer?.logonId,
    external_logon_id: terms.externalLogonId,
  };
}

/** The day from which the next deduction may be made; none without a rule. */
export function nextDeductTime(agreement: Agreement): string | undefined {
  const { periodRule } = agreement.terms;
  return periodRule === undefined ? undefined : formatBeijingDate(nextDeduction(agreement, periodRule));
}
