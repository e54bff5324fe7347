import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { testEngines } from '../testing/engines.ts';
import { DatabaseTooNewError, DatabaseUrlError, openDatabase } from './index.ts';
import { type Migration, migrate } from './migrate.ts';

it('says which database URLs it takes, without repeating a password', async () => {
  const open = openDatabase('mysql://root:secret@host/db');
  await expect(open).rejects.toThrow(DatabaseUrlError);
  await expect(openDatabase('mysql://root:secret@host/db')).rejects.toThrow(
    /begins with "mysql:".*sqlite:PATH.*postgres:/,
  );
  await expect(openDatabase('mysql://root:secret@host/db')).rejects.not.toThrow(/secret/);
});

describe.each(testEngines())('a database on $engine', ({ engine, available, freshUrl, cleanUp }) => {
  afterAll(cleanUp);
  const check = it.skipIf(!available);

  check('reads every integer as a bigint, counts and sums included', async () => {
    await using database = await openDatabase(await freshUrl());
    const { rows } = await sql<{
      number: unknown;
      count: unknown;
      sum: unknown;
    }>`select cast(7 as integer) as number, count(*) as count, cast(sum(version) as bigint) as sum from schema_versions`.execute(
      database.queries,
    );
    expect(rows).toEqual([{ number: 7n, count: 1n, sum: 1n }]);
  });

  check('keeps what it holds when opened again, and applies no migration twice', async () => {
    const url = await freshUrl();
    await using first = await openDatabase(url, 1_000);
    await first.queries.insertInto('master_key_check').values({ id: 1n, sealed: 'x' }).execute();
    await using second = await openDatabase(url, 2_000);
    expect(await second.queries.selectFrom('master_key_check').selectAll().execute()).toEqual([
      { id: 1n, sealed: 'x' },
    ]);
    const { rows } = await sql`select version, applied_at from schema_versions`.execute(second.queries);
    expect(rows).toEqual([{ version: 1n, applied_at: 1_000n }]);
  });

  check('can be opened by several processes at once while it is still empty', async () => {
    const url = await freshUrl();
    const databases = await Promise.all([1, 2, 3, 4].map(() => openDatabase(url)));
    for (const database of databases) await database.ping();
    await Promise.all(databases.map((database) => database.close()));
  });

  check('refuses a database that a newer release wrote', async () => {
    const url = await freshUrl();
    await using database = await openDatabase(url);
    await sql`insert into schema_versions values (99, 'from the future', 0)`.execute(database.queries);
    await expect(openDatabase(url)).rejects.toThrow(DatabaseTooNewError);
    await expect(openDatabase(url)).rejects.toThrow(/version 99.*up to 1/);
  });

  check('leaves nothing behind of a migration that fails', async () => {
    await using database = await openDatabase(await freshUrl());
    const failing: Migration = {
      version: 2,
      name: 'fails half way',
      async up(queries) {
        await sql`create table half_done (id bigint)`.execute(queries);
        throw new Error('broken');
      },
    };
    await expect(migrate(database, 0, [failing])).rejects.toThrow('broken');
    await expect(sql`select * from half_done`.execute(database.queries)).rejects.toThrow();
  });

  check('undoes the whole transaction when its work throws', async () => {
    await using database = await openDatabase(await freshUrl());
    const work = database.transaction(async (queries) => {
      await queries.insertInto('master_key_check').values({ id: 1n, sealed: 'x' }).execute();
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await database.queries.selectFrom('master_key_check').selectAll().execute()).toEqual([]);
  });

  check('loses no update when two processes add to one row at the same time', async () => {
    const url = await freshUrl();
    await using one = await openDatabase(url);
    await using two = await openDatabase(url);
    await one.queries.insertInto('master_key_check').values({ id: 0n, sealed: '0' }).execute();
    const increment = (database: typeof one) =>
      database.transaction(async (queries) => {
        const row = await queries.selectFrom('master_key_check').selectAll().forUpdate().executeTakeFirstOrThrow();
        await queries
          .updateTable('master_key_check')
          .set({ sealed: String(Number(row.sealed) + 1) })
          .execute();
      });
    await Promise.all(Array.from({ length: 40 }, (_, index) => increment(index % 2 === 0 ? one : two)));
    const { sealed } = await one.queries.selectFrom('master_key_check').select('sealed').executeTakeFirstOrThrow();
    expect(sealed).toBe('40');
  });

  check(`is what it says: ${engine}`, async () => {
    await using database = await openDatabase(await freshUrl());
    expect(database.engine).toBe(engine);
  });
});
