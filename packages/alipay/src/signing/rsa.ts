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
  if (!isBase64Of(raw, signature)) return false;
  // Measurably faster than the one-shot `verify`, and the same check.
  return publicKeys.some((key) => createVerify(DIGEST[signType]).update(bytes).verify(key, raw));
}

/**
 * Whether a text is the base64 of the bytes that it was decoded to: two texts must not pass for one signature, and the
 * decoder skips what is not base64. Then the bytes are too few for the text; the rest is to be seen in the last four
 * characters, and in the other alphabet that the decoder knows.
 */
function isBase64Of(bytes: Buffer, text: string): boolean {
  const last = bytes.length - (bytes.length % 3 || 3);
  return (
    text.length === 4 * Math.ceil(bytes.length / 3) &&
    text.endsWith(bytes.toString('base64', Math.max(last, 0))) &&
    !text.includes('-') &&
    !text.includes('_')
  );
}
