import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/index.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from './audit-log.ts';

const PREFIX = 'till_';
const SECRET_BYTES = 32;
/** `last_used_at` is for people; once a minute is exact enough, and spares a write per request. */
const LAST_USED_PRECISION_MS = 60_000n;

export interface ApiKey {
  readonly id: bigint;
  readonly appId: bigint;
  readonly name: string;
}

/** Makes a key for one app. The text is returned this once; only its hash is kept. */
export async function createApiKey(
  database: Database,
  input: { appId: bigint; name: string; actor: string; now: number },
): Promise<string> {
  const text = PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
  await database.transaction(async (queries) => {
    const app = await queries.selectFrom('apps').select('id').where('id', '=', input.appId).executeTakeFirst();
    if (app === undefined) throw new Refusal('not_found', `There is no app ${input.appId} to make a key for.`);
    await queries
      .insertInto('api_keys')
      .values({ app_id: input.appId, name: input.name, hash: hashOf(text), created_at: BigInt(input.now) })
      .execute();
    const { actor, appId, now, name } = input;
    await recordAudit(queries, { actor, action: 'api_key.created', appId, detail: { name }, now });
  });
  return text;
}

/** The key with this text; undefined if it never existed or was revoked. */
export async function findApiKey(database: Database, text: string, now: number): Promise<ApiKey | undefined> {
  if (!text.startsWith(PREFIX)) return undefined;
  const row = await database.queries
    .selectFrom('api_keys')
    .select(['id', 'app_id', 'name', 'last_used_at'])
    .where('hash', '=', hashOf(text))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.last_used_at === null || BigInt(now) - row.last_used_at >= LAST_USED_PRECISION_MS) {
    await database.queries
      .updateTable('api_keys')
      .set({ last_used_at: BigInt(now) })
      .where('id', '=', row.id)
      .execute();
  }
  return { id: row.id, appId: row.app_id, name: row.name };
}

/** From now on the key opens nothing. Revoking it again changes nothing. */
export async function revokeApiKey(
  database: Database,
  input: { id: bigint; actor: string; now: number },
): Promise<void> {
  await database.transaction(async (queries) => {
    const row = await queries
      .updateTable('api_keys')
      .set({ revoked_at: BigInt(input.now) })
      .where('id', '=', input.id)
      .where('revoked_at', 'is', null)
      .returning(['app_id', 'name'])
      .executeTakeFirst();
    if (row === undefined) return;
    const { actor, now } = input;
    await recordAudit(queries, {
      actor,
      action: 'api_key.revoked',
      appId: row.app_id,
      detail: { name: row.name },
      now,
    });
  });
}

/** The text has 256 random bits, so a plain hash cannot be searched back; a slow one would only slow down every request. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
