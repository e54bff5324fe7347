import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandError } from '../command.ts';

/** Where `till dev` keeps what must outlive it. */
export interface DataDirectory {
  readonly path: string;
  /** What is running now: addresses, key, password, pid. Gone after a clean stop. */
  readonly devFile: string;
  /** What the next start must find again: the app's key pair, the API key, the password. */
  readonly stateFile: string;
  readonly masterKeyFile: string;
  readonly lockFile: string;
  /** The server's database, where `TILL_DATABASE_URL` names no other. */
  readonly databaseFile: string;
  readonly sandboxFile: string;
}

/** Opens the data directory, making it where it does not exist. @throws {CommandError} where it cannot be used. */
export function openDataDirectory(path: string): DataDirectory {
  const root = resolve(path);
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(root, error);
  }
  return {
    path: root,
    devFile: join(root, 'dev.json'),
    stateFile: join(root, 'dev-state.json'),
    masterKeyFile: join(root, 'master.key'),
    lockFile: join(root, 'dev.lock'),
    databaseFile: join(root, 'till.db'),
    sandboxFile: join(root, 'sandbox.db'),
  };
}

/** Says that the directory cannot be used, with the system's own code for those who know it. */
export function unusable(path: string, cause: unknown): CommandError {
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
  return new CommandError(
    {
      en: `The data directory ${path} cannot be used${code}. Set TILL_DATA_DIR to a directory that you may write to.`,
      zh: `数据目录 ${path} 无法使用${code}。请把 TILL_DATA_DIR 设为一个可写的目录。`,
    },
    { cause },
  );
}
