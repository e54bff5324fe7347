import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type RegisteredApp, type Sandbox } from '@till/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../doctor/finding.ts';
import { runTill } from '../testing/terminal.ts';

let sandbox: Sandbox;
let app: RegisteredApp;
let certified: RegisteredApp;
let folder: string;
const servers: Server[] = [];

beforeAll(async () => {
  sandbox = await createSandbox();
  app = await sandbox.registerApp({ encrypt_key: ENCRYPT_KEY });
  certified = await sandbox.registerApp({ sign_mode: 'cert' });
  folder = mkdtempSync(join(tmpdir(), 'till-doctor-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const server of servers) server.close();
  await sandbox.close();
});

const ENCRYPT_KEY = Buffer.alloc(16, 7).toString('base64');

let count = 0;
function file(text: string | undefined): string {
  const path = join(folder, `${count++}.pem`);
  writeFileSync(path, text ?? '');
  return path;
}

/** What is given to the doctor, by option; a value left undefined is not given. */
type Given = Readonly<Record<string, string | undefined>>;

function keyMode(): Given {
  return {
    'app-id': app.app_id,
    'private-key': file(app.app_private_key),
    'alipay-public-key': file(app.alipay_public_key),
    gateway: sandbox.gatewayUrl,
  };
}

function certificateMode(): Given {
  return {
    'app-id': certified.app_id,
    'private-key': file(certified.app_private_key),
    'app-cert': file(certified.app_cert),
    'alipay-cert': file(certified.alipay_cert),
    'alipay-root-cert': file(certified.alipay_root_cert),
    gateway: sandbox.gatewayUrl,
  };
}

async function examine(given: Given, env: Record<string, string> = {}) {
  const args = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
  const { exitCode, out, err } = await runTill(['doctor', '--json', ...args], env);
  const findings = (out === '' ? [] : JSON.parse(out).findings) as Finding[];
  const bad = findings.filter(({ state }) => state === 'failure' || state === 'warning');
  const states = Object.fromEntries(findings.map(({ check, state }) => [check, state]));
  return { exitCode, out, err, findings, states, bad };
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`;
}

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = {
  strange: stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  strangePrivate: stranger.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  small: generateKeyPairSync('rsa', { modulusLength: 1024 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
};

describe('till doctor finds nothing to mend', () => {
  test('in key mode, with an AES key, over v2 and v3', async () => {
    const { exitCode, states } = await examine({ ...keyMode(), 'encrypt-key': ENCRYPT_KEY });
    expect({ exitCode, states }).toEqual({
      exitCode: 0,
      states: {
        app_id: 'ok',
        private_key: 'ok',
        alipay_public_key: 'ok',
        encrypt_key: 'ok',
        gateway: 'ok',
        clock: 'ok',
        call: 'ok',
        call_v3: 'ok',
        call_encrypted: 'ok',
      },
    });
  });

  test('in certificate mode, and shows the serial numbers', async () => {
    const { exitCode, states, findings } = await examine(certificateMode());
    expect({ exitCode, states }).toMatchObject({
      exitCode: 0,
      states: { app_cert: 'ok', alipay_cert: 'ok', call: 'ok' },
    });
    expect(findings.find(({ check }) => check === 'app_cert')?.detail.en).toMatch(/serial number [0-9a-f]{32}, valid/);
  });

  test('with the configuration in the environment, as text or as files', async () => {
    const env = {
      ALIPAY_APP_ID: app.app_id,
      ALIPAY_PRIVATE_KEY: app.app_private_key ?? '',
      ALIPAY_PUBLIC_KEY: file(app.alipay_public_key),
      ALIPAY_GATEWAY: sandbox.gatewayUrl,
    };
    const { exitCode, out } = await runTill(['doctor'], env);
    expect(exitCode).toBe(0);
    expect(out).toContain('All is well. 一切正常。');
    expect(out).toContain('✓ A signed call 签名调用: Alipay knows the app and its signature');
  });

  test('offline, where the keys are good', async () => {
    const { exitCode, out } = await runTill(['doctor', '--offline'], {
      ALIPAY_APP_ID: app.app_id,
      ALIPAY_PRIVATE_KEY: app.app_private_key ?? '',
      ALIPAY_PUBLIC_KEY: app.alipay_public_key,
    });
    expect(exitCode).toBe(0);
    expect(out).toContain('- Gateway 网关: asked not to');
    expect(out).toContain('What was checked is well; what is marked "-" was not.');
    expect(out).not.toContain('All is well');
  });
});

describe('till doctor says what to mend', () => {
  const cases: readonly (readonly [string, string, () => Given, RegExp])[] = [
    [
      "the app's own public key for Alipay's",
      'alipay_public_key',
      () => ({ ...keyMode(), 'alipay-public-key': file(ownPublicKey()) }),
      /own public key/,
    ],
    [
      'a private key for a public one',
      'alipay_public_key',
      () => ({ ...keyMode(), 'alipay-public-key': file(pem.strangePrivate) }),
      /is a private key/,
    ],
    [
      'a public key for the private one',
      'private_key',
      () => ({ ...keyMode(), 'private-key': file(pem.strange) }),
      /is a public key/,
    ],
    [
      'a truncated key',
      'private_key',
      () => ({ ...keyMode(), 'private-key': file(pem.strangePrivate.slice(0, 900)) }),
      /truncated/,
    ],
    ['a key that is too small', 'private_key', () => ({ ...keyMode(), 'private-key': file(pem.small) }), /1024/],
    ['an id that is none', 'app_id', () => ({ ...keyMode(), 'app-id': 'shop' }), /appId is "shop"/],
    ['an AES key that is none', 'encrypt_key', () => ({ ...keyMode(), 'encrypt-key': file('secret') }), /encryptKey/],
    [
      "another app's private key",
      'call',
      () => ({ ...keyMode(), 'private-key': file(pem.strangePrivate) }),
      /isv\.invalid-signature/,
    ],
    [
      'an id that Alipay does not know',
      'call',
      () => ({ ...keyMode(), 'app-id': '2021999999999999' }),
      /isv\.invalid-app-id/,
    ],
    ["another app's Alipay key", 'call', () => ({ ...keyMode(), 'alipay-public-key': file(pem.strange) }), /signature/],
    [
      'another AES key',
      'call_encrypted',
      () => ({ ...keyMode(), 'encrypt-key': Buffer.alloc(16, 8).toString('base64') }),
      /decrypt|encrypt/,
    ],
    [
      "another key's certificate",
      'certificates',
      () => ({ ...certificateMode(), 'private-key': file(pem.strangePrivate) }),
      /does not belong/,
    ],
    [
      'certificates mixed up',
      'certificates',
      () => ({ ...certificateMode(), 'alipay-cert': file(certified.app_cert) }),
      /own certificate/,
    ],
    [
      'a gateway that is no address',
      'gateway',
      () => ({ ...keyMode(), gateway: 'openapi.alipay.com' }),
      /not a web address/,
    ],
    [
      'a gateway where nobody listens',
      'gateway',
      () => ({ ...keyMode(), gateway: 'http://127.0.0.1:9/gateway.do' }),
      /127\.0\.0\.1:9/,
    ],
  ];
  test.each(cases)('about %s', async (_what, check, given, detail) => {
    const { exitCode, bad, out } = await examine(given());
    expect(exitCode).toBe(1);
    expect(bad[0]).toMatchObject({ check, state: 'failure', detail: { en: expect.stringMatching(detail) } });
    expect(bad[0]?.remedy?.zh).toMatch(/[一-鿿]/);
    if (!check.startsWith('call')) expect(bad[0]?.detail.zh).toMatch(/[一-鿿]/);
    expect(bad[0]?.detail.en).not.toContain('The outcome is unknown');
    // No secret is repeated, whatever was wrong with it.
    for (const secret of [app.app_private_key, pem.strangePrivate, pem.small]) {
      expect(out).not.toContain(secret?.split('\n')[2]);
    }
  });

  function ownPublicKey(): string {
    return createPublicKey(app.app_private_key ?? '')
      .export({ type: 'spki', format: 'pem' })
      .toString();
  }

  test('about a clock that is wrong, or somewhat wrong', async () => {
    const at = (ms: number) =>
      serve((_request, response) => response.writeHead(200, { date: new Date(Date.now() + ms).toUTCString() }).end());
    const clock = async (ms: number) =>
      (await examine({ ...keyMode(), gateway: await at(ms) })).findings.find(({ check }) => check === 'clock');
    expect(await clock(-3_600_000)).toMatchObject({
      state: 'failure',
      detail: { en: expect.stringContaining('ahead of the gateway') },
    });
    expect(await clock(120_000)).toMatchObject({
      state: 'warning',
      detail: { zh: expect.stringContaining('比网关慢') },
    });
  });

  test('about a refusal once, without the string that Alipay would have signed, and with its page', async () => {
    const given = { ...keyMode(), 'private-key': file(pem.strangePrivate), 'encrypt-key': ENCRYPT_KEY };
    const { states, bad } = await examine(given);
    expect(states).toMatchObject({ call: 'failure', call_v3: 'skipped', call_encrypted: 'skipped' });
    expect(bad).toHaveLength(1);
    expect(JSON.stringify(bad)).not.toContain('biz_content');
  });

  test('about a public key for an app in certificate mode: v3 tells what v2 cannot', async () => {
    const given = { ...keyMode(), 'app-id': certified.app_id, 'private-key': file(certified.app_private_key) };
    const { bad } = await examine(given);
    expect(bad).toMatchObject([
      { check: 'call', remedy: { en: expect.stringContaining('the other mode') } },
      {
        check: 'call_v3',
        detail: { en: expect.stringContaining('missing-app-cert-sn') },
        remedy: { zh: expect.stringContaining('证书模式') },
        page: expect.stringMatching(/^http/),
      },
    ]);
  });

  test('about a sandbox that does not run, and a gateway without its path', async () => {
    const { bad } = await examine({ ...keyMode(), gateway: 'http://127.0.0.1:9/gateway.do' });
    expect(bad).toMatchObject([{ check: 'gateway', remedy: { en: expect.stringContaining('till sandbox --port') } }]);
    const pathless = await examine({ ...keyMode(), gateway: sandbox.url });
    expect(pathless.bad[0]).toMatchObject({
      ...{ check: 'gateway', state: 'warning' },
      remedy: { en: `Give it like ${sandbox.gatewayUrl}` },
    });
  });

  test("about another app's Alipay key once, not once for each protocol", async () => {
    const { states } = await examine({ ...keyMode(), 'alipay-public-key': file(pem.strange) });
    expect(states).toMatchObject({ call: 'failure', call_v3: 'skipped' });
  });

  describe('about the notification url', () => {
    async function notifyUrl(url: string, given: Given = keyMode()) {
      const { findings, exitCode } = await examine({ ...given, 'notify-url': url });
      return { ...findings.find(({ check }) => check === 'notify_url'), exitCode };
    }

    test.each([
      'http://localhost:8080/notify',
      'http://127.0.0.1/notify',
      'http://192.168.1.7/notify',
      'http://[::1]/notify',
      'https://shop.local/notify',
      'https://shop/notify',
    ])('%s, which Alipay cannot reach', async (url) => {
      const { exitCode, out } = await runTill(['doctor', '--offline', '--json', '--notify-url', url], {
        ALIPAY_APP_ID: app.app_id,
        ALIPAY_PRIVATE_KEY: app.app_private_key ?? '',
        ALIPAY_PUBLIC_KEY: app.alipay_public_key,
      });
      const finding = (JSON.parse(out).findings as Finding[]).find(({ check }) => check === 'notify_url');
      expect(finding).toMatchObject({ state: 'failure', remedy: { en: expect.stringContaining('its own servers') } });
      expect(exitCode).toBe(1);
    });

    test('that is none, or has parameters', async () => {
      expect(await notifyUrl('/alipay/notify')).toMatchObject({ state: 'failure', exitCode: 1 });
      expect(await notifyUrl('http://127.0.0.1/notify?shop=1')).toMatchObject({ state: 'warning', exitCode: 0 });
    });

    test.each<[string, RequestListener, string, RegExp]>([
      ['refuses what is not signed', (_, response) => response.writeHead(400).end('failure'), 'ok', /refuses what/],
      ['believes anybody', (_, response) => response.end('success'), 'failure', /anybody could mark orders paid/],
      [
        'asks for a login',
        (_, response) => response.writeHead(302, { location: '/login' }).end(),
        'failure',
        /does not follow/,
      ],
      ['is not there', (_, response) => response.writeHead(404).end('Not found'), 'failure', /Nobody takes a POST/],
    ])('where somebody %s', async (_what, listener, state, said) => {
      const finding = await notifyUrl(await serve(listener));
      expect(finding).toMatchObject({ state });
      expect(JSON.stringify(finding)).toMatch(said);
    });

    test('where nobody answers', async () => {
      const url = await serve(() => undefined);
      await new Promise((closed) => servers.pop()?.close(closed));
      expect(await notifyUrl(url)).toMatchObject({
        state: 'warning',
        detail: { zh: expect.stringContaining('无法连接') },
      });
    });
  });

  test('about a login page in between', async () => {
    const gateway = await serve((_request, response) => response.end('<html>Please log in</html>'));
    const { bad } = await examine({ ...keyMode(), gateway });
    expect(bad[0]).toMatchObject({ check: 'call', remedy: { en: expect.stringContaining('is not Alipay') } });
  });

  test('about a key on the command line, or a damaged one in a variable, without printing any of it', async () => {
    const secret = (app.app_private_key ?? '').replace(/-----[^-]+-----|\n/g, '');
    const typed = await examine({ ...keyMode(), 'private-key': secret });
    expect(typed).toMatchObject({ exitCode: 2, err: expect.stringContaining('others can see') });
    const { 'private-key': _, ...rest } = keyMode();
    const damaged = await examine(rest, { ALIPAY_PRIVATE_KEY: `"${secret.slice(0, 800)}\\n…` });
    expect(damaged).toMatchObject({ exitCode: 1, states: { private_key: 'failure' } });
    for (const { out, err } of [typed, damaged]) expect(out + err).not.toContain(secret.slice(20, 50));
  });

  test('about what is missing, does not go together or cannot be read, with exit code 2', async () => {
    const { gateway: _, ...given } = keyMode();
    const wrong: Given[] = [
      { ...given, 'private-key': undefined },
      { ...given, 'app-cert': 'x.crt' },
      { ...given, 'private-key': '/nowhere/key.pem' },
      { ...given, 'sign-type': 'MD5' },
      { 'app-id': '1', 'private-key': 'k', 'app-cert': 'c' },
    ];
    expect((await examine({})).err).toContain(
      'In certificate mode the last is --app-cert, --alipay-cert, --alipay-root',
    );
    for (const each of wrong) expect(await examine(each), JSON.stringify(each)).toMatchObject({ exitCode: 2, out: '' });
  });
});
