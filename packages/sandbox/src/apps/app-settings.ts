import { type Fen, formatYuan, parseYuan } from '@till/alipay/money';

/** What Alipay tells a merchant of beside payments and part refunds, when the merchant wants it to. */
export const NOTIFY_EVENTS = ['created', 'full_refund', 'closed', 'finished'] as const;

export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];

/** What an app's contracts and the console's switches say. Absent ones are as {@link DEFAULT_SETTINGS}. */
export interface AppSettings {
  /** The methods that the app may call; a name that ends in `*` stands for all that begin so. */
  readonly methods: readonly string[];
  /** Whether methods that send money away insist on certificate mode. */
  readonly moneyOutNeedsCert: boolean;
  /** What the merchant's account starts with. */
  readonly openingFen: Fen;
  readonly notifyOn: readonly NotifyEvent[];
}

/**
 * Lenient, so that everything can be tried at once: Alipay itself insists on certificates for transfers, and an account
 * there starts empty.
 */
export const DEFAULT_SETTINGS: AppSettings = {
  methods: ['*'],
  moneyOutNeedsCert: false,
  openingFen: 100_000_000n,
  notifyOn: ['full_refund'],
};

/** The same settings as a registration names them. */
export interface SettingFields {
  /** Which methods the app may call, such as `alipay.trade.*`. Others are refused for want of permission. Default all. */
  methods?: readonly string[];
  /** Transfers are refused to an app in key mode, as at Alipay. Default false. */
  money_out_needs_cert?: boolean;
  /** What the merchant's account starts with, in yuan. Default `1000000.00`. Not to be changed once money has moved. */
  opening_balance?: string;
  /** What is notified beside payments and part refunds. Default `["full_refund"]`. */
  notify_on?: readonly NotifyEvent[];
}

/** The settings after a registration that names some of them. */
export function withSettings(settings: Partial<AppSettings>, fields: SettingFields): Partial<AppSettings> {
  const { methods, money_out_needs_cert, opening_balance, notify_on } = fields;
  return {
    ...settings,
    ...(methods === undefined ? {} : { methods }),
    ...(money_out_needs_cert === undefined ? {} : { moneyOutNeedsCert: money_out_needs_cert }),
    ...(opening_balance === undefined ? {} : { openingFen: parseYuan(opening_balance) }),
    ...(notify_on === undefined ? {} : { notifyOn: notify_on }),
  };
}

/** Those that a registration has set. */
export function settingFields({
  methods,
  moneyOutNeedsCert,
  openingFen,
  notifyOn,
}: Partial<AppSettings>): SettingFields {
  return {
    ...(methods === undefined ? {} : { methods }),
    ...(moneyOutNeedsCert === undefined ? {} : { money_out_needs_cert: moneyOutNeedsCert }),
    ...(openingFen === undefined ? {} : { opening_balance: formatYuan(openingFen) }),
    ...(notifyOn === undefined ? {} : { notify_on: notifyOn }),
  };
}
