import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Engine } from '../open-database.ts';

/** `bigint` is an integer on both engines; SQLite numbers rows by itself only if the column is called `integer`. */
function rowId(engine: Engine) {
  return sql.raw(
    engine === 'postgres' ? 'bigint generated always as identity primary key' : 'integer primary key autoincrement',
  );
}

const blob = (engine: Engine) => sql.raw(engine === 'postgres' ? 'bytea' : 'blob');

export const firstTables: Migration = {
  version: 1,
  name: 'first tables',
  async up(queries, engine) {
    for (const statement of statements(engine)) await statement.execute(queries);
  },
};

const statements = (engine: Engine) => [
  sql`create table apps (
    id ${rowId(engine)},
    name text not null,
    alipay_app_id text not null,
    private_key_sealed text not null,
    alipay_public_key_sealed text not null,
    sign_type text not null,
    gateway text,
    seller_id text,
    return_url text,
    order_lifetime_ms bigint not null,
    created_at bigint not null,
    updated_at bigint not null
  )`,

  sql`create table master_key_check (id bigint primary key, sealed text not null)`,

  sql`create table api_keys (
    id ${rowId(engine)},
    app_id bigint not null references apps (id),
    name text not null,
    hash text not null unique,
    created_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
  )`,

  sql`create table console_users (
    name text primary key,
    password_hash text not null,
    created_at bigint not null,
    updated_at bigint not null
  )`,

  sql`create table audit_log (
    id ${rowId(engine)},
    at bigint not null,
    actor text not null,
    action text not null,
    app_id bigint references apps (id),
    detail text not null
  )`,

  sql`create table orders (
    id ${rowId(engine)},
    app_id bigint not null references apps (id),
    order_no text not null,
    amount_fen bigint not null check (amount_fen > 0),
    subject text not null,
    state text not null check (state in ('WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED')),
    trade_no text,
    buyer_id text,
    buyer_logon_id text,
    paid_at bigint,
    late_paid_at bigint,
    closed_at bigint,
    refunded_fen bigint not null check (refunded_fen between 0 and amount_fen),
    expires_at bigint not null,
    next_check_at bigint,
    check_count bigint not null,
    note text,
    created_at bigint not null,
    updated_at bigint not null,
    unique (app_id, order_no)
  )`,
  sql`create index orders_due on orders (next_check_at) where next_check_at is not null`,
  sql`create index orders_by_state on orders (state)`,

  sql`create table refunds (
    id ${rowId(engine)},
    app_id bigint not null references apps (id),
    order_id bigint not null references orders (id),
    request_no text not null,
    amount_fen bigint not null check (amount_fen > 0),
    state text not null check (state in ('UNKNOWN', 'SUCCEEDED', 'FAILED')),
    attempts bigint not null,
    leased_until bigint,
    next_check_at bigint,
    problem text,
    answer text,
    answer_body text,
    created_at bigint not null,
    succeeded_at bigint,
    updated_at bigint not null,
    unique (order_id, request_no)
  )`,
  sql`create index refunds_due on refunds (next_check_at) where next_check_at is not null`,
  sql`create index refunds_by_state on refunds (state)`,

  sql`create table notifications (
    id ${rowId(engine)},
    app_id bigint references apps (id),
    order_id bigint references orders (id),
    received_at bigint not null,
    outcome text not null check (outcome in ('applied', 'repeated', 'refused', 'unverified')),
    reason text,
    notify_id text,
    trade_no text,
    order_no text,
    trade_status text,
    out_biz_no text,
    body ${blob(engine)} not null
  )`,
  sql`create index notifications_by_order on notifications (order_id)`,
  sql`create index notifications_by_outcome on notifications (outcome)`,

  sql`create table events (
    id ${rowId(engine)},
    app_id bigint not null references apps (id),
    order_id bigint not null references orders (id),
    refund_id bigint references refunds (id),
    type text not null,
    data text not null,
    created_at bigint not null
  )`,
  sql`create index events_by_order on events (order_id)`,
];
