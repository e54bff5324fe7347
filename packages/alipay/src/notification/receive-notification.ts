import { AlipayNotificationError, messageOf, tellObserver } from '../errors/index.ts';
import type { NotificationEvent, NotificationKind } from './event.ts';
import { AlipayOrderMismatchError, checkOrder } from './expected-order.ts';
import { messageKey, statusKey, supersedingKeys } from './message-key.ts';
import {
  checkHandlers,
  type EventByKind,
  type EventHandlers,
  type NotificationHandlers,
} from './notification-handlers.ts';
import { readEvent } from './read-event.ts';
import { type Receipt, receiptOf } from './receipt.ts';
import { type ReceivedBody, readBody } from './received-body.ts';
import { RecentMessages, type SeenMessages } from './seen-messages.ts';
import type { VerifiedParameters } from './verify-notification.ts';

/** Whoever can tell whether a message is Alipay's and for its app: the client, for one. */
export interface NotificationVerifier {
  readonly appId: string;
  /** @throws {AlipayNotificationError} */
  verifyNotification(rawBody: string | Uint8Array): VerifiedParameters | Promise<VerifiedParameters>;
}

/**
 * Does with one message all that has to be done: verifies it, reads it, leaves out what was handled before or has been
 * overtaken, compares it with the order, and hands it to its handler.
 *
 * The body is taken as received: text, bytes, or the request itself as Node's servers give it. What happened and what
 * to answer is in the receipt; the only thing it throws is that the handlers cannot work.
 * @throws {AlipayConfigError}
 */
export async function receiveNotification(
  verifier: NotificationVerifier,
  rawBody: ReceivedBody,
  handlers: NotificationHandlers,
): Promise<Receipt> {
  const memory = memoryOf(handlers);
  const receipt = await receive(verifier, rawBody, handlers, memory);
  const { observe = complain } = handlers;
  tellObserver(() => observe(receipt));
  return receipt;
}

async function receive(
  verifier: NotificationVerifier,
  rawBody: ReceivedBody,
  handlers: NotificationHandlers,
  memory: Memory,
): Promise<Receipt> {
  let event: NotificationEvent;
  try {
    event = routed(readEvent(await verifier.verifyNotification(await readBody(rawBody))), handlers.on);
  } catch (error) {
    return receiptOf(error instanceof AlipayNotificationError ? 'refused' : 'failed', undefined, error);
  }
  if (handlers.on[event.kind] === undefined && handlers.otherwise === undefined) return receiptOf('ignored', event);
  const subject = 'tradeNo' in event ? event.tradeNo : messageKey(verifier.appId, event);
  try {
    return await inTurn(memory.running, subject, () => handle(verifier.appId, event, handlers, memory.seen));
  } catch (error) {
    return receiptOf('failed', event, error);
  }
}

async function handle(
  appId: string,
  event: NotificationEvent,
  handlers: NotificationHandlers,
  seen: SeenMessages,
): Promise<Receipt> {
  try {
    const key = messageKey(appId, event);
    if (await seen.has(key)) return receiptOf('repeated', event);
    for (const later of supersedingKeys(appId, event)) {
      if (await seen.has(later)) return receiptOf('stale', event);
    }
    await checkAgainstOrder(event, handlers);
    if (handlers.on[event.kind] === undefined) await handlers.otherwise?.(event);
    else await dispatch(handlers.on, event.kind, event);
    const status = statusKey(appId, event);
    if (status !== undefined) await seen.add(status);
    await seen.add(key);
    return receiptOf('handled', event);
  } catch (error) {
    return receiptOf(error instanceof AlipayOrderMismatchError ? 'refused' : 'failed', event, error);
  }
}

async function checkAgainstOrder(
  event: NotificationEvent,
  { findOrder, sellerId }: NotificationHandlers,
): Promise<void> {
  switch (event.kind) {
    case 'trade.waiting':
    case 'trade.paid':
    case 'trade.finished':
    case 'trade.closed':
    case 'trade.refunded':
    case 'refund.deposited_back':
      checkOrder(event, await findOrder?.(event.outTradeNo), sellerId);
  }
}

/** Some products announce a payment as `TRADE_FINISHED`; whoever handles only payments must not miss it. */
function routed(event: NotificationEvent, on: EventHandlers): NotificationEvent {
  const isPayment = event.kind === 'trade.finished' && on['trade.finished'] === undefined;
  return isPayment && on['trade.paid'] !== undefined ? { ...event, kind: 'trade.paid' } : event;
}

function dispatch<Kind extends NotificationKind>(on: EventHandlers, kind: Kind, event: EventByKind[Kind]): unknown {
  return on[kind]?.(event);
}

/** What hangs on one set of handlers. */
interface Memory {
  readonly seen: SeenMessages;
  /** The last message of each subject that is being handled right now. */
  readonly running: Map<string, Promise<unknown>>;
}

const MEMORIES = new WeakMap<NotificationHandlers, Memory>();

function memoryOf(handlers: NotificationHandlers): Memory {
  const known = MEMORIES.get(handlers);
  if (known !== undefined) return known;
  checkHandlers(handlers);
  const memory: Memory = { seen: handlers.seen ?? new RecentMessages(), running: new Map() };
  MEMORIES.set(handlers, memory);
  return memory;
}

/** How long a message waits for another about the same thing. Then it is left to Alipay to send it again. */
const TURN_MS_MAX = 60_000;

/** Runs one piece of work after another where they concern the same thing: two deliveries at once must not both count. */
function inTurn<T>(running: Map<string, Promise<unknown>>, subject: string, work: () => Promise<T>): Promise<T> {
  const before = running.get(subject);
  const mine = before === undefined ? work() : afterTurn(before, work);
  const turn = Promise.allSettled([before, mine]).then(() => {
    if (running.get(subject) === turn) running.delete(subject);
  });
  running.set(subject, turn);
  return mine;
}

function afterTurn<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      const waited = `${TURN_MS_MAX / 1000} s`;
      reject(new Error(`The handler of an earlier message about the same has not finished within ${waited}.`));
    }, TURN_MS_MAX);
    before.then(() => {
      clearTimeout(timer);
      if (!isLate) work().then(resolve, reject);
    });
  });
}

/** Nobody asked to be told, but a message that was not handled must not go unnoticed. */
function complain({ outcome, error }: Receipt): void {
  if (outcome === 'failed') console.error('Alipay notification: the handler failed.', error);
  if (outcome === 'refused') console.error(`Alipay notification refused: ${messageOf(error)}`);
}
