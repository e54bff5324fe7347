import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { PRIVATE_KEY, PUBLIC_KEY, signText } from '../testing/merchant.ts';
import { notificationStringToSign, requestStringToSign } from './canonical.ts';
import { readPublicKey } from './keys.ts';
import { hashUnderKey, isSignedBy, signBytes } from './signature.ts';

test('a request is signed with its sign_type and without its sign and empty values, sorted by ASCII', () => {
  const parameters = new Map([
    ['sign', 'x'],
    ['b', '2'],
    ['B', '1'],
    ['a_b', '3'],
    ['empty', ''],
    ['sign_type', 'RSA2'],
  ]);
  expect(requestStringToSign(parameters)).toBe('B=1&a_b=3&b=2&sign_type=RSA2');
  expect(notificationStringToSign(Object.fromEntries(parameters))).toBe('B=1&a_b=3&b=2');
});

test('signatures of both types are verified, and not taken for each other', () => {
  const bytes = Buffer.from('a=1');
  for (const signType of ['RSA2', 'RSA'] as const) {
    const signature = signBytes(bytes, PRIVATE_KEY, signType);
    expect(signature).toBe(signText('a=1', signType));
    expect(isSignedBy(bytes, signature, PUBLIC_KEY, signType)).toBe(true);
    expect(isSignedBy(Buffer.from('a=2'), signature, PUBLIC_KEY, signType)).toBe(false);
    expect(hashUnderKey(signature, PUBLIC_KEY)).toBe(signType);
  }
  expect(isSignedBy(bytes, signBytes(bytes, PRIVATE_KEY, 'RSA'), PUBLIC_KEY, 'RSA2')).toBe(false);
});

test('rubbish instead of a signature is no signature', () => {
  for (const rubbish of ['', '%%%', 'AAAA', 'a'.repeat(344)]) {
    expect(isSignedBy(Buffer.from('a'), rubbish, PUBLIC_KEY, 'RSA2')).toBe(false);
    expect(hashUnderKey(rubbish, PUBLIC_KEY)).toBe('other key');
  }
});

test('an application public key is read in every form people have it', () => {
  const key = createPublicKey(PUBLIC_KEY);
  const pkcs1 = key.export({ type: 'pkcs1', format: 'pem' }).toString();
  const bare = (pem: string) => pem.replaceAll(/-----.*-----|\s/g, '');
  const forms = [
    PUBLIC_KEY,
    pkcs1,
    bare(PUBLIC_KEY),
    bare(pkcs1),
    `  ${bare(PUBLIC_KEY).slice(0, 70)}\r\n ${bare(PUBLIC_KEY).slice(70)}\n`,
  ];
  for (const form of forms) expect(readPublicKey(form)).toBe(PUBLIC_KEY);
});

test.each([
  ['a private key', PRIVATE_KEY, /holds a private key/],
  ['a bare private key', PRIVATE_KEY.replaceAll(/-----.*-----|\s/g, ''), /private key|cannot be read/],
  ['a cut off key', PUBLIC_KEY.replaceAll(/-----.*-----|\s/g, '').slice(0, 200), /cannot be read/],
  ['no key at all', 'hello world!', /not a key/],
  ['nothing', '', /not a key/],
])('%s is refused as an application public key', (_name, text, message) => {
  expect(() => readPublicKey(text)).toThrow(message);
});

test('a key of another kind or too small is refused', () => {
  const spki = {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  } as const;
  expect(() => readPublicKey(generateKeyPairSync('ec', { namedCurve: 'P-256', ...spki }).publicKey)).toThrow(
    /not an RSA/,
  );
  expect(() => readPublicKey(generateKeyPairSync('rsa', { modulusLength: 512, ...spki }).publicKey)).toThrow(
    /512 bits/,
  );
});
