import type { Selectable } from 'kysely';
import type { Queries } from '../database/index.ts';
import type { RefundRow } from '../database/schema.ts';
import type { Refund, RefundState } from './refund.ts';

export async function refundsOfOrder(queries: Queries, orderId: bigint): Promise<Refund[]> {
  const rows = await queries.selectFrom('refunds').selectAll().where('order_id', '=', orderId).orderBy('id').execute();
  return rows.map(refundOf);
}

export async function readRefund(queries: Queries, id: bigint): Promise<Refund> {
  const row = await queries.selectFrom('refunds').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return refundOf(row);
}

/** As {@link readRefund}; keeps others from changing it until the transaction ends. Lock the order first. */
export async function lockRefund(queries: Queries, id: bigint): Promise<Refund> {
  const row = await queries
    .selectFrom('refunds')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return refundOf(row);
}

/** Stores a new refund, already taken up by the caller. */
export async function insertRefund(
  queries: Queries,
  refund: Pick<Refund, 'appId' | 'orderId' | 'requestNo' | 'amountFen'>,
  lease: { now: number; leaseUntil: number },
): Promise<Refund> {
  const row = await queries
    .insertInto('refunds')
    .values({
      app_id: refund.appId,
      order_id: refund.orderId,
      request_no: refund.requestNo,
      amount_fen: refund.amountFen,
      state: 'UNKNOWN' satisfies RefundState,
      attempts: 1n,
      leased_until: BigInt(lease.leaseUntil),
      next_check_at: BigInt(lease.leaseUntil),
      created_at: BigInt(lease.now),
      updated_at: BigInt(lease.now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return refundOf(row);
}

/** Takes up a failed refund again: it is undecided from now on. Lock the order first. */
export async function reviveRefund(
  queries: Queries,
  id: bigint,
  lease: { now: number; leaseUntil: number },
): Promise<Refund> {
  const row = await queries
    .updateTable('refunds')
    .set((column) => ({
      state: 'UNKNOWN' satisfies RefundState,
      problem: null,
      ...leased(lease),
      attempts: column('attempts', '+', 1n),
    }))
    .where('id', '=', id)
    .where('state', '=', 'FAILED')
    .returningAll()
    .executeTakeFirstOrThrow();
  return refundOf(row);
}

/** Takes up an undecided refund that nobody is at; undefined if somebody is, or if it is decided. */
export async function claimRefund(
  queries: Queries,
  id: bigint,
  lease: { now: number; leaseUntil: number },
): Promise<Refund | undefined> {
  const row = await queries
    .updateTable('refunds')
    .set((column) => ({ ...leased(lease), attempts: column('attempts', '+', 1n) }))
    .where('id', '=', id)
    .where('state', '=', 'UNKNOWN')
    .where((column) => column.or([column('leased_until', 'is', null), column('leased_until', '<=', BigInt(lease.now))]))
    .returningAll()
    .executeTakeFirst();
  return row && refundOf(row);
}

/** Whether any refund waits to be settled; cheap, and takes no lock. */
export async function hasDueRefund(queries: Queries, now: number): Promise<boolean> {
  const row = await queries
    .selectFrom('refunds')
    .select('id')
    .where('next_check_at', '<=', BigInt(now))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes up refunds that are due, for this worker alone until the lease ends. */
export async function claimDueRefunds(
  queries: Queries,
  lease: { now: number; leaseUntil: number; limit: number },
): Promise<Refund[]> {
  const rows = await queries
    .updateTable('refunds')
    .set((column) => ({ ...leased(lease), attempts: column('attempts', '+', 1n) }))
    .where('id', 'in', (due) =>
      due
        .selectFrom('refunds')
        .select('id')
        .where('next_check_at', '<=', BigInt(lease.now))
        .orderBy('next_check_at')
        .limit(lease.limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
  return rows.map(refundOf);
}

/** Prolongs the lease before another call to Alipay. False if somebody else has taken the refund up since. */
export async function renewLease(
  queries: Queries,
  refund: Refund,
  lease: { now: number; leaseUntil: number },
): Promise<boolean> {
  const row = await queries
    .updateTable('refunds')
    .set(leased(lease))
    .where('id', '=', refund.id)
    .where('state', '=', 'UNKNOWN')
    .where('attempts', '=', BigInt(refund.attempts))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function markSucceeded(
  queries: Queries,
  id: bigint,
  success: { answer: Readonly<Record<string, unknown>>; body: string; now: number },
): Promise<void> {
  await queries
    .updateTable('refunds')
    .set({
      ...settled('SUCCEEDED', success.now),
      problem: null,
      answer: JSON.stringify(success.answer),
      answer_body: success.body,
      succeeded_at: BigInt(success.now),
    })
    .where('id', '=', id)
    .execute();
}

export async function markFailed(
  queries: Queries,
  id: bigint,
  failure: { problem: string; now: number },
): Promise<void> {
  await queries
    .updateTable('refunds')
    .set({ ...settled('FAILED', failure.now), problem: failure.problem })
    .where('id', '=', id)
    .execute();
}

/** Puts an undecided refund down, to be settled later. */
export async function putDown(
  queries: Queries,
  id: bigint,
  later: { problem: string; nextCheckAt: number; now: number },
): Promise<void> {
  await queries
    .updateTable('refunds')
    .set({
      leased_until: null,
      next_check_at: BigInt(later.nextCheckAt),
      problem: later.problem,
      updated_at: BigInt(later.now),
    })
    .where('id', '=', id)
    .execute();
}

/** Makes an undecided refund that nobody is at due now: something has been heard of it. */
export async function makeRefundDue(
  queries: Queries,
  refund: { orderId: bigint; requestNo: string; now: number },
): Promise<void> {
  await queries
    .updateTable('refunds')
    .set({ next_check_at: BigInt(refund.now) })
    .where('order_id', '=', refund.orderId)
    .where('request_no', '=', refund.requestNo)
    .where('state', '=', 'UNKNOWN')
    .where('leased_until', 'is', null)
    .execute();
}

function leased({ now, leaseUntil }: { now: number; leaseUntil: number }) {
  return { leased_until: BigInt(leaseUntil), next_check_at: BigInt(leaseUntil), updated_at: BigInt(now) };
}

function settled(state: RefundState, now: number) {
  return { state, leased_until: null, next_check_at: null, updated_at: BigInt(now) };
}

function refundOf(row: Selectable<RefundRow>): Refund {
  return {
    id: row.id,
    appId: row.app_id,
    orderId: row.order_id,
    requestNo: row.request_no,
    amountFen: row.amount_fen,
    state: row.state as RefundState,
    attempts: Number(row.attempts),
    leasedUntil: row.leased_until === null ? null : Number(row.leased_until),
    problem: row.problem,
    answer: row.answer === null ? null : (JSON.parse(row.answer) as Record<string, unknown>),
    answerBody: row.answer_body,
  };
}
