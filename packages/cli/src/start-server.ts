import {
  createServer,
  DatabaseTooNewError,
  DatabaseUrlError,
  MasterKeyError,
  type ServerOptions,
  type TillServer,
} from '@till/server';
import { CommandError } from './command.ts';
import { listening, type PortChoice } from './port.ts';

/**
 * Starts the payment service for a person at a terminal.
 * @throws {CommandError} for what that person can mend: the port, the master key, the database.
 */
export async function startServer(choice: PortChoice, options: Omit<ServerOptions, 'port'>): Promise<TillServer> {
  const { port } = choice;
  try {
    return await listening({ en: 'the server', zh: '支付服务', ...choice }, () => createServer({ ...options, port }));
  } catch (error) {
    throw mendable(error) ?? error;
  }
}

function mendable(error: unknown): CommandError | undefined {
  if (error instanceof MasterKeyError) {
    return new CommandError(
      {
        en: 'The master key is not the one this database was made with. Put back the old TILL_MASTER_KEY (till dev: master.key in the data directory); without it the stored private keys cannot be read.',
        zh: '主密钥与数据库创建时的不一致。请恢复原来的 TILL_MASTER_KEY（till dev：数据目录中的 master.key），否则无法读取已存储的私钥。',
      },
      { cause: error },
    );
  }
  if (error instanceof DatabaseTooNewError || error instanceof DatabaseUrlError || isDatabaseFailure(error)) {
    const reason = error.message.replace(/\.?$/, '.');
    return new CommandError(
      {
        en: `The database cannot be used: ${reason} Check TILL_DATABASE_URL.`,
        zh: `数据库无法使用：${reason} 请检查 TILL_DATABASE_URL。`,
      },
      { cause: error },
    );
  }
  return undefined;
}

const FILE_FAILURE = 'EACCES|EEXIST|EISDIR|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS';
const NETWORK_FAILURE = 'EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT';
const DATABASE_FAILURE = new RegExp(`^(ERR_SQLITE_ERROR|[0-9A-Z]{5}|${FILE_FAILURE}|${NETWORK_FAILURE})$`);

/** SQLite's own errors, PostgreSQL's (five-character SQLSTATE codes), and those of the way to either. */
function isDatabaseFailure(error: unknown): error is Error {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false;
  return DATABASE_FAILURE.test(error.code);
}
