import { formatYuan } from '@till/alipay/money';
import { NOTIFY_EVENTS, type NotifyEvent, type SettingFields } from '../apps/app-settings.ts';
import type { Input } from './input.ts';

/** The fields of a registration that are settings. */
export const SETTINGS = ['methods', 'money_out_needs_cert', 'opening_balance', 'notify_on'] as const;

/** @throws {SandboxError} 400, naming the field. */
export function readSettings(input: Input): SettingFields {
  const methods = input.texts('methods', 'names such as alipay.trade.query or alipay.trade.*', isPattern);
  const moneyOutNeedsCert = input.flag('money_out_needs_cert');
  const openingFen = input.amount('opening_balance');
  const notifyOn = input.texts('notify_on', NOTIFY_EVENTS.join(', '), isEvent);
  return {
    ...(methods === undefined ? {} : { methods }),
    ...(moneyOutNeedsCert === undefined ? {} : { money_out_needs_cert: moneyOutNeedsCert }),
    ...(openingFen === undefined ? {} : { opening_balance: formatYuan(openingFen) }),
    ...(notifyOn === undefined ? {} : { notify_on: notifyOn }),
  };
}

function isPattern(text: string): boolean {
  return /^([a-z\d]+(\.[a-z\d]+)*(\.?\*)?|\*)$/i.test(text);
}

function isEvent(text: string): text is NotifyEvent {
  return NOTIFY_EVENTS.some((event) => event === text);
}
