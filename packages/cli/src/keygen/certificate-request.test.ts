import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certificateRequest } from './certificate-request.ts';
import { objectId, utf8String } from './der.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** What OpenSSL reads in a request whose signature it has checked. */
function openssl(request: string, ...what: string[]): string {
  const args = ['req', '-verify', '-noout', '-nameopt', 'sep_multiline,utf8,sname', ...what];
  return execFileSync('openssl', args, { input: request, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
}

describe.skipIf(!hasOpenssl)(`a certificate request, read by OpenSSL${hasOpenssl ? '' : ' (not installed)'}`, () => {
  const request = certificateRequest(
    { company: '杭州示例科技有限公司', department: '技术部', commonName: 'pay.example.com' },
    privateKey,
  );

  test('names the company in Chinese, from the country down', () => {
    expect(openssl(request, '-subject')).toBe(
      'subject=\n    C=CN\n    O=杭州示例科技有限公司\n    OU=技术部\n    CN=pay.example.com\n',
    );
  });

  test('is for this key, signed SHA256withRSA', () => {
    expect(openssl(request, '-pubkey')).toBe(publicKey.export({ type: 'spki', format: 'pem' }));
    const text = openssl(request, '-text');
    expect(text).toContain('Version: 1 (0x0)');
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
    expect(text).toContain('Public-Key: (2048 bit)');
  });

  test('with any names is well formed', () => {
    const name = fc.stringMatching(/^[\p{Script=Han}A-Za-z0-9.（）&-]{1,64}$/u);
    fc.assert(
      fc.property(name, name, (company, commonName) => {
        const made = certificateRequest({ company, commonName }, privateKey);
        expect(openssl(made, '-subject')).toBe(`subject=\n    C=CN\n    O=${company}\n    CN=${commonName}\n`);
      }),
      { numRuns: 25 },
    );
  });

  test('that was altered is refused', () => {
    const bytes = Buffer.from(request.split('\n').slice(1, -2).join(''), 'base64');
    bytes.write('evil', bytes.indexOf('example'), 'latin1');
    const altered = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    const { stderr } = spawnSync('openssl', ['req', '-verify', '-noout'], { input: altered, encoding: 'utf8' });
    expect(stderr).toMatch(/verif\w* fail/i);
  });
});

test('lengths are written short up to 127 and long above', () => {
  const header = (size: number) =>
    utf8String('a'.repeat(size))
      .subarray(0, -size || undefined)
      .toString('hex');
  expect([0, 127, 128, 255, 256, 65_536].map(header)).toEqual([
    '0c00',
    '0c7f',
    '0c8180',
    '0c81ff',
    '0c820100',
    '0c83010000',
  ]);
});

test('object identifiers are as in the standard', () => {
  expect(objectId('1.2.840.113549.1.1.11').toString('hex')).toBe('06092a864886f70d01010b');
});
