import { formatBeijing, parseBeijing } from '@till/alipay/time';
import { type AgreementTerms, monthsLater, NEVER, type PeriodRule } from '../agreements/agreement.ts';
import type { BizContent } from './biz-content.ts';

const DEFAULT_SCENE = 'DEFAULT|DEFAULT';
/** The product under which money is taken at regular times. */
const PERIODIC = 'CYCLE_PAY_AUTH_P';

/** What a person is asked to agree to. @throws {GatewayRefusal} */
export function readAgreementTerms(content: BizContent, channel: string): AgreementTerms {
  const personalProductCode = content.requiredText('personal_product_code', 64);
  const productCode = content.text('product_code', 64) ?? 'GENERAL_WITHHOLDING';
  const externalAgreementNo = content.text('external_agreement_no', 32);
  const signScene = externalAgreementNo === undefined ? content.text('sign_scene', 64) : readOwnScene(content);
  const externalLogonId = content.text('external_logon_id', 100);
  const rule = content.has('period_rule_params') ? readPeriodRule(content.object('period_rule_params')) : undefined;
  if (rule === undefined && personalProductCode === PERIODIC) {
    throw content.refusal(`personal_product_code为${PERIODIC}时，period_rule_params必填`);
  }
  const effectType = readOneOf(content, 'agreement_effect_type', ['DIRECT', 'NOTICE', 'ALLOW_INACTIVATE']);
  const thirdPartyType = readOneOf(content, 'third_party_type', ['PARTNER', 'MERCHANT']);
  const deviceId = content.object('device_params').text('device_id', 128);
  return {
    ...{ personalProductCode, productCode, channel },
    ...(signScene === undefined ? {} : { signScene }),
    ...(externalAgreementNo === undefined ? {} : { externalAgreementNo }),
    ...(externalLogonId === undefined ? {} : { externalLogonId }),
    ...(rule === undefined ? {} : { periodRule: rule }),
    ...(effectType === 'NOTICE' ? { waitsForMerchant: true } : {}),
    ...(thirdPartyType === undefined ? {} : { thirdPartyType }),
    ...(deviceId === undefined ? {} : { deviceId }),
  };
}

/** An agreement with a number of the merchant's own has a scene of its own. @throws {GatewayRefusal} */
export function readOwnScene(content: BizContent): string {
  const scene = content.text('sign_scene', 64) ?? DEFAULT_SCENE;
  if (scene === DEFAULT_SCENE)
    throw content.refusal(`传入external_agreement_no时，sign_scene不能为空或${DEFAULT_SCENE}`);
  return scene;
}

function readOneOf<T extends string>(content: BizContent, name: string, known: readonly T[]): T | undefined {
  const text = content.text(name, 32);
  const found = known.find((one) => one === text);
  if (text !== undefined && found === undefined) throw content.refusal(`${name}应为${known.join('、')}`);
  return found;
}

/** A period of days is a week at least, as at Alipay. */
function readPeriodRule(rule: BizContent): PeriodRule {
  const type = rule.requiredText('period_type', 12);
  if (type !== 'DAY' && type !== 'MONTH') throw rule.refusal('period_type应为DAY或MONTH');
  const period = readNumber(rule, 'period');
  if (type === 'DAY' && period < 7) throw rule.refusal('period_type为DAY时，period不能小于7');
  const executeDate = rule.requiredText('execute_time', 19).slice(0, 10);
  if (!isDate(executeDate)) throw rule.refusal('execute_time格式应为yyyy-MM-dd');
  const singleFen = rule.requiredAmount('single_amount', '单次扣款最大金额');
  const totalFen = rule.amount('total_amount', '总金额');
  if (singleFen === 0n || totalFen === 0n) throw rule.refusal('single_amount和total_amount必须大于0');
  return {
    ...{ type, period, executeDate, singleFen },
    ...(totalFen === undefined ? {} : { totalFen }),
    ...(rule.has('total_payments') ? { totalPayments: readNumber(rule, 'total_payments') } : {}),
  };
}

function readNumber(rule: BizContent, name: string): number {
  const text = rule.requiredText(name, 8);
  if (!/^[1-9]\d{0,5}$/.test(text)) throw rule.refusal(`${name}应为正整数`);
  return Number(text);
}

function isDate(text: string): boolean {
  try {
    parseBeijing(`${text} 00:00:00`);
    return true;
  } catch {
    return false;
  }
}

/** Until when it holds, from `sign_validity_period`: `30d` is thirty days, `2m` two months. */
export function readValidity(content: BizContent, now: number): number {
  const text = content.text('sign_validity_period', 8);
  if (text === undefined) return NEVER;
  const [, count, unit] = /^([1-9]\d{0,4})([dm])$/.exec(text) ?? [];
  if (unit === undefined) throw content.refusal('sign_validity_period格式应为数字加d或m');
  if (unit === 'd') return now + Number(count) * 24 * 60 * 60 * 1000;
  const [date = '', time] = formatBeijing(now).split(' ');
  return parseBeijing(`${monthsLater(date, Number(count))} ${time}`);
}
