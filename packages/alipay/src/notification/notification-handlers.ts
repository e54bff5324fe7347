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
   * Finds the order that a trade's or a refund's message names, by its `out_trade_no`; undefined or null if there is
   * none. Needed for every handler of such events: a message is handled only if order, amount and seller fit.
   */
  readonly findOrder?: (outTradeNo: string) => Soon<ExpectedOrder | null | undefined>;
  /** The seller's `2088...` number, where one seller gets all the money. */
  readonly sellerId?: string;
  /** What has been handled already. Default: the last 10,000, in memory. */
  readonly seen?: SeenMessages;
  /** Is told what became of every message; what it throws is ignored. Default: what was refused or has failed goes to `console.error`. */
  readonly observe?: (receipt: Receipt) => void;
}

/** Whether a kind's events name an order of the seller's, with its amount. */
const NAMES_ORDER: Readonly<Record<NotificationKind, boolean>> = {
  'trade.waiting': true,
  'trade.paid': true,
  'trade.finished': true,
  'trade.closed': true,
  'trade.refunded': true,
  'refund.deposited_back': true,
  'trade.settled': false,
  'transfer.changed': false,
  'fund_auth.frozen': false,
  'fund_auth.unfrozen': false,
  'fund_auth.cancelled': false,
  'agreement.signed': false,
  'agreement.unsigned': false,
  message: false,
  unknown: false,
};

/**
 * @throws {AlipayConfigError} if a handler is none, or for a kind that does not exist, or for events of orders that
 * nobody can look up.
 */
export function checkHandlers(handlers: NotificationHandlers): void {
  if (typeof handlers?.on !== 'object') {
    throw new AlipayConfigError("on is missing. Give the handlers by kind: on: { 'trade.paid': (event) => ... }.");
  }
  const kinds = Object.keys(handlers.on);
  const stranger = kinds.find((kind) => !Object.hasOwn(NAMES_ORDER, kind));
  if (stranger !== undefined) {
    throw new AlipayConfigError(
      `on has a handler for ${JSON.stringify(stranger)}, which is no kind of event; it would never be called. ` +
        `The kinds are ${Object.keys(NAMES_ORDER).join(', ')}.`,
    );
  }
  // An event without its handler would be acknowledged and lost.
  for (const kind of kinds) checkFunction(`on[${JSON.stringify(kind)}]`, handlers.on[kind as NotificationKind]);
  if (handlers.findOrder === undefined) checkNeedsNoOrder(handlers);
  else checkFunction('findOrder', handlers.findOrder);
}

function checkNeedsNoOrder({ on, otherwise }: NotificationHandlers): void {
  const kind = Object.keys(on).find((name) => NAMES_ORDER[name as NotificationKind]);
  const handler = kind !== undefined ? `on[${JSON.stringify(kind)}]` : otherwise && 'otherwise';
  if (handler === undefined) return;
  throw new AlipayConfigError(
    `${handler} is given without findOrder: the order and its amount could not be checked. ` +
      'Give findOrder: (outTradeNo) => ({ amountFen }) or undefined for an unknown order.',
  );
}

function checkFunction(name: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new AlipayConfigError(`${name} is ${value === undefined ? 'undefined' : `a ${typeof value}`}, not a function.`);
}
