import type { Selectable } from 'kysely';
import type { Queries } from '../database/index.ts';
import type { OrderRow } from '../database/schema.ts';
import type { Order, OrderState } from './order.ts';

export interface NewOrder {
  readonly appId: bigint;
  readonly orderNo: string;
  readonly amountFen: bigint;
  readonly subject: string;
  readonly expiresAt: number;
  readonly nextCheckAt: number;
}

export async function findOrder(queries: Queries, appId: bigint, orderNo: string): Promise<Order | undefined> {
  const row = await queries
    .selectFrom('orders')
    .selectAll()
    .where('app_id', '=', appId)
    .where('order_no', '=', orderNo)
    .executeTakeFirst();
  return row && orderOf(row);
}

export async function findOrderById(queries: Queries, id: bigint): Promise<Order> {
  return orderOf(await queries.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
}

/** Reads an order and keeps others from changing it until the transaction ends. */
export async function lockOrder(queries: Queries, id: bigint): Promise<Order> {
  const row = await queries.selectFrom('orders').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  return orderOf(row);
}

/** Stores a new order. If the number is taken, nothing is stored and undefined is returned. */
export async function insertOrder(queries: Queries, order: NewOrder, now: number): Promise<Order | undefined> {
  const row = await queries
    .insertInto('orders')
    .values({
      app_id: order.appId,
      order_no: order.orderNo,
      amount_fen: order.amountFen,
      subject: order.subject,
      state: 'WAIT_BUYER_PAY' satisfies OrderState,
      refunded_fen: 0n,
      expires_at: BigInt(order.expiresAt),
      next_check_at: BigInt(order.nextCheckAt),
      check_count: 0n,
      created_at: BigInt(now),
      updated_at: BigInt(now),
    })
    .onConflict((conflict) => conflict.columns(['app_id', 'order_no']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && orderOf(row);
}

/** Writes what may change of an order that the transaction has locked. */
export async function saveOrder(queries: Queries, order: Order, now: number): Promise<void> {
  await queries
    .updateTable('orders')
    .set({
      state: order.state,
      trade_no: order.tradeNo,
      buyer_id: order.buyerId,
      buyer_logon_id: order.buyerLogonId,
      paid_at: bigintOf(order.paidAt),
      late_paid_at: bigintOf(order.latePaidAt),
      closed_at: bigintOf(order.closedAt),
      refunded_fen: order.refundedFen,
      next_check_at: bigintOf(order.nextCheckAt),
      check_count: BigInt(order.checkCount),
      note: order.note,
      updated_at: BigInt(now),
    })
    .where('id', '=', order.id)
    .execute();
}

/** Whether any order waits to be asked about; cheap, and takes no lock. */
export async function hasDueOrder(queries: Queries, now: number): Promise<boolean> {
  const row = await queries
    .selectFrom('orders')
    .select('id')
    .where('next_check_at', '<=', BigInt(now))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes due orders for this worker by moving their check to the end of the lease: nobody else takes them until then. */
export async function claimDueOrders(
  queries: Queries,
  claim: { now: number; leaseUntil: number; limit: number },
): Promise<Order[]> {
  const rows = await queries
    .updateTable('orders')
    .set({ next_check_at: BigInt(claim.leaseUntil) })
    .where('id', 'in', (due) =>
      due
        .selectFrom('orders')
        .select('id')
        .where('next_check_at', '<=', BigInt(claim.now))
        .orderBy('next_check_at')
        .limit(claim.limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
  return rows.map(orderOf);
}

function orderOf(row: Selectable<OrderRow>): Order {
  return {
    id: row.id,
    appId: row.app_id,
    orderNo: row.order_no,
    amountFen: row.amount_fen,
    subject: row.subject,
    state: row.state as OrderState,
    tradeNo: row.trade_no,
    buyerId: row.buyer_id,
    buyerLogonId: row.buyer_logon_id,
    paidAt: numberOf(row.paid_at),
    latePaidAt: numberOf(row.late_paid_at),
    closedAt: numberOf(row.closed_at),
    refundedFen: row.refunded_fen,
    expiresAt: Number(row.expires_at),
    nextCheckAt: numberOf(row.next_check_at),
    checkCount: Number(row.check_count),
    note: row.note,
    createdAt: Number(row.created_at),
  };
}

function numberOf(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
