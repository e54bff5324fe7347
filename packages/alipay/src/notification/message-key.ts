import { createHash } from 'node:crypto';
import type { NotificationEvent, TradeStatus } from './event.ts';

/**
 * What a message announces, as a key: two messages with the same key announce the same thing. Alipay repeats a message
 * under the same `notify_id`, but announces some things twice under different ones; so trades and the like go by
 * their own numbers, and only the rest by `notify_id`.
 */
export function messageKey(appId: string, event: NotificationEvent): string {
  return [appId, event.kind, ...partsOf(event)].join(' ');
}

function partsOf(event: NotificationEvent): (string | undefined)[] {
  switch (event.kind) {
    case 'trade.waiting':
    case 'trade.paid':
    case 'trade.finished':
    case 'trade.closed':
      return [event.tradeNo];
    case 'trade.refunded':
      return [event.tradeNo, event.status, event.outRequestNo, String(event.refundedTotalFen)];
    case 'refund.deposited_back':
      return [event.tradeNo, event.outRequestNo, event.succeeded ? 'S' : 'F'];
    case 'transfer.changed':
      return [event.outBizNo, event.orderId, event.status, event.actionType];
    case 'fund_auth.frozen':
    case 'fund_auth.unfrozen':
    case 'fund_auth.cancelled':
      return [event.authNo, event.operationId, event.status];
    case 'agreement.signed':
    case 'agreement.unsigned':
      return [event.agreementNo];
    case 'trade.settled':
    case 'message':
    case 'unknown':
      return [event.notifyId === '' ? digest(event.fields) : event.notifyId];
  }
}

/** Statuses in which a trade can be found after one. */
const LATER: Readonly<Record<TradeStatus, readonly TradeStatus[]>> = {
  WAIT_BUYER_PAY: ['TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'],
  TRADE_SUCCESS: ['TRADE_FINISHED', 'TRADE_CLOSED'],
  TRADE_FINISHED: [],
  TRADE_CLOSED: [],
};

/** The key under which a trade's status is remembered; undefined for what is not about a trade's status. */
export function statusKey(appId: string, event: NotificationEvent): string | undefined {
  return 'status' in event && 'totalFen' in event ? keyOfStatus(appId, event.tradeNo, event.status) : undefined;
}

/**
 * The keys any of which makes the event old news: a trade that was closed since is not to be delivered. Refunds are
 * never old news: each tells of its own money.
 */
export function supersedingKeys(appId: string, event: NotificationEvent): string[] {
  switch (event.kind) {
    case 'trade.waiting':
    case 'trade.paid':
    case 'trade.finished':
    case 'trade.closed':
      return LATER[event.status].map((status) => keyOfStatus(appId, event.tradeNo, status));
    default:
      return [];
  }
}

function keyOfStatus(appId: string, tradeNo: string, status: TradeStatus): string {
  return `${appId} ${tradeNo} ${status}`;
}

/** Messages without a number are told apart by all they say, but for what every delivery has anew. */
function digest(fields: Readonly<Record<string, string>>): string {
  const { sign: _sign, notify_time: _sentAt, ...rest } = fields;
  const said = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
