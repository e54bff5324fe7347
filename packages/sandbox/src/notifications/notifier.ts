import { type Clock, formatBeijing } from '@till/alipay/time';
import type { AppBook } from '../apps/app-book.ts';
import { DEFAULT_SETTINGS, type NotifyEvent } from '../apps/app-settings.ts';
import type { Schedule } from '../clock/schedule.ts';
import type { NotifyFault } from '../faults/fault-plan.ts';
import type { Faults } from '../faults/faults.ts';
import type { Ids } from '../ids/ids.ts';
import { printSigned, signedForm } from '../signing/signed-form.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import type { RecordLine } from '../storage/record-line.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { Refund, Trade } from '../trades/trade.ts';
import { gbkMessage, holdMs, staleMessage } from './mishap.ts';
import {
  isAcknowledged,
  type KeptAttempt,
  type Notification,
  type NotificationAttempt,
  RETRY_DELAYS_MS,
} from './notification.ts';
import type { FormAnswer, PostForm } from './post-form.ts';
import { paymentMessage, refundMessage, stateMessage } from './trade-message.ts';

interface SignedForm {
  readonly sign: string;
  readonly text: string;
}

/** One message as it went out, and what came back. */
interface Sent {
  readonly notification: Notification;
  readonly form: SignedForm;
  readonly answer: FormAnswer | { readonly status: null; readonly text: string };
}

/** What is said, to whom, and how. */
export interface Message extends Pick<Notification, 'appId' | 'url' | 'charset' | 'signType'> {
  /** Alipay's number of what it is about: a trade_no, an auth_no, an agreement_no. */
  readonly subject: string;
  /** In wire order; `notify_time` and `sign` empty. */
  readonly fields: (notifyId: string) => Record<string, string>;
}

/** A notification to be: `changes` belong into the transaction that causes it, `send` comes after that. */
export interface Notice {
  readonly changes: RecordChange[];
  send(): void;
}

export const NO_NOTICE: Notice = { changes: [], send: () => undefined };

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly apps: AppBook;
  readonly faults: Faults;
  readonly post: PostForm;
}

