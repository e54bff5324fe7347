import { AlipaySdk } from 'alipay-sdk';
import { describe, expect, test } from 'vitest';
import { AlipayConfigError } from '../errors/index.ts';
import { keyPair } from '../keys/keys.fixture.ts';
import { certificates, issue, type Name, rsaKeys } from './certificate.fixture.ts';
import { readCertificateMode, readCertificates, rootSerialNumber } from './index.ts';

const keys = { app: keyPair(), alipay: keyPair() };
const files = certificates(keys);
const NOW = Date.UTC(2026, 2, 1);

/** A root as NRCAC's in Alipay's file: signed with SM2. Made with OpenSSL for this test. */
const SM2_ROOT = `-----BEGIN CERTIFICATE-----
MIIBsjCCAVegAwIBAgIUJENLHMRfrw0LLHdxnhUjRM+Gv98wCgYIKoEcz1UBg3Uw
LjELMAkGA1UEBhMCQ04xDjAMBgNVBAoMBU5SQ0FDMQ8wDQYDVQQDDAZST09UQ0Ew
HhcNMjYxMTIyMjM1NDMyWhcNMzYxMTE5MjM1NDMyWjAuMQswCQYDVQQGEwJDTjEO
MAwGA1UECgwFTlJDQUMxDzANBgNVBAMMBlJPT1RDQTBZMBMGByqGSM49AgEGCCqB
HM9VAYItA0IABJFzXmRkKs7dyjGlC3fzoCBP87JoQvRFYrKnMyfprLVp0FeB3OFm
lt6CnAKT5uQFDTBVc+BI0UvFTlyQOq8sdnWjUzBRMB0GA1UdDgQWBBSPRHsWMrKe
CFA28cAjI2K6mZc5HTAfBgNVHSMEGDAWgBSPRHsWMrKeCFA28cAjI2K6mZc5HTAP
BgNVHRMBAf8EBTADAQH/MAoGCCqBHM9VAYN1A0kAMEYCIQCkkoNoL1ZK5OpIrKq2
bvipdsLpAysYe/ByT+NqAoFBiAIhAO8bQtm+msHXF78Tg2sqZgh1WweOjMsmVFD8
jOLMFfYU
-----END CERTIFICATE-----
`;

const iTrus: Name = [
  ['C', 'CN'],
  ['O', 'iTruschina Co., Ltd.'],
  ['OU', 'China Trust Network'],
  ['CN', 'iTrusChina Class 2 Root CA - G3'],
];
const oldRoot = issue({
  subject: iTrus,
  isAuthority: true,
  signedWith: 'RSA-SHA1',
  serial: 0xff00000000000000000000000000000001n,
});
const ROOTS = SM2_ROOT + files.root.pem + oldRoot.pem;

/** The numbers that the official SDK computes from the same files. */
function official(appCertContent: string, alipayPublicCertContent: string, alipayRootCertContent: string) {
  const privateKey = keys.app.pkcs1;
  return new AlipaySdk({
    appId: '2021000000000001',
    privateKey,
    appCertContent,
    alipayPublicCertContent,
    alipayRootCertContent,
  }).config;
}

function mode(input: Partial<Parameters<typeof readCertificateMode>[0]> = {}) {
  return readCertificateMode({
    appCert: files.app.pem,
    alipayCert: files.alipay.pem,
    alipayRootCert: ROOTS,
    appPublicKey: keys.app.publicKey,
    signType: 'RSA2',
    clock: { now: () => NOW },
    ...input,
  });
}

describe("a certificate's serial number", () => {
  test("is the one that is known of Alipay's own root", () => {
    const [root] = readCertificates('root', files.root.pem);
    expect(root?.issuer).toBe(
      'CN=Ant Financial Certification Authority R1,OU=Certification Authority,O=Ant Financial,C=CN',
    );
    expect(root?.serialNumber).toBe('687b59193f3f462dd5336e5abf83c5d8');
  });

  test('is the one that the official SDK computes, with Chinese names and serials of 16 bytes', () => {
    const theirs = official(files.app.pem, files.alipay.pem, ROOTS);
    expect(mode()).toMatchObject({ appCertSn: theirs.appCertSn, alipayRootCertSn: theirs.alipayRootCertSn });
    expect(readCertificates('alipayCert', files.alipay.pem)[0]?.serialNumber).toBe(theirs.alipayCertSn);
  });

  test.each([1n, 0x7fn, 0x80n, 0xffn, 0x100n, 2n ** 63n, 2n ** 127n + 1n, 2n ** 159n - 1n])(
    'is the official one for the serial %s',
    (serial) => {
      const { pem } = issue({ subject: files.alipayName, issuer: files.forAlipay, keys: keys.alipay, serial });
      expect(readCertificates('alipayCert', pem)[0]?.serialNumber).toBe(
        official(files.app.pem, pem, ROOTS).alipayCertSn,
      );
    },
  );

  test('of the roots counts those signed with RSA, in file order', () => {
    const roots = readCertificates('alipayRootCert', ROOTS);
    expect(roots.map(({ isRsaSigned }) => isRsaSigned)).toEqual([false, true, true]);
    expect(rootSerialNumber('alipayRootCert', roots)).toBe(`${roots[1]?.serialNumber}_${roots[2]?.serialNumber}`);
    expect(() => rootSerialNumber('alipayRootCert', readCertificates('x', SM2_ROOT))).toThrow(
      'no certificate signed with RSA',
    );
  });
});

