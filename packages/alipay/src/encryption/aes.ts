import { isUtf8 } from 'node:buffer';
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { type Charset, decodeText, encodeText } from '../charset/index.ts';
import { AlipayConfigError, AlipayRequestError } from '../errors/index.ts';

/** AES as Alipay's "接口内容加密" uses it: AES-128, CBC, zero IV, PKCS#7 padding, base64. The key is made in Alipay's console. */
const ALGORITHM = 'aes-128-cbc';
const KEY_BYTES = 16;
const IV = Buffer.alloc(16);

/** Reads the key: base64 of 16 bytes. @throws {AlipayConfigError} */
export function readAesKey(name: string, text: unknown): KeyObject {
  const base64 = typeof text === 'string' ? text.trim() : '';
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== base64) {
    throw new AlipayConfigError(
      `${name} is not an AES key of Alipay's: that is ${KEY_BYTES} bytes in base64, 24 characters, from Alipay's console ` +
        '(接口内容加密方式).',
    );
  }
  return createSecretKey(bytes);
}

/** The key, which something asked for needs. @throws {AlipayConfigError} if there is none. */
export function requiredAesKey(key: KeyObject | undefined): KeyObject {
  if (key !== undefined) return key;
  throw new AlipayConfigError(
    'Encryption needs the option encryptKey: the AES key (接口内容加密方式) that Alipay shows for this app.',
  );
}

/** Encrypts text; base64. @throws {AlipayRequestError} for anything but text. */
export function aesEncrypt(key: KeyObject, plainText: string, charset: Charset = 'utf-8'): string {
  if (typeof plainText !== 'string') throw new AlipayRequestError(`Text is encrypted, not ${typeof plainText}.`);
  const cipher = createCipheriv(ALGORITHM, key, IV);
  return Buffer.concat([cipher.update(encodeText(plainText, charset)), cipher.final()]).toString('base64');
}

/**
 * Decrypts base64 text. CBC alone proves nothing about who wrote it: verify the signature first.
 * @throws {AlipayRequestError} if the text was not made with this key.
 */
export function aesDecrypt(key: KeyObject, cipherText: string, charset: Charset = 'utf-8'): string {
  const bytes = decrypted(key, cipherText);
  if (bytes !== undefined && (charset !== 'utf-8' || isUtf8(bytes))) return decodeText(bytes, charset);
  throw new AlipayRequestError(
    'The text cannot be decrypted. Check that encryptKey is the AES key that Alipay shows for this app, and that the ' +
      'text is whole.',
  );
}

function decrypted(key: KeyObject, cipherText: string): Buffer | undefined {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, IV);
    return Buffer.concat([decipher.update(cipherText, 'base64'), decipher.final()]);
  } catch {
    return undefined;
  }
}
