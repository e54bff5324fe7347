import { createVerify, type KeyObject, sign } from 'node:crypto';

/** `RSA2` is SHA256withRSA, `RSA` is SHA1withRSA, both PKCS#1 v1.5. */
export type SignType = 'RSA2' | 'RSA';

/** The names of the algorithms in `node:crypto`. */
export const DIGEST: Record<SignType, string> = { RSA2: 'sha256', RSA: 'sha1' };

/** Signs bytes; the signature as standard base64. */
export function signBytes(bytes: Uint8Array, privateKey: KeyObject, signType: SignType): string {
  return sign(DIGEST[signType], bytes, privateKey).toString('base64');
}

/**
 * Whether `signature` (base64) is one of these keys' over these bytes. Never throws: what is not a signature is not
 * valid.
 */
export function verifyBytes(
  bytes: Uint8Array,
  signature: string,
  publicKeys: readonly KeyObject[],
  signType: SignType,
): boolean {
  const raw = Buffer.from(signature, 'base64');
  // The decoder skips what is not base64; two texts must not pass for one signature.
  if (raw.toString('base64') !== signature) return false;
  // Measurably faster than the one-shot `verify`, and the same check.
  return publicKeys.some((key) => createVerify(DIGEST[signType]).update(bytes).verify(key, raw));
}
