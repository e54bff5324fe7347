import { createHash } from 'node:crypto';
import type { SignatureFinding } from './diagnosis.ts';
import { digestUnderKey } from './signature.ts';

/** Whether a library that hashes by itself was handed the hash of these bytes, as bytes or in hex. */
export function isTwiceHashed(bytes: Uint8Array, signature: string, publicKeyPem: string): boolean {
  const digest = digestUnderKey(signature, publicKeyPem);
  const once = sha256(bytes);
  return [once, Buffer.from(once.toString('hex'))].some((hashed) => sha256(hashed).toString('hex') === digest);
}

export const TWICE_HASHED: SignatureFinding = {
  kind: 'hash',
  zh: '签名前已先对待签名串做了一次哈希：SHA256withRSA自己会做，请直接对原文签名',
  en: 'the text was hashed before it was signed: sign the text itself, SHA256withRSA hashes it',
};

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
