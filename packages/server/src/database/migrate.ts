import { sql } from 'kysely';
import { firstTables } from './migrations/0001-first-tables.ts';
import type { Database, Engine, Queries } from './open-database.ts';

/** A numbered change of the schema. Frozen once released: a mistake is mended by the next number. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(queries: Queries, engine: Engine): Promise<void>;
}

/** The database was written by a newer release than this one. */
export class DatabaseTooNewError extends Error {
  override readonly name = 'DatabaseTooNewError';

  constructor(found: number, known: number) {
    super(
      `The database has schema version ${found}, but this release of Till knows versions up to ${known}. ` +
        'Start the newer release again; an older one must not write to this database.',
    );
  }
}

const MIGRATIONS: readonly Migration[] = [firstTables];

/** Any number, as long as all our processes agree on it. */
const POSTGRES_MIGRATION_LOCK = 7_455_2026n;

/**
 * Applies what is missing, all in one transaction under a lock, so that processes that start together do not collide
 * and a migration that fails leaves nothing behind.
 * @throws {DatabaseTooNewError}
 */
export async function migrate(
  database: Database,
  now: number,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await database.transaction(async (queries) => {
    if (database.engine === 'postgres') {
      await sql`select pg_advisory_xact_lock(${POSTGRES_MIGRATION_LOCK})`.execute(queries);
    }
    await sql`create table if not exists schema_versions (
      version bigint primary key, name text not null, applied_at bigint not null
    )`.execute(queries);
    const found = await currentVersion(queries);
    const known = migrations.at(-1)?.version ?? 0;
    if (found > known) throw new DatabaseTooNewError(found, known);
    for (const migration of migrations) {
      if (migration.version <= found) continue;
      await migration.up(queries, database.engine);
      await sql`insert into schema_versions (version, name, applied_at)
        values (${BigInt(migration.version)}, ${migration.name}, ${BigInt(now)})`.execute(queries);
    }
  });
}

async function currentVersion(queries: Queries): Promise<number> {
  const { rows } = await sql<{ version: bigint | null }>`select max(version) as version from schema_versions`.execute(
    queries,
  );
  return Number(rows[0]?.version ?? 0n);
}
