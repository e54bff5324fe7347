import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Alipay's content encryption: AES-128-CBC, PKCS#7 padding, an initialization vector of zeros, base64 outside. */
const KEY_BYTES = 16;
const NO_VECTOR = Buffer.alloc(16);

/** A new key, base64 of 16 bytes. */
export function newAesKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

export function isAesKey(key: string): boolean {
  return /^[A-Za-z0-9+/]{22}==$/.test(key);
}

export function encryptBytes(plain: Uint8Array, key: string): string {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(key, 'base64'), NO_VECTOR);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

/** Undefined if the text is no ciphertext under this key. */
export function decryptBytes(cipherText: string, key: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(cipherText)) return undefined;
  try {
    const decipher = createDecipheriv('aes-128-cbc', Buffer.from(key, 'base64'), NO_VECTOR);
    return Buffer.concat([decipher.update(cipherText, 'base64'), decipher.final()]);
  } catch {
    return undefined;
  }
}
