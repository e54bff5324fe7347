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
});
