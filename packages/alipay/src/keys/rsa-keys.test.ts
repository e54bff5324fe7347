import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AlipayConfigError } from '../errors/index.ts';
import { readAppKeys, readPrivateKey, readPublicKey } from './index.ts';
import { bare, keyPair } from './keys.fixture.ts';

const app = keyPair();
const alipay = keyPair();

const privateForms: Record<string, string> = {
  'PKCS#8 PEM': app.pkcs8,
  'PKCS#1 PEM': app.pkcs1,
  'bare PKCS#8': bare(app.pkcs8),
  'bare PKCS#1': bare(app.pkcs1),
  'bare base64 wrapped by hand': bare(app.pkcs8).replace(/(.{40})/g, '$1 \r\n\t'),
  'PEM with Windows line ends': app.pkcs8.replaceAll('\n', '\r\n'),
  'PEM on one line': app.pkcs8.replaceAll('\n', ' '),
  'PEM from an environment variable, line ends written out': app.pkcs8.replaceAll('\n', '\\n'),
  'quoted, with white space around': `  "${app.pkcs8}"\n\n`,
  'with a byte order mark': `\uFEFF${app.pkcs1}`,
};

describe('the private key', () => {
  test.each(Object.entries(privateForms))('is read as %s', (_form, text) => {
    expect(readPrivateKey('privateKey', text, 'RSA2').equals(app.privateKey)).toBe(true);
  });

  test.each<[string, unknown, RegExp]>([
    ['missing', undefined, /privateKey is missing/],
    ['empty', '  \n', /privateKey is empty/],
    ['a public key', app.spki, /privateKey is a public key/],
    ['a bare public key', bare(app.pkcs1Public), /privateKey is a public key/],
    ['truncated base64', bare(app.pkcs8).slice(0, 800), /privateKey is truncated: 600 of its 12\d\d bytes/],
    [
      'truncated PEM',
      app.pkcs8.slice(0, 800),
      /privateKey is truncated: the line "-----END PRIVATE KEY-----" is missing/,
    ],
    ['without its beginning', bare(app.pkcs8).slice(12), /privateKey is not a key/],
    ['two keys in one', bare(app.pkcs8) + bare(app.pkcs8), /Give one key alone/],
    ['two keys in PEM', app.pkcs8 + keyPair().pkcs8, /holds more than one private key. Give one alone/],
    ['bytes of a file', Buffer.from(app.pkcs8), /Read its file as text: readFileSync\(path, 'utf8'\)/],
    ['with a character that no screen shows', `\u200B${bare(app.pkcs8)}`, /it contains the character U\+200B/],
    ['a file name', './keys/app.pem', /looks like a file name/],
    ['not base64', `${bare(app.pkcs8)}密`, /it contains "密"/],
    [
      'encrypted',
      app.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' }),
      /passphrase/,
    ],
    ['too small', keyPair(1024).pkcs8, /1024 bits. RSA2 takes RSA keys of 2048 bits or more/],
    [
      'an EC key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
      /type ec/,
    ],
    ['a broken header', app.pkcs8.replace('-----BEGIN', '----BEGIN'), /broken PEM header/],
  ])('that is %s is refused with the reason', (_what, text, reason) => {
    expect(() => readPrivateKey('privateKey', text, 'RSA2')).toThrow(AlipayConfigError);
    expect(() => readPrivateKey('privateKey', text, 'RSA2')).toThrow(reason);
  });

  test('of 1024 bits is enough for the old RSA', () => {
    expect(readPrivateKey('privateKey', keyPair(1024).pkcs8, 'RSA').type).toBe('private');
  });

  test('never appears in an error', () => {
    const secret = bare(app.pkcs8);
    for (const broken of [secret.slice(0, 900), `${secret}!`, `${secret}AAAA`, app.pkcs8.slice(0, 900)]) {
      let message = '';
      try {
        readPrivateKey('privateKey', broken, 'RSA2');
      } catch (error) {
        message = String(error);
      }
      expect(message).not.toBe('');
      expect(message).not.toContain(secret.slice(40, 60));
    }
  });
});

describe("Alipay's public key", () => {
  test.each([alipay.spki, alipay.pkcs1Public, bare(alipay.spki), bare(alipay.pkcs1Public)])(
    'is read in form %#',
    (text) => {
      expect(readPublicKey('alipayPublicKey', text, 'RSA2').equals(alipay.publicKey)).toBe(true);
    },
  );

  test('that is a private key is refused', () => {
    expect(() => readPublicKey('alipayPublicKey', alipay.pkcs1, 'RSA2')).toThrow('alipayPublicKey is a private key');
  });

  test("that is really the app's own is refused, in whatever form", () => {
    const give = () => readAppKeys(bare(app.spki), app.publicKey, 'RSA2');
    expect(give).toThrow("alipayPublicKey is the app's own public key");
  });
});
