import type { Selectable } from 'kysely';
import type { Queries } from '../database/index.ts';
import type { AppRow } from '../database/schema.ts';
import type { App } from './app.ts';

/** What may be stored or changed: a row without the columns that number and date it. */
export type AppValues = Omit<AppRow, 'id' | 'created_at' | 'updated_at'>;

/** An app as stored, keys still sealed. */
export interface StoredApp extends App {
  readonly privateKeySealed: string;
  readonly alipayPublicKeySealed: string;
}

export async function findApp(queries: Queries, id: bigint): Promise<StoredApp | undefined> {
  const row = await queries.selectFrom('apps').selectAll().where('id', '=', id).executeTakeFirst();
  return row && appOf(row);
}

export async function insertApp(queries: Queries, values: AppValues, now: number): Promise<bigint> {
  const { id } = await queries
    .insertInto('apps')
    .values({ ...values, created_at: BigInt(now), updated_at: BigInt(now) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateAppRow(
  queries: Queries,
  id: bigint,
  values: Partial<AppValues>,
  now: number,
): Promise<void> {
  await queries
    .updateTable('apps')
    .set({ ...values, updated_at: BigInt(now) })
    .where('id', '=', id)
    .execute();
}

function appOf(row: Selectable<AppRow>): StoredApp {
  return {
    id: row.id,
    name: row.name,
    alipayAppId: row.alipay_app_id,
    signType: row.sign_type === 'RSA' ? 'RSA' : 'RSA2',
    gateway: row.gateway,
    sellerId: row.seller_id,
    returnUrl: row.return_url,
    orderLifetimeMs: Number(row.order_lifetime_ms),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    privateKeySealed: row.private_key_sealed,
    alipayPublicKeySealed: row.alipay_public_key_sealed,
  };
}
