import type { NotificationEvent } from './event.ts';

/**
 * What became of a message:
 * - `handled`: checked, and its handler has finished.
 * - `ignored`: genuine, but nobody wants this kind.
 * - `repeated`: handled before.
 * - `stale`: overtaken; a later status of the trade has been handled.
 * - `refused`: not genuine, not for this app, or not fitting the order.
 * - `failed`: genuine, but a handler or look-up has thrown.
 */
export type ReceiptOutcome = 'handled' | 'ignored' | 'repeated' | 'stale' | 'refused' | 'failed';

/** What became of a message, and what to answer. */
export interface Receipt {
  readonly outcome: ReceiptOutcome;
  /** The text to answer with. Alipay sends the message again, eight times in 25 hours, until it reads `success`. */
  readonly answer: 'success' | 'failure';
  /** The HTTP status to answer with: 200, or for `failure` 400 (refused) or 500 (failed), for monitors to see. */
  readonly status: 200 | 400 | 500;
  /** What the message says, once it has been verified. */
  readonly event: NotificationEvent | undefined;
  /** Why it was refused or has failed. */
  readonly error: unknown;
}

export function receiptOf(outcome: ReceiptOutcome, event?: NotificationEvent, error?: unknown): Receipt {
  switch (outcome) {
    case 'refused':
      return { outcome, answer: 'failure', status: 400, event, error };
    case 'failed':
      return { outcome, answer: 'failure', status: 500, event, error };
    default:
      return { outcome, answer: 'success', status: 200, event, error };
  }
}
