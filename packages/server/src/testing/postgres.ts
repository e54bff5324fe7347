import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const READY_WAIT_MAX_MS = 15_000;

/** A PostgreSQL for tests; every call of `freshDatabase` makes an empty database. */
export interface TestPostgres {
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Why there is no PostgreSQL to test with; undefined if there is one. */
export function postgresMissing(): string | undefined {
  if (process.env.TILL_TEST_POSTGRES_URL || binaries() !== undefined) return undefined;
  return 'PostgreSQL is not tested: set TILL_TEST_POSTGRES_URL, or install it (apt-get install postgresql).';
}

/** Uses the server at TILL_TEST_POSTGRES_URL, else starts one of its own from the local installation. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TILL_TEST_POSTGRES_URL;
  return given ? databasesOf(given, async () => {}) : await startOwn();
}

function databasesOf(adminUrl: string, stopServer: () => Promise<void>): TestPostgres {
  const made: string[] = [];
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  return {
    async freshDatabase() {
      const name = `till_test_${process.pid}_${made.length}_${Math.random().toString(36).slice(2, 8)}`;
      await admin(`create database ${name}`);
      made.push(name);
      return adminUrl.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
    },
    async stop() {
      for (const name of made) await admin(`drop database if exists ${name} with (force)`);
      await stopServer();
    },
  };
}

/** Only a socket in a temporary folder, so that no port can be taken. fsync is off: tests do not survive power cuts. */
async function startOwn(): Promise<TestPostgres> {
  const bin = binaries();
  if (bin === undefined) throw new Error(postgresMissing());
  const folder = mkdtempSync(join(tmpdir(), 'till-postgres-'));
  const owner = unprivileged(folder);
  const data = join(folder, 'data');
  const init = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'];
  execFileSync(join(bin, 'initdb'), init, { ...owner, cwd: folder, stdio: 'ignore' });
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'listen_addresses=',
    'max_connections=200',
  ];
  const flags = [...settings, `unix_socket_directories=${folder}`].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...owner, cwd: folder, stdio: 'ignore' });
  const stopNow = () => void server.kill('SIGQUIT');
  process.once('exit', stopNow);

  const adminUrl = `postgres:///postgres?host=${encodeURIComponent(folder)}&user=postgres`;
  await untilItAnswers(adminUrl);
  return databasesOf(adminUrl, async () => {
    const exited = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await exited;
    process.removeListener('exit', stopNow);
    rmSync(folder, { recursive: true, force: true });
  });
}

/** PostgreSQL refuses to run as root: there it runs as the user that its package made, in a folder of that user's. */
function unprivileged(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const owner = { uid: number('-u'), gid: number('-g') };
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = performance.now() + READY_WAIT_MAX_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(50);
    }
  }
}

function binaries(): string | undefined {
  const folders = globSync('/usr/lib/postgresql/*/bin').sort((a, b) =>
    b.localeCompare(a, undefined, { numeric: true }),
  );
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}