describe('a certificate is read', () => {
  test('with Windows line ends, text around it, and as bare base64', () => {
    const [expected] = readCertificates('appCert', files.app.pem);
    const base64 = files.app.pem.replace(/-----[^-]+-----|\n/g, '');
    for (const text of [files.app.pem.replaceAll('\n', '\r\n'), `\uFEFFBag\n${files.app.pem}end`, base64]) {
      expect(readCertificates('appCert', text)[0]?.serialNumber).toBe(expected?.serialNumber);
    }
  });

  test.each<[string, unknown, RegExp]>([
    ['missing', undefined, /appCert is missing/],
    ['a private key', keys.app.pkcs8, /appCert is a private key, not a certificate/],
    ['a public key', keys.app.spki, /appCert is a public key, not a certificate/],
    ['truncated', files.app.pem.slice(0, 500), /appCert is truncated/],
    ['a file name', './appCert.crt', /looks like a file name/],
    ['cut inside', files.app.pem.replace(/\n.{64}\n/, '\n'), /truncated|damaged|not a key/],
  ])('but refused with the reason when it is %s', (_what, text, reason) => {
    expect(() => readCertificates('appCert', text)).toThrow(AlipayConfigError);
    expect(() => readCertificates('appCert', text)).toThrow(reason);
  });
});

describe('certificate mode', () => {
  test("takes Alipay's file with the authority's certificate behind its own", () => {
    expect(mode({ alipayCert: files.alipay.pem + files.forAlipay.pem }).alipay.publicKeys).toHaveLength(1);
  });

  test('leaves out one of several Alipay certificates when it has expired', () => {
    const old = issue({ subject: files.alipayName, issuer: files.forAlipay, serial: 9n, to: NOW - 1 }).pem;
    expect(mode({ alipayCert: [old, files.alipay.pem] }).alipay.publicKeys).toEqual([keys.alipay.publicKey]);
    expect(() => mode({ alipayCert: old })).toThrow(/alipayCert: .* expired on .* Download the current one/);
  });

  test.each<[string, Parameters<typeof mode>[0], RegExp]>([
    [
      'an app certificate of another key',
      { appPublicKey: rsaKeys().publicKey },
      /appCert does not belong to privateKey/,
    ],
    ["Alipay's certificate as the app's", { appCert: files.alipay.pem }, /appCert does not belong to privateKey/],
    ["the app's certificate as Alipay's", { alipayCert: files.app.pem }, /alipayCert is the app's own certificate/],
    ["the roots as Alipay's", { alipayCert: ROOTS }, /alipayCert holds 3 certificates .* alipayRootCert.crt/],
    ["Alipay's certificate as the root", { alipayRootCert: files.alipay.pem }, /alipayRootCert holds no root/],
    ['no certificates of Alipay', { alipayCert: [] }, /alipayCert is an empty list/],
    ['a root file without its end', { alipayRootCert: ROOTS.slice(0, -40) }, /alipayRootCert is truncated/],
    [
      'an expired app certificate',
      { appCert: issue({ subject: files.app.name, issuer: files.forApps, keys: keys.app, to: NOW - 1 }).pem },
      /appCert: .* expired on/,
    ],
    [
      'an app certificate that is not valid yet',
      { appCert: issue({ subject: files.app.name, issuer: files.forApps, keys: keys.app, from: NOW + 1e6 }).pem },
      /appCert: .* is not valid before/,
    ],
  ])('refuses %s with the reason', (_what, input, reason) => {
    expect(() => mode(input)).toThrow(AlipayConfigError);
    expect(() => mode(input)).toThrow(reason);
  });
});
