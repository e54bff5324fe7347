/**
 * Kysely on Node's own SQLite.
 *
 * `node:sqlite` is synchronous: were SQLite itself to wait for a lock (`busy_timeout`), it would stop the whole
 * event loop, and with it the very transaction of this process that holds the lock. So SQLite is told not to wait;
 * we wait for the lock ourselves, asynchronously.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** How long a statement waits for another process's write transaction before it fails. */
const LOCK_WAIT_MAX_MS = 30_000;
const LOCK_POLL_MS = 2;
const STATEMENT_CACHE_MAX = 256;
const SQLITE_BUSY = 5;

/** @param path a file, or `:memory:` */
export class NodeSqliteDialect implements Dialect {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.#path);
  }

  createQueryCompiler(): QueryCompiler {
    return new UnlockedSelectCompiler();
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** SQLite has no row locks and needs none: every transaction here begins by taking the write lock. */
class UnlockedSelectCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier === 'ForUpdate' || node.modifier === 'SkipLocked') return;
    super.visitSelectModifier(node);
  }
}

class NodeSqliteDriver implements Driver {
  readonly #path: string;
  #connection: NodeSqliteConnection | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async init(): Promise<void> {
    const connection = new NodeSqliteConnection(new DatabaseSync(this.#path, { readBigInts: true, timeout: 0 }));
    // FULL: a commit that was answered survives a power cut. WAL: readers never wait for the writer.
    await connection.run('pragma journal_mode = wal');
    await connection.run('pragma synchronous = full');
    await connection.run('pragma foreign_keys = on');
    this.#connection = connection;
  }

  /** Kysely's adapter for SQLite hands out the one connection to one caller at a time. */
  async acquireConnection(): Promise<NodeSqliteConnection> {
    if (this.#connection === undefined) throw new Error('The database is closed.');
    return this.#connection;
  }

  /** IMMEDIATE takes the write lock at once, so that what a transaction reads cannot change before it writes. */
  async beginTransaction(connection: NodeSqliteConnection): Promise<void> {
    await connection.run('begin immediate');
  }

  async commitTransaction(connection: NodeSqliteConnection): Promise<void> {
    await connection.run('commit');
  }

  async rollbackTransaction(connection: NodeSqliteConnection): Promise<void> {
    await connection.run('rollback');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  async run(sql: string): Promise<void> {
    await this.executeQuery(CompiledQuery.raw(sql));
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = performance.now() + LOCK_WAIT_MAX_MS;
    for (;;) {
      try {
        return this.#execute(sql, parameters as SQLInputValue[]);
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
        await pause(LOCK_POLL_MS + Math.floor(Math.random() * LOCK_POLL_MS));
      }
    }
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.#db.prepare(sql).iterate(...(parameters as SQLInputValue[]))) yield { rows: [row as R] };
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #execute<R>(sql: string, parameters: SQLInputValue[]): QueryResult<R> {
    const statement = this.#prepare(sql);
    if (statement.columns().length > 0) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= STATEMENT_CACHE_MAX) this.#statements.clear();
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function isBusy(error: unknown): boolean {
  // The low byte of SQLite's extended codes is the primary code: SQLITE_BUSY_SNAPSHOT is busy too.
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}
