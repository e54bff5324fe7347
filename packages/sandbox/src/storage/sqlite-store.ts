import { DatabaseSync } from 'node:sqlite';
import { parseRecord, printRecord } from './record-text.ts';
import type { Store } from './store.ts';

const FORMAT = 1;

/** A data file that cannot be used. `message` says why and what to do. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

/**
 * Keeps records in one SQLite file, each change in one transaction, written before the sandbox answers.
 * One sandbox at a time: the file is locked while it is open.
 *
 * @throws {DataFileError} if the file is in use or damaged, is no sandbox data file, or was written by a newer version.
 */
export function openSqliteStore(path: string): Store {
  const database = open(path);
  const put = database.prepare(
    'INSERT INTO record (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body',
  );
  const remove = database.prepare('DELETE FROM record WHERE kind = ? AND id = ?');
  const forget = database.prepare('DELETE FROM record WHERE kind = ?');
  const all = database.prepare('SELECT kind, id, body FROM record ORDER BY number');
  return {
    *load() {
      try {
        for (const { kind, id, body } of all.iterate()) {
          yield { kind: `${kind}`, id: `${id}`, record: parseRecord(`${body}`) };
        }
      } catch (error) {
        database.close();
        throw dataFileError(path, error);
      }
    },
    write: (changes, forgotten = []) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const kind of forgotten) forget.run(kind);
        for (const { kind, id, record } of changes) {
          if (record === null) remove.run(kind, id);
          else put.run(kind, id, printRecord(record));
        }
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

function open(path: string): DatabaseSync {
  // SQLite would take it for a file of its own that is gone in the end.
  if (path === '') throw new DataFileError('The name of the data file is empty. Give a path, or none to keep nothing.');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const format = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (format > FORMAT) throw new DataFileError(`${path} was written by a newer version of the sandbox. Update it.`);
    database.exec(`CREATE TABLE IF NOT EXISTS record (
      number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (kind, id)
    ) STRICT; PRAGMA user_version = ${FORMAT};`);
    return database;
  } catch (error) {
    database?.close();
    throw dataFileError(path, error);
  }
}

function dataFileError(path: string, error: unknown): Error {
  if (error instanceof DataFileError) return error;
  const cause = error instanceof Error ? error.message : String(error);
  if (/locked/.test(cause)) return new DataFileError(`${path} is in use by another sandbox. Stop that one first.`);
  if (/not a database/.test(cause))
    return new DataFileError(`${path} is not a sandbox data file. Choose another path.`);
  if (/malformed|JSON/.test(cause))
    return new DataFileError(`${path} is damaged: ${cause}. Restore a copy, or choose another path.`);
  return new DataFileError(`${path} cannot be opened: ${cause}. Check that its folder exists and is writable.`);
}
