import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/index.ts';
import { Refusal } from '../refusal.ts';
import { insertTestApp } from '../testing/apps.ts';
import { testEngines } from '../testing/engines.ts';
import { createApiKey, findApiKey, revokeApiKey } from './api-keys.ts';
import { setConsoleUser, verifyConsoleUser } from './console-users.ts';

describe.each(testEngines())('access on $engine', ({ available, freshUrl, cleanUp }) => {
  afterAll(cleanUp);
  const check = it.skipIf(!available);

  check('an API key opens its own app, and is nowhere stored', async () => {
    await using database = await openDatabase(await freshUrl());
    const appId = await insertTestApp(database);
    const text = await createApiKey(database, { appId, name: 'backend', actor: 'admin', now: 1_000 });
    expect(text).toMatch(/^till_[A-Za-z0-9_-]{43}$/);
    expect(await findApiKey(database, text, 2_000)).toEqual({ id: 1n, appId, name: 'backend' });
    const rows = await database.queries.selectFrom('api_keys').selectAll().execute();
    expect(rows.flatMap(Object.values).join()).not.toContain(text.slice(5));
    expect(rows).toMatchObject([{ last_used_at: 2_000n }]);
  });

  check('a revoked, unknown or malformed key opens nothing', async () => {
    await using database = await openDatabase(await freshUrl());
    const appId = await insertTestApp(database);
    const text = await createApiKey(database, { appId, name: 'backend', actor: 'admin', now: 0 });
    await revokeApiKey(database, { id: 1n, actor: 'admin', now: 1 });
    await revokeApiKey(database, { id: 1n, actor: 'admin', now: 2 });
    for (const key of [text, `${text}x`, 'till_', '', 'x'.repeat(1_000)]) {
      expect(await findApiKey(database, key, 3)).toBeUndefined();
    }
    const audit = await database.queries
      .selectFrom('audit_log')
      .select(['action', 'actor', 'at'])
      .orderBy('id')
      .execute();
    expect(audit).toEqual([
      { action: 'api_key.created', actor: 'admin', at: 0n },
      { action: 'api_key.revoked', actor: 'admin', at: 1n },
    ]);
  });

  check('no key is made for an app that does not exist', async () => {
    await using database = await openDatabase(await freshUrl());
    const made = createApiKey(database, { appId: 9n, name: 'x', actor: 'admin', now: 0 });
    await expect(made).rejects.toThrow(Refusal);
    await expect(made).rejects.toThrow(/no app 9/);
  });

  check('a console user logs in with the password set last, and every try is in the audit log', async () => {
    await using database = await openDatabase(await freshUrl());
    await setConsoleUser(database, 'admin', 'first password', 0);
    await setConsoleUser(database, 'admin', '第二个密码 second', 1);
    expect(await verifyConsoleUser(database, 'admin', 'first password', 2)).toBe(false);
    expect(await verifyConsoleUser(database, 'admin', '第二个密码 second', 3)).toBe(true);
    expect(await verifyConsoleUser(database, 'nobody\u0000', '第二个密码 second', 4)).toBe(false);
    const audit = await database.queries.selectFrom('audit_log').select(['action', 'actor']).orderBy('id').execute();
    expect(audit.slice(2)).toEqual([
      { action: 'console_user.login_failed', actor: 'admin' },
      { action: 'console_user.login', actor: 'admin' },
      { action: 'console_user.login_failed', actor: 'nobody?' },
    ]);
    const users = await database.queries.selectFrom('console_users').select('password_hash').execute();
    expect(JSON.stringify(users)).not.toContain('second');
  });

  check.each([
    ['', 'long enough', /^name: /],
    ['a b', 'long enough', /^name: /],
    ['admin', 'short', /^password: expected 8/],
    ['admin', 'x'.repeat(257), /^password: expected 8 to 256/],
  ])('refuses the user %j with the password %j', async (name, password, message) => {
    await using database = await openDatabase('sqlite::memory:');
    await expect(setConsoleUser(database, name, password, 0)).rejects.toThrow(message);
  });
});
