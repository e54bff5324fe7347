import type { Queries } from '../database/index.ts';

/** Something done to keys, apps, users or logins that somebody may ask about later. */
export interface AuditEntry {
  /** Who did it: a console user's name, or `system`. */
  actor: string;
  action:
    | 'app.created'
    | 'app.updated'
    | 'api_key.created'
    | 'api_key.revoked'
    | 'console_user.password_set'
    | 'console_user.login'
    | 'console_user.login_failed';
  appId?: bigint;
  /** Never a secret. */
  detail: Readonly<Record<string, unknown>>;
  now: number;
}

/** Writes an entry, in the transaction of what it tells about. */
export async function recordAudit(queries: Queries, entry: AuditEntry): Promise<void> {
  await queries
    .insertInto('audit_log')
    .values({
      at: BigInt(entry.now),
      actor: entry.actor,
      action: entry.action,
      app_id: entry.appId ?? null,
      detail: JSON.stringify(entry.detail),
    })
    .execute();
}
