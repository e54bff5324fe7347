import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTill, startTill } from '../testing/terminal.ts';

let directory: string;
let env: Record<string, string>;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'till-serve-'));
  env = {
    TILL_DATABASE_URL: `sqlite:${join(directory, 'till.db')}`,
    TILL_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    TILL_PUBLIC_URL: 'https://pay.example.com',
    LOG_LEVEL: 'silent',
    PORT: '0',
  };
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('till serve', () => {
  test('runs the service with its console, and neither demo shop nor sandbox, until it is stopped', async () => {
    const server = startTill(['serve'], env);
    const address = await server.ready;
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    expect((await fetch(`${address}/console/`)).status).toBe(200);
    expect(await (await fetch(`${address}/console/links.json`)).json()).toEqual({});
    expect((await fetch(`${address}/demo/`)).status).toBe(404);
    expect(await server.stop()).toMatchObject({ exitCode: 0 });
    await expect(fetch(address)).rejects.toThrow();
  });

  test('refuses another master key than the one its database was made with', async () => {
    await runTill(['serve'], env);
    const other = { ...env, TILL_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') };
    const { exitCode, out, err } = await runTill(['serve'], other);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain('The master key is not the one this database was made with');
    expect(err).not.toContain(other.TILL_MASTER_KEY);
  });

  test.each([
    ['a database that does not answer', 'postgres://till:hunter2@127.0.0.1:1/till'],
    ['a database file that cannot be', 'sqlite:/dev/null/till.db'],
    ['a database file that is a folder', 'sqlite:/'],
  ])('refuses %s in words, without repeating its password', async (_what, url) => {
    const { exitCode, out, err } = await runTill(['serve'], { ...env, TILL_DATABASE_URL: url });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain('The database cannot be used');
    expect(err).not.toContain('hunter2');
  });
});
