import { AlipayConfigError } from '../errors/index.ts';
import type { EventOf, NotificationEvent, NotificationKind } from './event.ts';
import type { ExpectedOrder } from './expected-order.ts';
import type { Receipt } from './receipt.ts';
import type { SeenMessages } from './seen-messages.ts';

/** A value, now or later. */
type Soon<T> = T | Promise<T>;

/** The events by kind. */
export type EventByKind = { [Kind in NotificationKind]: EventOf<Kind> };

/** What to do with each kind of event. A handler that throws makes Alipay send the message again. */
export type EventHandlers = { readonly [Kind in NotificationKind]?: (event: EventByKind[Kind]) => unknown };

/**
 * How an app takes Alipay's messages. Make it once and pass the same object for every request: what it remembers hangs
 * on it.
 */
export interface NotificationHandlers {
  /**
   * What to do, by kind. Kinds without a handler go to `otherwise`, or else are acknowledged and left alone; except that
   * `trade.finished` without a handler of its own goes to `trade.paid`, since some products announce a payment so.
   */
  readonly on: EventHandlers;
  /** Takes the events that `on` has no handler for. */
  readonly otherwise?: (event: NotificationEvent) => unknown;
  /**
   * Finds the order that a trade's or a refund's message names, by its `out_trade_no`; undefined if there is none. Needed
   * for every handler of such events: a message is handled only if order, amount and seller fit.
   */
  readonly findOrder?: (outTradeNo: string) => Soon<ExpectedOrder | undefined>;
  /** The seller's `2088...` number, where one seller gets all the money. */
  readonly sellerId?: string;
  /** What has been handled already. Default: the last 10,000, in memory. */
  readonly seen?: SeenMessages;
  /** Is told what became of every message; what it throws is ignored. Default: what was refused or has failed goes to `console.error`. */
  readonly observe?: (receipt: Receipt) => void;
}

const ORDER_KINDS: ReadonlySet<NotificationKind> = new Set([
  'trade.waiting',
  'trade.paid',
  'trade.finished',
  'trade.closed',
  'trade.refunded',
  'refund.deposited_back',
]);

/** @throws {AlipayConfigError} if events of orders are to be handled that nobody can look up. */
export function checkHandlers(handlers: NotificationHandlers): void {
  if (handlers.findOrder !== undefined) return;
  const kind = Object.keys(handlers.on).find((name) => ORDER_KINDS.has(name as NotificationKind));
  const handler = kind !== undefined ? `on[${JSON.stringify(kind)}]` : handlers.otherwise && 'otherwise';
  if (handler === undefined) return;
  throw new AlipayConfigError(
    `${handler} is given without findOrder: the order and its amount could not be checked. ` +
      'Give findOrder: (outTradeNo) => ({ amountFen }) or undefined for an unknown order.',
  );
}
