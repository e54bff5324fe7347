import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CommandError } from '../command.ts';
import { type DataDirectory, unusable } from './data-directory.ts';

/** SQLite's code for "someone else holds the lock". */
const SQLITE_BUSY = 5;

/**
 * Makes sure that one `till dev` at a time uses a data directory.
 *
 * The lock is an exclusive SQLite transaction on an empty file, which is a lock of the operating system: it ends with
 * the process however that ends. A file with a pid would survive `kill -9`, and the pid may since belong to another.
 * @throws {CommandError} when another `till dev` is using the directory.
 */
export function holdInstanceLock(directory: DataDirectory): Disposable {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(directory.lockFile, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    const held = lock;
    return { [Symbol.dispose]: () => held.close() };
  } catch (error) {
    lock?.close();
    const busy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
    throw busy ? inUse(directory) : unusable(directory.path, error);
  }
}

function inUse(directory: DataDirectory): CommandError {
  const other = runningInstance(directory.devFile);
  return new CommandError({
    en: `Another till dev${other} is using ${directory.path}. Stop it first, or give this one its own place: TILL_DATA_DIR=.till-2 PORT=0 TILL_SANDBOX_PORT=0`,
    zh: `另一个 till dev${other} 正在使用 ${directory.path}。请先停止它，或换一个目录：TILL_DATA_DIR=.till-2 PORT=0 TILL_SANDBOX_PORT=0`,
  });
}

/** What the other one says of itself, if it has got so far. */
function runningInstance(devFile: string): string {
  try {
    const { server, pid } = JSON.parse(readFileSync(devFile, 'utf8'));
    return ` (${server}, pid ${pid})`;
  } catch {
    return '';
  }
}
