import { constants, createHash, createPrivateKey, createPublicKey, publicDecrypt, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateAlipayPair } from './alipay-pair.ts';
import { readPublicKey } from './keys.ts';
import { isSignedBy, signBytes } from './signature.ts';

const BYTES = Buffer.from('龙井茶 250 g');

test("Alipay's key has four primes inside, and outside is a key like any other", async () => {
  const { privateKey, publicKey } = await generateAlipayPair();
  const inside = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'der' });
  // SEQUENCE, its length in two bytes, then the version: 1 is for more than two primes.
  expect([...inside.subarray(4, 7)]).toEqual([0x02, 0x01, 0x01]);
  expect(createPublicKey(publicKey).asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65537n });
  expect(readPublicKey(publicKey)).toBe(publicKey);
});

test('what it signs is the one signature that there is of these bytes, in either hash', async () => {
  const { privateKey, publicKey } = await generateAlipayPair();
  for (const [signType, hash] of [
    ['RSA2', 'sha256'],
    ['RSA', 'sha1'],
  ] as const) {
    const signature = signBytes(BYTES, privateKey, signType);
    expect(isSignedBy(BYTES, signature, publicKey, signType)).toBe(true);
    const opened = publicDecrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(signature, 'base64'),
    );
    expect(opened.subarray(-createHash(hash).update(BYTES).digest().length)).toEqual(
      createHash(hash).update(BYTES).digest(),
    );
  }
});

test('each key is another, and none fails on some texts only', async () => {
  const pairs = await Promise.all(Array.from({ length: 12 }, generateAlipayPair));
  expect(new Set(pairs.map(({ publicKey }) => publicKey)).size).toBe(pairs.length);
  for (const { privateKey, publicKey } of pairs) {
    const [signer, verifier] = [createPrivateKey(privateKey), createPublicKey(publicKey)];
    for (let index = 0; index < 50; index++) {
      const bytes = Buffer.from(`text ${index}`);
      expect(verify('sha256', bytes, verifier, sign('sha256', bytes, signer))).toBe(true);
    }
  }
});
