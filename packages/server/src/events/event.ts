import type { Queries } from '../database/index.ts';

/** What merchants are told about. The names are part of the contract with webhook receivers. */
export type EventType =
  | 'order.paid'
  | 'order.closed'
  | 'order.finished'
  | 'order.payment_after_close'
  | 'refund.succeeded'
  | 'refund.failed';

export interface NewEvent {
  readonly type: EventType;
  readonly appId: bigint;
  readonly orderId: bigint;
  readonly refundId?: bigint;
  /** What a receiver needs, amounts as decimal strings, times as ISO 8601. */
  readonly data: Readonly<Record<string, string | null>>;
}

/** Puts an event into the outbox. Call it in the transaction that makes the event true. */
export async function appendEvent(queries: Queries, event: NewEvent, now: number): Promise<void> {
  await queries
    .insertInto('events')
    .values({
      type: event.type,
      app_id: event.appId,
      order_id: event.orderId,
      refund_id: event.refundId ?? null,
      data: JSON.stringify(event.data),
      created_at: BigInt(now),
    })
    .execute();
}
