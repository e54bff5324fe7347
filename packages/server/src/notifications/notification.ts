/**
 * What became of a notification:
 * `applied` changed something; `repeated` told nothing new; `refused` was Alipay's but not about what we hold;
 * `unverified` cannot be shown to come from Alipay.
 */
export type NotificationOutcome = 'applied' | 'repeated' | 'refused' | 'unverified';

/** What is kept of every notification. */
export interface NotificationRecord {
  readonly appId: bigint | null;
  readonly orderId: bigint | null;
  readonly outcome: NotificationOutcome;
  readonly reason: string | null;
  /** The decoded parameters, once verified. */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Alipay takes exactly this text as received, and sends again after any other. */
export type NotificationAnswer = 'success' | 'failure';

export function answerTo(outcome: NotificationOutcome): NotificationAnswer {
  return outcome === 'applied' || outcome === 'repeated' ? 'success' : 'failure';
}
