import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTill, startTill } from '../testing/terminal.ts';

let directory: string;
let env: Record<string, string>;
let command: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'till-add-app-'));
  env = {
    TILL_DATABASE_URL: `sqlite:${join(directory, 'till.db')}`,
    TILL_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    TILL_PUBLIC_URL: 'https://pay.example.com',
    LOG_LEVEL: 'silent',
    PORT: '0',
  };
  const [app, alipay] = [pair(), pair()];
  const files = {
    app: file('app.pem', app.privateKey),
    own: file('own.pem', app.publicKey),
    alipay: file('alipay.pem', alipay.publicKey),
  };
  command = [
    'add-app',
    '--name',
    'Shop',
    '--app-id',
    '2021000000000042',
    '--private-key',
    files.app,
    '--alipay-public-key',
    files.alipay,
  ];
});
afterEach(() => rmSync(directory, { recursive: true }));

function pair() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function file(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

describe('till add-app', () => {
  test('makes an app with which the service takes payments, while it runs', async () => {
    const server = startTill(['serve'], env);
    const address = await server.ready;
    const { exitCode, out } = await runTill(command, env);
    expect(exitCode).toBe(0);
    expect(out).toContain('https://pay.example.com/api/Alipay/1/Notify');
    const apiKey = /till_\S+/.exec(out)?.[0];
    const created = await fetch(`${address}/api/Alipay/1/CreateOrderPagePay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ orderNo: 'A1', amount: '0.01', subject: 'Tea' }),
    });
    expect(await created.json()).toMatchObject({
      code: 200,
      data: expect.stringContaining("value='2021000000000042'"),
    });
    await server.stop();
  });

  test('says what is missing, all at once', async () => {
    const { exitCode, err } = await runTill(['add-app', '--name', 'Shop'], env);
    expect(exitCode).toBe(2);
    expect(err).toContain('till add-app needs --app-id, --private-key, --alipay-public-key');
  });

  test.each([
    ['a file that is not there', 'none.pem', 'Cannot read'],
    ["the app's own public key in place of Alipay's", 'own.pem', "the app's own public key"],
    ['a private key in its place', 'app.pem', 'is a private key'],
  ])('refuses %s, and leaves no app behind', async (_what, name, reason) => {
    const { exitCode, out, err } = await runTill([...command.slice(0, -1), join(directory, name)], env);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain(reason);
    expect((await runTill(command, env)).out).toContain('/api/Alipay/1/');
  });
});
