import { constants, createPrivateKey, createPublicKey, type KeyObject, publicDecrypt, sign, verify } from 'node:crypto';

/** RSA2 is SHA256withRSA, RSA is SHA1withRSA, both PKCS#1 v1.5. */
export type SignType = 'RSA2' | 'RSA';

const HASH = { RSA2: 'sha256', RSA: 'sha1' } as const;

export function isSignType(text: string): text is SignType {
  return text === 'RSA2' || text === 'RSA';
}

/** Signs bytes; the answer is standard base64. */
export function signBytes(bytes: Uint8Array, privateKeyPem: string, signType: SignType): string {
  return sign(HASH[signType], bytes, privateKey(privateKeyPem)).toString('base64');
}

/** Whether a signature (base64) is the one that the key's owner made over these bytes. */
export function isSignedBy(bytes: Uint8Array, signature: string, publicKeyPem: string, signType: SignType): boolean {
  return verify(HASH[signType], bytes, publicKey(publicKeyPem), Buffer.from(signature, 'base64'));
}

/**
 * What a signature that does not fit says about its maker: made with another key, or with this key and which hash.
 * A PKCS#1 v1.5 signature opens only under its own key, and names its hash inside.
 */
export function hashUnderKey(signature: string, publicKeyPem: string): SignType | 'other key' | 'other hash' {
  const digestInfo = opened(signature, publicKeyPem);
  if (digestInfo === undefined) return 'other key';
  if (digestInfo.startsWith(DIGEST_INFO.RSA2)) return 'RSA2';
  return digestInfo.startsWith(DIGEST_INFO.RSA) ? 'RSA' : 'other hash';
}

/** The hash of what was signed, in hex; undefined under another key or with another hash. */
export function digestUnderKey(signature: string, publicKeyPem: string): string | undefined {
  const digestInfo = opened(signature, publicKeyPem);
  const prefix = Object.values(DIGEST_INFO).find((one) => digestInfo?.startsWith(one));
  return prefix === undefined ? undefined : digestInfo?.slice(prefix.length);
}

/** What comes before the hash inside a signature: the hash's name, in DER. */
const DIGEST_INFO = {
  RSA2: '3031300d060960864801650304020105000420',
  RSA: '3021300906052b0e03021a05000414',
} as const;

function opened(signature: string, publicKeyPem: string): string | undefined {
  const key = { key: publicKey(publicKeyPem), padding: constants.RSA_PKCS1_PADDING };
  try {
    return publicDecrypt(key, Buffer.from(signature, 'base64')).toString('hex');
  } catch {
    return undefined;
  }
}

/** Reading a PEM takes longer than using the key, so keys are read once. Keys are few: one or two per app. */
const keys = new Map<string, KeyObject>();

export function publicKey(pem: string): KeyObject {
  return cached(pem, createPublicKey);
}

function privateKey(pem: string): KeyObject {
  return cached(pem, createPrivateKey);
}

const KEYS_MAX = 1_000;

function cached(pem: string, read: (pem: string) => KeyObject): KeyObject {
  const known = keys.get(pem);
  if (known !== undefined) return known;
  if (keys.size >= KEYS_MAX) keys.clear();
  const key = read(pem);
  keys.set(pem, key);
  return key;
}
