import type { Queries } from '../database/index.ts';
import type { NotificationRecord } from './notification.ts';

/** Notes that we saw a message: in the transaction of the change that it caused, if it caused one. */
export async function recordNotification(queries: Queries, record: NotificationRecord, now: number): Promise<void> {
  const { fields } = record;
  await queries
    .insertInto('notifications')
    .values({
      app_id: record.appId,
      order_id: record.orderId,
      received_at: BigInt(now),
      outcome: record.outcome,
      reason: record.reason,
      notify_id: fields.notify_id ?? null,
      trade_no: fields.trade_no ?? null,
      order_no: fields.out_trade_no ?? null,
      trade_status: fields.trade_status ?? null,
      out_biz_no: fields.out_biz_no ?? null,
      body: record.body,
    })
    .execute();
}
