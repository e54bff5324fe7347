import type { NotifyFaultRule } from '../faults/fault-plan.ts';
import type { Notification } from './notification.ts';

const DELAY_MS = 60_000;
const REORDER_MS = 5 * 60_000;

/** For how long a fault keeps a message back (`reorder`: at the longest); undefined when it does not. */
export function holdMs(rule: NotifyFaultRule | undefined): number | undefined {
  if (rule?.kind === 'delay') return rule.ms ?? DELAY_MS;
  return rule?.kind === 'reorder' ? (rule.ms ?? REORDER_MS) : undefined;
}

/** What stood in a message before the change that it tells of. */
const EARLIER: Readonly<Record<string, string>> = {
  TRADE_SUCCESS: 'WAIT_BUYER_PAY',
  TRADE_CLOSED: 'TRADE_SUCCESS',
  TRADE_FINISHED: 'TRADE_SUCCESS',
};

/** The same message as of an earlier state, under a number of its own; undefined when it tells of no trade's state. */
export function staleMessage(notification: Notification, notifyId: string): Notification | undefined {
  const status = EARLIER[notification.fields.trade_status ?? ''];
  if (status === undefined) return undefined;
  const late = status === 'WAIT_BUYER_PAY' ? ['gmt_payment', 'gmt_close'] : ['gmt_close'];
  const kept = Object.entries(notification.fields).filter(([name]) => !late.includes(name));
  const fields = { ...Object.fromEntries(kept), trade_status: status, notify_id: notifyId };
  return { ...notification, notifyId, fields };
}

/** The same message in GBK, as Alipay sends it to merchants whose charset it could not tell. */
export function gbkMessage(notification: Notification): Notification {
  return { ...notification, charset: 'gbk', fields: { ...notification.fields, charset: 'GBK' } };
}
