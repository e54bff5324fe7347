import type { Charset } from '@till/alipay/charset';
import type { SignType } from '../signing/signature.ts';

/** A message to a merchant, kept until the merchant has answered `success` or the retries are used up. */
export interface Notification {
  /** 34 digits; the same on every try. */
  readonly notifyId: string;
  readonly tradeNo: string;
  readonly appId: string;
  readonly url: string;
  readonly charset: Charset;
  readonly signType: SignType;
  /** All that is said, in wire order, but for what is made anew on each try: `notify_time` and `sign`, empty here. */
  readonly fields: Readonly<Record<string, string>>;
  /** Tries so far. */
  readonly tries: number;
  /** When the next try is due, epoch milliseconds; null when there will be none. */
  readonly nextAt: number | null;
  /** Held back by the fault plan, for a time or until the next message to the same app has gone out. */
  readonly held?: 'delay' | 'reorder';
}

/** One try to deliver a notification, as the control plane shows it. */
export interface NotificationAttempt {
  notify_id: string;
  trade_no: string;
  app_id: string;
  url: string;
  /** The form text exactly as it was sent. */
  body: string;
  /** Epoch milliseconds. */
  at: number;
  /** The HTTP status; null when there was no answer. */
  status: number | null;
  /** The answer's text, or why there was none. */
  answer: string;
  /** When the next try is due, epoch milliseconds; null when there will be none. */
  next_at: number | null;
}

/**
 * A try as it is kept. Of what was sent only the signature is: the rest is what the notification says, put together again
 * when somebody looks. The whole text is kept where the fault plan made it say something else.
 */
export type KeptAttempt = Omit<NotificationAttempt, 'body'> & ({ readonly sign: string } | { readonly body: string });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long after each try the next one follows: 8 tries in about 25 hours. */
export const RETRY_DELAYS_MS: readonly number[] = [
  4 * MINUTE_MS,
  10 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  15 * HOUR_MS,
];

/** Whether a merchant's answer ends the retries: exactly `success`, HTTP 200. */
export function isAcknowledged(status: number | null, answer: string): boolean {
  return status === 200 && answer === 'success';
}
