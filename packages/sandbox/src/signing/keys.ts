import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** A public key that cannot be used. `message` says what was given and what is expected. */
export class PublicKeyError extends Error {
  override readonly name = 'PublicKeyError';
}

export interface KeyPairPem {
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo PEM. */
  readonly publicKey: string;
}

const RSA_BITS_MIN = 1024;

/** RSA2 takes keys of this size or more; smaller ones serve sign_type RSA only. */
export const RSA2_BITS_MIN = 2048;

/** A new 2048-bit RSA key pair, made off the main thread. */
export function generateRsaPair(): Promise<KeyPairPem> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/**
 * Reads an application's public key in any form people have it: PEM or bare base64, SubjectPublicKeyInfo or PKCS#1,
 * line breaks and spaces anywhere. Returns it as SubjectPublicKeyInfo PEM.
 * @throws {PublicKeyError}
 */
export function readPublicKey(text: string): string {
  if (/PRIVATE KEY/.test(text)) throw new PublicKeyError('public_key holds a private key. Give the public key.');
  const base64 = text.replace(/-----[A-Z ]+-----/g, '').replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw new PublicKeyError('public_key is not a key: give PEM text or its bare base64.');
  }
  const key = parseKey(Buffer.from(base64, 'base64'));
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa') throw new PublicKeyError(`public_key is not an RSA key.`);
  if (bits < RSA_BITS_MIN) throw new PublicKeyError(`public_key has ${bits} bits; RSA2 needs ${RSA2_BITS_MIN}.`);
  return key.export({ type: 'spki', format: 'pem' });
}

/** Bits of an RSA key's modulus. Kept: to ask the key takes longer than to read a request. */
export function bitsOf(key: KeyObject): number {
  const known = BITS.get(key);
  if (known !== undefined) return known;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  BITS.set(key, bits);
  return bits;
}

const BITS = new WeakMap<KeyObject, number>();

function parseKey(der: Buffer): KeyObject {
  if (isPrivateKey(der)) throw new PublicKeyError('public_key holds a private key. Give the public key.');
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key: der, format: 'der', type });
    } catch {
      // Not this form; the next one may fit.
    }
  }
  throw new PublicKeyError(
    'public_key cannot be read as an RSA public key (SubjectPublicKeyInfo or PKCS#1). ' +
      'It may be cut off, or it may be a private key or a certificate.',
  );
}

/** Asked first, because a private key would be taken for its own public half. */
function isPrivateKey(der: Buffer): boolean {
  return (['pkcs8', 'pkcs1'] as const).some((type) => {
    try {
      createPrivateKey({ key: der, format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });
}
