import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { migrate } from './migrate.ts';
import { NodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Schema } from './schema.ts';

export type Engine = 'sqlite' | 'postgres';

/** Runs queries: the database itself, or a transaction of it. */
export type Queries = Kysely<Schema>;

export interface Database extends AsyncDisposable {
  readonly engine: Engine;
  /** For single statements. What belongs together goes through `transaction`. */
  readonly queries: Queries;
  /** All of `work` or nothing. On SQLite it holds the write lock from its beginning, so keep the network out of it. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Throws if the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A database URL we cannot use. `message` says what is expected. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

const POSTGRES_CONNECTIONS_MAX = 20;
const POSTGRES_CONNECT_TIMEOUT_MS = 10_000;
const POSTGRES_INT8 = 20;
const POSTGRES_INT4 = 23;

/**
 * Opens a database and brings its schema up to date.
 * @param url `sqlite:PATH`, `sqlite::memory:` or `postgres://user:password@host:port/name`
 */
export async function openDatabase(url: string, now: number = Date.now()): Promise<Database> {
  const { engine, dialect } = dialectOf(url);
  const queries = new Kysely<Schema>({ dialect });
  const database: Database = {
    engine,
    queries,
    transaction: (work) => queries.transaction().execute(work),
    ping: async () => void (await sql`select 1`.execute(queries)),
    close: () => queries.destroy(),
    [Symbol.asyncDispose]: () => queries.destroy(),
  };
  try {
    await migrate(database, now);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

function dialectOf(url: string): { engine: Engine; dialect: NodeSqliteDialect | PostgresDialect } {
  if (/^postgres(ql)?:\/\//.test(url)) {
    return { engine: 'postgres', dialect: new PostgresDialect({ pool: postgresPool(url) }) };
  }
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path === undefined) {
    // The URL may carry a password, so it is not repeated in full.
    const scheme = url.split(':', 1)[0];
    throw new DatabaseUrlError(
      `The database URL begins with "${scheme}:". Write sqlite:PATH, for example sqlite:./till.db, or postgres://user:password@host/name.`,
    );
  }
  if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true });
  return { engine: 'sqlite', dialect: new NodeSqliteDialect(path) };
}

/** Integers are bigint on both engines, so that the stores convert in one way. */
function postgresPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: POSTGRES_CONNECTIONS_MAX,
    connectionTimeoutMillis: POSTGRES_CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === POSTGRES_INT8 || oid === POSTGRES_INT4 ? BigInt : pg.types.getTypeParser(oid, format),
    },
  });
  // An idle connection that the server drops must not end the process; the next query opens a new one.
  pool.on('error', () => {});
  return pool;
}
