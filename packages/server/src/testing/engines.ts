import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../database/index.ts';
import { postgresMissing, startPostgres, type TestPostgres } from './postgres.ts';

/** A kind of database to run the same tests on. */
export interface TestEngine {
  readonly engine: Engine;
  /** False where it is not installed; then the tests on it are skipped. */
  readonly available: boolean;
  /** The URL of an empty database of its own. */
  freshUrl(): Promise<string>;
  /** Removes everything made by `freshUrl`. */
  cleanUp(): Promise<void>;
}

/** SQLite and PostgreSQL. Give the engine's `cleanUp` to `afterAll`. */
export function testEngines(): TestEngine[] {
  return [sqliteEngine(), postgresEngine()];
}

export function sqliteEngine(): TestEngine {
  const folders: string[] = [];
  return {
    engine: 'sqlite',
    available: true,
    async freshUrl() {
      const folder = mkdtempSync(join(tmpdir(), 'till-sqlite-'));
      folders.push(folder);
      return `sqlite:${join(folder, 'till.db')}`;
    },
    async cleanUp() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function postgresEngine(): TestEngine {
  const missing = postgresMissing();
  if (missing !== undefined) console.warn(missing);
  let server: Promise<TestPostgres> | undefined;
  return {
    engine: 'postgres',
    available: missing === undefined,
    async freshUrl() {
      server ??= startPostgres();
      return await (await server).freshDatabase();
    },
    async cleanUp() {
      await (await server)?.stop();
    },
  };
}