/** Tells merchants what happened to their trades, again and again until they answer `success`. */
export class Notifier {
  readonly #parts: Parts;
  readonly #closing = new AbortController();
  /** Messages that wait for another one to overtake them. */
  readonly #heldBack = new Set<string>();
  readonly #ofSubject: RecordIndex<KeptAttempt>;
  readonly #ofApp: RecordLine<KeptAttempt>;
  /** The number of the latest try, which is its id. */
  #attempts = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#ofSubject = parts.records.indexBy('attempt', ({ trade_no }) => [trade_no]);
    this.#ofApp = parts.records.lineBy('attempt', ({ app_id }) => app_id);
    this.#attempts = Number(this.#ofApp.of().at(-1) ?? 0);
    for (const notification of parts.records.all('notification')) {
      if (notification.held === 'reorder' && notification.nextAt !== null) this.#heldBack.add(notification.notifyId);
      this.#plan(notification);
    }
  }

  announcePayment(trade: Trade): Notice {
    return this.#announce(trade, (notifyId) => this.#forMerchant(trade, paymentMessage(trade, notifyId)));
  }

  /** Only to the `notify_url` of the closing call itself: by default Alipay tells nobody that a trade was closed. */
  announceClose(trade: Trade, notifyUrl: string): Notice {
    const told = { ...trade, contact: { ...trade.contact, notifyUrl } };
    return this.#announce(told, (notifyId) => stateMessage(trade, notifyId));
  }

  /** A state that came without money moving: only merchants who want it are told. */
  announceState(trade: Trade, event: NotifyEvent): Notice {
    if (!this.#isWanted(trade, event)) return NO_NOTICE;
    return this.#announce(trade, (notifyId) => this.#forMerchant(trade, stateMessage(trade, notifyId)));
  }

  announceRefund(trade: Trade, refund: Refund): Notice {
    const isWhole = trade.status === 'TRADE_CLOSED';
    if (isWhole && !this.#isWanted(trade, 'full_refund')) return NO_NOTICE;
    return this.#announce(trade, (notifyId) => this.#forMerchant(trade, refundMessage(trade, refund, notifyId)));
  }

  #isWanted({ appId }: Trade, event: NotifyEvent): boolean {
    const { notifyOn } = this.#parts.apps.find(appId)?.settings ?? {};
    return (notifyOn ?? DEFAULT_SETTINGS.notifyOn).includes(event);
  }

  /** An ISV's app learns from `auth_app_id` whose trade it is. */
  #forMerchant(trade: Trade, message: Record<string, string>): Record<string, string> {
    return { ...message, auth_app_id: this.#parts.apps.authAppIdOf(trade) };
  }

  /** Every try about one subject, oldest first. */
  attempts(subject: string): NotificationAttempt[] {
    return [...this.#ofSubject.of(subject)].map((attempt) => this.#shown(attempt));
  }

  /** The latest tries, to all apps or to one, oldest first. */
  latest(countMax: number, appId?: string): NotificationAttempt[] {
    const kept = this.#ofApp.of(appId).slice(-countMax);
    return kept.flatMap((id) => this.#parts.records.get('attempt', id) ?? []).map((attempt) => this.#shown(attempt));
  }

  /** The tries of so many messages: of those tried last, the latest first. */
  newest(count: number): NotificationAttempt[][] {
    const newest = new Map<string, NotificationAttempt[]>();
    for (let number = this.#attempts; number > 0 && newest.size < count; number--) {
      const attempt = this.#parts.records.get('attempt', `${number}`);
      if (attempt === undefined) break;
      const { notify_id, trade_no } = attempt;
      if (newest.has(notify_id)) continue;
      newest.set(
        notify_id,
        this.attempts(trade_no).filter((one) => one.notify_id === notify_id),
      );
    }
    return [...newest.values()];
  }

  #shown(attempt: KeptAttempt): NotificationAttempt {
    if ('body' in attempt) return attempt;
    const { sign, next_at, status, answer, ...about } = attempt;
    const notification = this.#parts.records.get('notification', attempt.notify_id);
    const { charset = 'utf-8' } = notification ?? {};
    const body = notification === undefined ? '' : printSigned(timed(notification, attempt.at), sign, charset);
    return { ...about, body, status, answer, next_at };
  }

  /** Makes a message due again, whatever became of it; the timetable goes on from here. Undefined: there is no such one. */
  resend(notifyId: string): Notification | undefined {
    const { records, clock } = this.#parts;
    const notification = records.get('notification', notifyId);
    if (notification === undefined) return undefined;
    const due: Notification = { ...notification, nextAt: clock.now() };
    records.commit(put('notification', notifyId, due));
    this.#plan(due);
    return due;
  }

  /** Breaks off what is under way; it will be sent again by the next run on the same data file. */
  close(): void {
    this.#closing.abort(new Error('the sandbox is closing'));
  }

  /** A message to a merchant, about anything; `at` lets it wait. */
  announce(message: Message, at = this.#parts.clock.now()): Notice {
    const notifyId = this.#parts.ids.notifyId();
    const { subject, fields, ...contact } = message;
    const notification: Notification = {
      ...contact,
      notifyId,
      tradeNo: subject,
      fields: fields(notifyId),
      tries: 0,
      nextAt: at,
    };
    return {
      changes: [put('notification', notifyId, notification)],
      send: () => this.#plan(notification),
    };
  }

  #announce(trade: Trade, fields: (notifyId: string) => Record<string, string>): Notice {
    const { notifyUrl, charset, signType } = trade.contact;
    if (notifyUrl === undefined) return NO_NOTICE;
    return this.announce({ subject: trade.tradeNo, appId: trade.appId, url: notifyUrl, charset, signType, fields });
  }

  #plan({ notifyId, nextAt }: Notification): void {
    if (nextAt !== null) this.#parts.schedule.at(nextAt, () => this.#deliver(notifyId));
  }

  async #deliver(notifyId: string): Promise<void> {
    const { records, clock, faults } = this.#parts;
    const notification = records.get('notification', notifyId);
    const at = clock.now();
    if (notification === undefined || notification.nextAt === null || notification.nextAt > at) return;
    // A message that was held back has met its fault already.
    const fault = notification.held === undefined ? faults.forNotification(notification.appId) : undefined;
    const wait = holdMs(fault);
    if (wait !== undefined) return this.#hold(notification, fault?.kind === 'delay' ? 'delay' : 'reorder', at + wait);
    this.#record(notification, at, await this.#attempt(notification, fault?.kind, at));
    this.#releaseHeld(notification);
  }

  /** Sends a message once, or as the fault has it. */
  async #attempt(notification: Notification, fault: NotifyFault | undefined, at: number): Promise<Sent[]> {
    if (fault === 'drop') {
      const answer = { status: null, text: 'not sent: the fault plan dropped it' };
      return [{ notification, form: await this.#sign(notification, at), answer }];
    }
    const message = fault === 'gbk' ? gbkMessage(notification) : notification;
    const form = await this.#sign(message, at, fault === 'bad_signature');
    const sent = [await this.#send(message, form)];
    if (fault === 'duplicate') sent.push(await this.#send(message, form));
    const stale = fault === 'stale_state' ? staleMessage(message, this.#parts.ids.notifyId()) : undefined;
    if (stale !== undefined) sent.push(await this.#send(stale, await this.#sign(stale, at)));
    return sent;
  }

  /** Keeps a message back, without counting that as a try. */
  #hold(notification: Notification, held: 'delay' | 'reorder', until: number): void {
    const waiting = { ...notification, held, nextAt: until };
    if (held === 'reorder') this.#heldBack.add(notification.notifyId);
    this.#parts.records.commit(put('notification', notification.notifyId, waiting));
    this.#plan(waiting);
  }

  /** A message has overtaken those to the same app that were waiting for just that. */
  #releaseHeld({ appId, notifyId }: Notification): void {
    const { records, clock } = this.#parts;
    for (const heldId of this.#heldBack) {
      const waiting = records.get('notification', heldId);
      if (waiting?.held === 'reorder' && (waiting.appId !== appId || heldId === notifyId)) continue;
      this.#heldBack.delete(heldId);
      // It has been forgotten, or has gone out when its time was up.
      if (waiting?.held !== 'reorder') continue;
      const released: Notification = { ...waiting, nextAt: clock.now() };
      records.commit(put('notification', heldId, released));
      this.#plan(released);
    }
  }

  /** `byUnknownKey`: as if Alipay had changed its key and the merchant did not know yet. */
  async #sign(notification: Notification, at: number, byUnknownKey = false): Promise<SignedForm> {
    const { apps } = this.#parts;
    const { appId, charset, signType } = notification;
    const own = apps.find(appId)?.alipayPrivateKey;
    if (own === undefined) throw new Error(`app ${appId} is gone, its notifications cannot be signed`);
    const privateKey = byUnknownKey ? await apps.unknownKey() : own;
    return signedForm({ fields: timed(notification, at), charset, signType, privateKey });
  }

  async #send(notification: Notification, form: SignedForm): Promise<Sent> {
    const charset = notification.charset === 'gbk' ? 'GBK' : 'utf-8';
    const contentType = `application/x-www-form-urlencoded; charset=${charset}`;
    try {
      const post = { url: notification.url, contentType, body: form.text, signal: this.#closing.signal };
      return { notification, form, answer: await this.#parts.post(post) };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return { notification, form, answer: { status: null, text } };
    }
  }

  /** Writes down what came of a try (two rows when two messages went out) and when the next one is due. */
  #record(notification: Notification, at: number, sent: readonly Sent[]): void {
    const { records } = this.#parts;
    const isForgotten = records.get('notification', notification.notifyId) === undefined;
    if (isForgotten || this.#closing.signal.aborted) return;
    const isDone = sent.some(
      ({ notification: { notifyId }, answer: { status, text } }) =>
        notifyId === notification.notifyId && isAcknowledged(status, text),
    );
    const delayMs = isDone ? undefined : RETRY_DELAYS_MS[notification.tries];
    const { held: _, ...rest } = notification;
    const next = {
      ...rest,
      tries: notification.tries + 1,
      nextAt: delayMs === undefined ? null : at + delayMs,
    };
    const { tradeNo, appId, url } = notification;
    const about = { trade_no: tradeNo, app_id: appId, url, at, next_at: next.nextAt };
    const rows = sent.map(({ notification: message, form, answer: { status, text } }) => {
      const said = message === notification ? { sign: form.sign } : { body: form.text };
      return put('attempt', `${++this.#attempts}`, {
        notify_id: message.notifyId,
        ...about,
        ...{ status, answer: text, ...said },
      });
    });
    records.commit(...rows, put('notification', notification.notifyId, next));
    this.#plan(next);
  }
}

/** What a message says when it is sent at an instant. */
function timed({ fields }: Notification, at: number): Notification['fields'] {
  return 'notify_time' in fields ? { ...fields, notify_time: formatBeijing(at) } : fields;
}
