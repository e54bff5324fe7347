import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTill, startTill } from '../testing/terminal.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'till-sandbox-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('till sandbox', () => {
  test('runs the offline Alipay until it is stopped, and says where its gateway is', async () => {
    const sandbox = startTill(['sandbox', '--port', '0']);
    const address = await sandbox.ready;
    expect(await (await fetch(`${address}/_sandbox/trades`)).json()).toEqual({ trades: [] });
    const screen = await sandbox.stop();
    expect(screen.exitCode).toBe(0);
    expect(screen.out).toContain(`${address}/gateway.do`);
    await expect(fetch(address)).rejects.toThrow();
  });

  test('registers the app it is told of, with a pair it makes, and remembers both in its data file', async () => {
    const argv = ['sandbox', '--port=0', '--data', join(directory, 'alipay.db'), '--app-id', '2021000000000009'];
    const first = await runTill(argv);
    expect(first.out).toMatch(/App 应用 +2021000000000009\n/);
    expect(first.out).toContain('BEGIN PRIVATE KEY');
    const alipayKey = /-----BEGIN PUBLIC KEY-----[^-]+/.exec(first.out)?.[0];
    const again = await runTill(argv);
    expect(again.out, 'the private key is shown once').not.toContain('PRIVATE KEY');
    expect(/-----BEGIN PUBLIC KEY-----[^-]+/.exec(again.out)?.[0]).toBe(alipayKey);
  });

  test('takes the public key that till keygen wrote', async () => {
    await runTill(['keygen', '--out', directory]);
    const keyFile = join(directory, 'app-public-key.txt');
    const { exitCode, out } = await runTill(['sandbox', '--port', '0', '--app-id', '1', '--public-key', keyFile]);
    expect(exitCode).toBe(0);
    expect(out).not.toContain('PRIVATE KEY');
  });

  test('given the private key by mistake it says so and does not go on running', async () => {
    await runTill(['keygen', '--out', directory]);
    const keyFile = join(directory, 'app-private-key.pem');
    const { exitCode, out, err } = await runTill(['sandbox', '--port=0', '--app-id', '1', '--public-key', keyFile]);
    expect(exitCode).toBe(1);
    expect(err).toContain('--public-key cannot be used: public_key holds a private key');
    expect(out).not.toMatch(/^ready/m);
  });

  test.each([
    [['--app-id', 'no spaces'], 2, '--app-id "no spaces" is no application id'],
    [['--app-id', '1', '--public-key', '/nowhere/key.pem'], 1, 'Cannot read /nowhere/key.pem'],
    [['--port', 'x'], 2, '--port="x" is not a port'],
    [['--public-url', 'alipay:3001/x'], 2, '--public-url "alipay:3001/x" should be an address without a path'],
    [['--host', '192.0.2.1'], 1, '--host 192.0.2.1 is not an address of this machine'],
  ])('%j is refused', async (options, exitCode, words) => {
    const screen = await runTill(['sandbox', ...options], { TILL_SANDBOX_PORT: '0' });
    expect(screen).toMatchObject({ exitCode, out: '' });
    expect(screen.err).toContain(words);
  });

  test('in a container it is known by another name, and its control plane is opened on demand', async () => {
    const named = ['sandbox', '--port', '0', '--host', '127.0.0.1', '--public-url', 'http://alipay:3001'];
    const asMachine = async (address: string, path: string) => {
      const { port } = new URL(address);
      return new Promise<number | undefined>((resolve, reject) => {
        const headers = { host: 'other.example' };
        request({ host: '127.0.0.1', port, path, headers }, ({ statusCode }) => resolve(statusCode))
          .on('error', reject)
          .end();
      });
    };
    const closed = startTill(named);
    const closedAt = await closed.ready;
    expect(await asMachine(closedAt, '/_sandbox/apps')).toBe(403);
    expect((await closed.stop()).out).toContain('http://alipay:3001/gateway.do');
    const open = startTill([...named, '--open-control-plane']);
    expect(await asMachine(await open.ready, '/_sandbox/apps')).toBe(200);
    await open.stop();
  });

  test('a data file that is none is refused in words, and left as it was', async () => {
    const file = join(directory, 'letter.txt');
    writeFileSync(file, 'Dear customer, this is not a database at all.'.repeat(20));
    const { exitCode, err } = await runTill(['sandbox', '--port', '0', '--data', file]);
    expect(exitCode).toBe(1);
    expect(err).toContain('is not a sandbox data file');
  });
});
