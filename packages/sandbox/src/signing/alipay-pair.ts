import { createPrivateKey, createPublicKey, generatePrime } from 'node:crypto';
import { promisify } from 'node:util';
import { integer, sequence } from '../certificates/der.ts';
import { generateRsaPair, type KeyPairPem } from './keys.ts';

const EXPONENT = 65537n;
const MODULUS_BITS = 2048;
const PRIMES = 4;

const newPrime = promisify((bits: number, done: (error: Error | null, prime: bigint) => void) =>
  generatePrime(bits, { bigint: true }, done),
);

/**
 * A pair for Alipay to sign with: RSA of 2048 bits, its modulus the product of four primes instead of two (RFC 8017,
 * 3.2). Most of what the sandbox does is signing, which takes two thirds of the time with such a key; making one takes
 * half. Nobody can tell from outside, the public key and the signatures being like any other's. Only for keys that stay
 * here: other libraries may know two primes only.
 */
export async function generateAlipayPair(): Promise<KeyPairPem> {
  const der = privateKeyOf(await primesOf(MODULUS_BITS));
  try {
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs1' });
    return {
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }),
    };
  } catch {
    // A runtime that is not built on OpenSSL knows no such keys.
    return generateRsaPair();
  }
}

/** Different primes that fit the exponent and whose product has so many bits; made off the main thread. */
async function primesOf(bits: number): Promise<bigint[]> {
  const primes = await Promise.all(Array.from({ length: PRIMES }, () => newPrime(bits / PRIMES)));
  const isFit = new Set(primes).size === PRIMES && primes.every((prime) => prime % EXPONENT !== 1n);
  return isFit && product(primes) >> BigInt(bits - 1) === 1n ? primes : primesOf(bits);
}

/** RSAPrivateKey of RFC 8017, A.1.2: version 1 is that with more than two primes. */
function privateKeyOf(primes: readonly bigint[]): Buffer {
  const [p = 0n, q = 0n, ...others] = primes;
  const d = inverse(EXPONENT, product(primes.map((prime) => prime - 1n)));
  const further = others.map((prime, index) => {
    const before = product(primes.slice(0, index + 2));
    return sequence(...[prime, d % (prime - 1n), inverse(before, prime)].map(whole));
  });
  const numbers = [1n, product(primes), EXPONENT, d, p, q, d % (p - 1n), d % (q - 1n), inverse(q, p)];
  return sequence(...numbers.map(whole), sequence(...further));
}

function whole(value: bigint): Buffer {
  const hex = value.toString(16);
  return integer(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'));
}

function product(factors: readonly bigint[]): bigint {
  return factors.reduce((before, factor) => before * factor, 1n);
}

/** What a number is to be multiplied with for a remainder of 1, by Euclid's extended algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [remainder, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return factor < 0n ? factor + modulus : factor;
}
