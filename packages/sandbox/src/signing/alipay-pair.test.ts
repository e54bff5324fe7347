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

test('its numbers are those of RFC 8017: a wrong one would only be slow, OpenSSL going the long way round', async () => {
  const { privateKey } = await generateAlipayPair();
  const [n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dp, dq, qInverse = 0n, ...further] = numbersOf(privateKey).slice(1);
  const [r3 = 0n, d3, t3 = 0n, r4 = 0n, d4, t4 = 0n] = further;
  expect(further).toHaveLength(6);
  expect(p * q * r3 * r4).toBe(n);
  for (const [prime, own] of [
    [p, dp],
    [q, dq],
    [r3, d3],
    [r4, d4],
  ] as const) {
    expect((d * e) % (prime - 1n)).toBe(1n);
    expect(own).toBe(d % (prime - 1n));
  }
  expect([(qInverse * q) % p, (t3 * p * q) % r3, (t4 * p * q * r3) % r4]).toEqual([1n, 1n, 1n]);
});

test('each key is another, none is a bit short, and none fails on some texts only', async () => {
  const pairs = await Promise.all(Array.from({ length: 32 }, generateAlipayPair));
  expect(new Set(pairs.map(({ publicKey }) => publicKey)).size).toBe(pairs.length);
  for (const { privateKey, publicKey } of pairs) {
    const [signer, verifier] = [createPrivateKey(privateKey), createPublicKey(publicKey)];
    expect(verifier.asymmetricKeyDetails?.modulusLength).toBe(2048);
    for (let index = 0; index < 20; index++) {
      const bytes = Buffer.from(`text ${index}`);
      expect(verify('sha256', bytes, verifier, sign('sha256', bytes, signer))).toBe(true);
    }
  }
});

/** Every INTEGER of a key, in order; the SEQUENCEs around them are stepped into. */
function numbersOf(privateKey: string): bigint[] {
  const der = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'der' });
  const numbers: bigint[] = [];
  for (let at = 0; at < der.length; ) {
    const tag = der[at++];
    let length = der[at++] ?? 0;
    if (length > 0x80) {
      const bytes = length - 0x80;
      length = der.readUIntBE(at, bytes);
      at += bytes;
    }
    if (tag === 0x30) continue;
    numbers.push(BigInt(`0x${der.toString('hex', at, at + length)}`));
    at += length;
  }
  return numbers;
}
