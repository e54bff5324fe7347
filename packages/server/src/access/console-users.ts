import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { Database } from '../database/index.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from './audit-log.ts';

const NAME = /^[\w.@-]{1,64}$/;
const PASSWORD_LENGTH_MIN = 8;
const PASSWORD_LENGTH_MAX = 256;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** About 100 ms and 64 MB a guess. */
const COST: ScryptOptions = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
/** Compared with when there is no such user, so that the time taken does not tell. */
const NOBODY = `${'A'.repeat(22)}==:${'A'.repeat(43)}=`;

/** Makes a console user, or gives an existing one another password. */
export async function setConsoleUser(database: Database, name: string, password: string, now: number): Promise<void> {
  if (!NAME.test(name)) {
    throw new Refusal('invalid', 'name: expected 1 to 64 letters, digits, or any of . _ @ -');
  }
  if (password.length < PASSWORD_LENGTH_MIN || password.length > PASSWORD_LENGTH_MAX) {
    throw new Refusal('invalid', `password: expected ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters.`);
  }
  const values = { password_hash: await hashPassword(password), updated_at: BigInt(now) };
  await database.transaction(async (queries) => {
    await queries
      .insertInto('console_users')
      .values({ name, ...values, created_at: BigInt(now) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
      .execute();
    await recordAudit(queries, { actor: name, action: 'console_user.password_set', detail: {}, now });
  });
}

/** Whether this is the user's password. Both answers go into the audit log. */
export async function verifyConsoleUser(
  database: Database,
  name: string,
  password: string,
  now: number,
): Promise<boolean> {
  const stored = NAME.test(name) ? await findPasswordHash(database, name) : undefined;
  const matches = await isPassword(password.slice(0, PASSWORD_LENGTH_MAX), stored ?? NOBODY);
  const verified = matches && stored !== undefined && password.length <= PASSWORD_LENGTH_MAX;
  const action = verified ? 'console_user.login' : 'console_user.login_failed';
  // A stranger chose this name: keep it short and plain.
  const actor = name.slice(0, 64).replace(/[^\w.@-]/g, '?');
  await recordAudit(database.queries, { actor, action, detail: {}, now });
  return verified;
}

async function findPasswordHash({ queries }: Database, name: string): Promise<string | undefined> {
  const row = await queries
    .selectFrom('console_users')
    .select('password_hash')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.password_hash;
}

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return `${salt.toString('base64')}:${(await derive(password, salt)).toString('base64')}`;
}

async function isPassword(password: string, stored: string): Promise<boolean> {
  const [salt = '', hash = ''] = stored.split(':');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64')), Buffer.from(hash, 'base64'));
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
