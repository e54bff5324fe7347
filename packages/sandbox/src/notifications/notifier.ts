import { type Clock, formatBeijing } from '@till/alipay/time';
import type { AppBook } from '../apps/app-book.ts';
import type { Schedule } from '../clock/schedule.ts';
import type { Faults } from '../faults/faults.ts';
import type { Ids } from '../ids/ids.ts';
import { signedForm } from '../signing/signed-form.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { Refund, Trade } from '../trades/trade.ts';
import { isAcknowledged, type Notification, type NotificationAttempt, RETRY_DELAYS_MS } from './notification.ts';
import type { FormAnswer, PostForm } from './post-form.ts';
import { paymentMessage, refundMessage } from './trade-message.ts';

/** A notification to be: `changes` belong into the transaction that causes it, `send` comes after that. */
export interface Notice {
  readonly changes: RecordChange[];
  send(): void;
}

const NO_NOTICE: Notice = { changes: [], send: () => undefined };

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
  /** The number of the latest try, which is its id. */
  #attempts: number;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#attempts = Number([...parts.records.ids('attempt')].at(-1) ?? 0);
    for (const notification of parts.records.all('notification')) this.#plan(notification);
  }

  announcePayment(trade: Trade): Notice {
    return this.#announce(trade, (notifyId) => paymentMessage(trade, notifyId));
  }

  announceRefund(trade: Trade, refund: Refund): Notice {
    return this.#announce(trade, (notifyId) => refundMessage(trade, refund, notifyId));
  }

  /** Every try so far, oldest first. */
  attempts(): NotificationAttempt[] {
    return [...this.#parts.records.all('attempt')];
  }

  /** Breaks off what is under way; it will be sent again by the next run on the same data file. */
  close(): void {
    this.#closing.abort(new Error('the sandbox is closing'));
  }

  #announce(trade: Trade, message: (notifyId: string) => Record<string, string>): Notice {
    const { notifyUrl, charset, signType } = trade.contact;
    if (notifyUrl === undefined) return NO_NOTICE;
    const notifyId = this.#parts.ids.notifyId();
    const notification: Notification = {
      notifyId,
      tradeNo: trade.tradeNo,
      appId: trade.appId,
      url: notifyUrl,
      charset,
      signType,
      fields: message(notifyId),
      tries: 0,
      nextAt: this.#parts.clock.now(),
    };
    return {
      changes: [put('notification', notifyId, notification)],
      send: () => this.#plan(notification),
    };
  }

  #plan({ notifyId, nextAt }: Notification): void {
    if (nextAt !== null) this.#parts.schedule.at(nextAt, () => this.#deliver(notifyId));
  }

  async #deliver(notifyId: string): Promise<void> {
    const { records, clock, faults } = this.#parts;
    const notification = records.get('notification', notifyId);
    if (notification === undefined || notification.nextAt === null) return;
    const at = clock.now();
    const fault = faults.forNotification();
    const body = this.#sign(notification, at);
    if (fault === 'drop') {
      this.#record(notification, body, at, [{ status: null, text: 'not sent: the fault plan dropped it' }]);
      return;
    }
    const answers = [await this.#send(notification, body)];
    if (fault === 'duplicate') answers.push(await this.#send(notification, body));
    this.#record(notification, body, at, answers);
  }

  #sign({ appId, fields, charset, signType }: Notification, at: number): string {
    const privateKey = this.#parts.apps.find(appId)?.alipayPrivateKey;
    if (privateKey === undefined) throw new Error(`app ${appId} is gone, its notifications cannot be signed`);
    return signedForm({ fields: { ...fields, notify_time: formatBeijing(at) }, charset, signType, privateKey });
  }

  async #send(notification: Notification, body: string): Promise<FormAnswer | { status: null; text: string }> {
    const charset = notification.charset === 'gbk' ? 'GBK' : 'utf-8';
    const contentType = `application/x-www-form-urlencoded; charset=${charset}`;
    try {
      return await this.#parts.post({ url: notification.url, contentType, body, signal: this.#closing.signal });
    } catch (error) {
      return { status: null, text: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Writes down what came of a try (two answers when it was sent twice) and when the next one is due. */
  #record(
    notification: Notification,
    body: string,
    at: number,
    answers: readonly { status: number | null; text: string }[],
  ): void {
    const { records } = this.#parts;
    const isForgotten = records.get('notification', notification.notifyId) === undefined;
    if (isForgotten || this.#closing.signal.aborted) return;
    const isDone = answers.some(({ status, text }) => isAcknowledged(status, text));
    const delayMs = isDone ? undefined : RETRY_DELAYS_MS[notification.tries];
    const next = {
      ...notification,
      tries: notification.tries + 1,
      nextAt: delayMs === undefined ? null : at + delayMs,
    };
    const { notifyId, tradeNo, appId, url } = notification;
    const about = { notify_id: notifyId, trade_no: tradeNo, app_id: appId, url, body, at, next_at: next.nextAt };
    const rows = answers.map(({ status, text }) =>
      put('attempt', `${++this.#attempts}`, { ...about, status, answer: text }),
    );
    records.commit(...rows, put('notification', notifyId, next));
    this.#plan(next);
  }
}
