import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTill } from '../testing/terminal.ts';

describe('till keygen', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'till-keygen-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const read = (name: string) => readFileSync(join(directory, name), 'utf8');

  test.each([
    [[], 'BEGIN PRIVATE KEY'],
    [['--pkcs1'], 'BEGIN RSA PRIVATE KEY'],
  ])('with %j makes a pair that belongs together (%s), the private half for the owner only', async (extra, header) => {
    const { exitCode, out } = await runTill(['keygen', '--out', directory, ...extra]);
    expect(exitCode).toBe(0);
    const privatePem = read('app-private-key.pem');
    expect(privatePem).toContain(header);
    expect(statSync(join(directory, 'app-private-key.pem')).mode & 0o777).toBe(0o600);

    const publicText = read('app-public-key.txt').trim();
    expect(publicText).toMatch(/^MIIBIjANBgkq[A-Za-z0-9+/=]+$/);
    expect(out).toContain(publicText);
    const alipayFile = join(directory, 'alipay-public-key.txt');
    expect(out).toContain(`till doctor --app-id APPID --private-key ${join(directory, 'app-private-key.pem')}`);
    expect(out).toContain(`--alipay-public-key ${alipayFile}`);
    expect(out).not.toContain(privatePem.split('\n')[1]);
    const publicKey = createPublicKey({ key: Buffer.from(publicText, 'base64'), format: 'der', type: 'spki' });
    const message = Buffer.from('充值 100%');
    expect(verify('sha256', message, publicKey, sign('sha256', message, createPrivateKey(privatePem)))).toBe(true);
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  test.each(['app-private-key.pem', 'app-public-key.txt'])(
    'never overwrites %s, and leaves no half pair',
    async (name) => {
      writeFileSync(join(directory, name), 'precious');
      const { exitCode, out, err } = await runTill(['keygen', '--out', directory]);
      expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
      expect(err).toContain(`${name} exists and is not overwritten`);
      expect(read(name)).toBe('precious');
      expect(readdirSync(directory)).toEqual([name]);
    },
  );

  test('makes the directory it is asked to write into', async () => {
    expect((await runTill(['keygen', '--out', join(directory, 'keys', 'shop')])).exitCode).toBe(0);
    expect(existsSync(join(directory, 'keys', 'shop', 'app-private-key.pem'))).toBe(true);
  });

  test('says so when the place is a file', async () => {
    writeFileSync(join(directory, 'file'), '');
    for (const place of ['file', 'file/keys']) {
      const { exitCode, err } = await runTill(['keygen', '--out', join(directory, place)]);
      expect(exitCode).toBe(1);
      expect(err).toContain('Cannot write into');
    }
  });

  describe('--csr', () => {
    const company = '杭州示例科技有限公司';
    const csr = (...extra: string[]) => runTill(['keygen', '--out', directory, '--csr', ...extra]);

    test('makes a private key for the owner only, and a request that Alipay can certify it by', async () => {
      const { exitCode, out } = await csr('--company', company, '--app-id', '2021000000000001');
      expect(exitCode).toBe(0);
      expect(readdirSync(directory).sort()).toEqual(['app-private-key.pem', 'app.csr']);
      expect(statSync(join(directory, 'app-private-key.pem')).mode & 0o777).toBe(0o600);
      const request = read('app.csr');
      expect(request).toMatch(
        /^-----BEGIN CERTIFICATE REQUEST-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE REQUEST-----\n$/,
      );
      const bytes = Buffer.from(request.split('\n').slice(1, -2).join(''), 'base64');
      const publicKey = createPublicKey(read('app-private-key.pem')).export({ type: 'spki', format: 'der' });
      for (const part of [publicKey, Buffer.from(company)]) expect(bytes.includes(part)).toBe(true);
      // What is to be done next, ready to be pasted.
      expect(out).toContain(`upload ${join(directory, 'app.csr')}`);
      expect(out).toContain(`--app-cert ${join(directory, 'appCertPublicKey_2021000000000001.crt')}`);
      expect(out).not.toContain(read('app-private-key.pem').split('\n')[1]);
    });

    test.each(['app-private-key.pem', 'app.csr'])('never overwrites %s', async (name) => {
      writeFileSync(join(directory, name), 'precious');
      const { exitCode, err } = await csr('--company', company);
      expect(exitCode).toBe(1);
      expect(err).toContain(`${name} exists and is not overwritten`);
      expect(read(name)).toBe('precious');
      expect(readdirSync(directory)).toEqual([name]);
    });

    test.each([
      [['--csr'], 'needs --company NAME'],
      [['--csr', '--company', ' '], '--company has 0 characters'],
      [['--csr', '--company', '公'.repeat(65)], '--company has 65 characters. A certificate takes 1 to 64.'],
      [['--csr', '--company', '示例\n公司'], '--company has characters that cannot stand in a name'],
      [['--csr', '--company', '示例', '--domain', '\ufffd'], '--domain has characters that cannot'],
      [['--csr', '--company', '示例', '--app-id', 'shop'], '--app-id "shop" is no APPID'],
      [['--company', '示例'], '--company goes into a certificate request, so it needs --csr'],
    ])('%j is refused, and nothing is written', async (args, reason) => {
      const { exitCode, out, err } = await runTill(['keygen', '--out', directory, ...args]);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toContain(reason);
      expect(readdirSync(directory)).toEqual([]);
    });

    test('takes a name of 64 characters, and quotes a path for the shell', async () => {
      const place = join(directory, "the shop's keys");
      const { exitCode, out } = await runTill(['keygen', '--csr', '--company', '公'.repeat(64), '--out', place]);
      expect(exitCode).toBe(0);
      expect(out).toContain(`--private-key '${place.replace("'", "'\\''")}/app-private-key.pem'`);
    });
  });
});
