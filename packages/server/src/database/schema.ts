/**
 * The tables as the queries see them. Every integer is a bigint on both engines: row ids, fen, and times in epoch
 * milliseconds. The stores convert at their border.
 */
import type { Generated } from 'kysely';

export interface Schema {
  apps: AppRow;
  master_key_check: MasterKeyCheckRow;
  api_keys: ApiKeyRow;
  console_users: ConsoleUserRow;
  audit_log: AuditRow;
  orders: OrderRow;
  refunds: RefundRow;
  notifications: NotificationRow;
  events: EventRow;
}

/** A merchant application: our id and name for one app at Alipay, with its keys sealed under the master key. */
export interface AppRow {
  id: Generated<bigint>;
  name: string;
  alipay_app_id: string;
  private_key_sealed: string;
  alipay_public_key_sealed: string;
  sign_type: string;
  gateway: string | null;
  seller_id: string | null;
  return_url: string | null;
  order_lifetime_ms: bigint;
  created_at: bigint;
  updated_at: bigint;
}

/** One row: a known text sealed under the master key, so that a wrong key is noticed at the start. */
export interface MasterKeyCheckRow {
  id: bigint;
  sealed: string;
}

export interface ApiKeyRow {
  id: Generated<bigint>;
  app_id: bigint;
  name: string;
  hash: string;
  created_at: bigint;
  last_used_at: bigint | null;
  revoked_at: bigint | null;
}

export interface ConsoleUserRow {
  name: string;
  password_hash: string;
  created_at: bigint;
  updated_at: bigint;
}

export interface AuditRow {
  id: Generated<bigint>;
  at: bigint;
  actor: string;
  action: string;
  app_id: bigint | null;
  detail: string;
}

export interface OrderRow {
  id: Generated<bigint>;
  app_id: bigint;
  order_no: string;
  amount_fen: bigint;
  subject: string;
  state: string;
  trade_no: string | null;
  buyer_id: string | null;
  buyer_logon_id: string | null;
  paid_at: bigint | null;
  late_paid_at: bigint | null;
  closed_at: bigint | null;
  refunded_fen: bigint;
  expires_at: bigint;
  next_check_at: bigint | null;
  check_count: bigint;
  note: string | null;
  created_at: bigint;
  updated_at: bigint;
}

export interface RefundRow {
  id: Generated<bigint>;
  app_id: bigint;
  order_id: bigint;
  request_no: string;
  amount_fen: bigint;
  state: string;
  attempts: bigint;
  leased_until: bigint | null;
  next_check_at: bigint | null;
  problem: string | null;
  answer: string | null;
  answer_body: string | null;
  created_at: bigint;
  succeeded_at: bigint | null;
  updated_at: bigint;
}

export interface NotificationRow {
  id: Generated<bigint>;
  app_id: bigint | null;
  order_id: bigint | null;
  received_at: bigint;
  outcome: string;
  reason: string | null;
  notify_id: string | null;
  trade_no: string | null;
  order_no: string | null;
  trade_status: string | null;
  out_biz_no: string | null;
  body: Uint8Array;
}

/** The outbox: written in the transaction that changes the state, delivered to the merchant afterwards. */
export interface EventRow {
  id: Generated<bigint>;
  app_id: bigint;
  order_id: bigint;
  refund_id: bigint | null;
  type: string;
  data: string;
  created_at: bigint;
}
