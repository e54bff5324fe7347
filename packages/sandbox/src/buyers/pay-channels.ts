import { COUPON_CHANNELS, type CouponChannel } from '../coupons/coupon.ts';
import type { FundChannel } from './buyer.ts';

/** The names in `enable_pay_channels` and `disable_pay_channels`, and the sources of money that they mean here. */
const SOURCES: Readonly<Record<string, FundChannel>> = {
  balance: 'ALIPAYACCOUNT',
  moneyFund: 'FINANCEACCOUNT',
  pcredit: 'PCREDIT',
  pcreditpayInstallment: 'PCREDIT',
  bankPay: 'BANKCARD',
  debitCardExpress: 'BANKCARD',
  creditCard: 'BANKCARD',
  creditCardExpress: 'BANKCARD',
  creditCardCartoon: 'BANKCARD',
  credit_group: 'BANKCARD',
};

const ALL: readonly FundChannel[] = ['ALIPAYACCOUNT', 'FINANCEACCOUNT', 'PCREDIT', 'BANKCARD'];

/** The sources that a merchant lets a buyer use: those enabled, or all but the disabled ones. */
export function allowedSources(enabled: string | undefined, disabled: string | undefined): readonly FundChannel[] {
  if (enabled !== undefined) return sourcesNamed(enabled);
  const excluded = sourcesNamed(disabled ?? '');
  return ALL.filter((source) => !excluded.includes(source));
}

/** The same names, and the coupons that they mean. */
const COUPONS: Readonly<Record<string, readonly CouponChannel[]>> = {
  coupon: ['COUPON'],
  voucher: ['DISCOUNT', 'MDISCOUNT'],
  promotion: ['DISCOUNT', 'MDISCOUNT'],
  mdiscount: ['MDISCOUNT'],
};

/** The coupons that a merchant does not take: those disabled, or all that are not among what is enabled. */
export function refusedCoupons(enabled: string | undefined, disabled: string | undefined): readonly CouponChannel[] {
  const named = (list: string) => new Set(list.split(',').flatMap((name) => COUPONS[name.trim()] ?? []));
  if (enabled === undefined) return [...named(disabled ?? '')];
  const taken = named(enabled);
  return COUPON_CHANNELS.filter((channel) => !taken.has(channel));
}

/** Names of sources that no buyer here has (points) mean nothing. */
function sourcesNamed(list: string): readonly FundChannel[] {
  return list.split(',').flatMap((name) => SOURCES[name.trim()] ?? []);
}
