import type { FundChannel } from '../buyers/buyer.ts';
import type { IdentityCheck } from '../buyers/identity.ts';
import type { BizContent } from './biz-content.ts';
import { failure, refusingAs } from './plain-failure.ts';

/** Whose money, and which, may be frozen. */
export interface DepositTerms {
  readonly allowed?: readonly FundChannel[];
  readonly identity?: IdentityCheck;
  readonly payerId?: string;
}

/** The names of sources in deposits, which are others than in payments. Nobody here has Zhima credit. */
const SOURCES: Readonly<Record<string, readonly FundChannel[]>> = {
  MONEY_FUND: ['FINANCEACCOUNT'],
  PCREDIT_PAY: ['PCREDIT'],
  CREDITZHIMA: [],
};
/** Credit cards are no source of their own here. */
const DISABLED: readonly string[] = ['OPTIMIZED_MOTO', 'BIGAMOUNT_CREDIT_CARTOON', ...Object.keys(SOURCES)];
const ALL: readonly FundChannel[] = ['ALIPAYACCOUNT', 'FINANCEACCOUNT', 'PCREDIT', 'BANKCARD'];

const badArgument = refusingAs('ILLEGAL_ARGUMENT');

/** What a pre-authorisation says beside its amount. @throws {GatewayRefusal} */
export function readDepositTerms(content: BizContent, sellerId: string): DepositTerms {
  for (const name of ['trans_currency', 'settle_currency']) {
    if ((content.text(name, 8) ?? 'CNY') !== 'CNY') throw failure('CURRENCY_VERIFICATION_FAIL', '币种校验失败');
  }
  const payee = content.text('payee_user_id', 32) ?? sellerId;
  if (payee !== sellerId) throw failure('ILLEGAL_PAYEE_USER_ID', '收款方用户号不合法');
  content.text('payee_logon_id', 100);
  content.object('business_params');
  return { ...readAllowed(content), ...readPayer(content) };
}

function readAllowed(content: BizContent): DepositTerms {
  const enabled = readNames(content, 'enable_pay_channels', Object.keys(SOURCES));
  const disabled = readNames(content, 'disable_pay_channels', DISABLED);
  if (enabled !== undefined && disabled !== undefined) {
    throw badArgument('enable_pay_channels与disable_pay_channels互斥，不能同时传入');
  }
  const sourcesOf = (names: readonly string[]) => names.flatMap((name) => SOURCES[name] ?? []);
  if (enabled !== undefined) return { allowed: sourcesOf(enabled) };
  if (disabled === undefined) return {};
  const refused = sourcesOf(disabled);
  return { allowed: ALL.filter((source) => !refused.includes(source)) };
}

/** A list of `[{"payChannelType":"PCREDIT_PAY"}]`, or names with commas between them. */
function readNames(content: BizContent, field: string, known: readonly string[]): string[] | undefined {
  const text = content.has(field) ? content.values[field] : undefined;
  if (text === undefined) return undefined;
  const isList = typeof text !== 'string' || text.trimStart().startsWith('[');
  const names = isList
    ? content.objects(field).map((one) => one.requiredText('payChannelType', 32))
    : text.split(',').map((name) => name.trim());
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) throw badArgument(`${field}不支持${strange}，应为${known.join('、')}`);
  return names;
}

/** `identity_params`: who must agree, by the hash of name and card number, by user id, or both. */
function readPayer(content: BizContent): DepositTerms {
  const params = content.object('identity_params');
  const hash = params.text('identity_hash', 128);
  const payerId = params.text('alipay_user_id', 32);
  return {
    ...(hash === undefined ? {} : { identity: { hash } }),
    ...(payerId === undefined ? {} : { payerId }),
  };
}
