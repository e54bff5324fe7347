import { createDecipheriv } from 'node:crypto';
import { decryptBytes } from './aes.ts';

const BLOCK_BYTES = 16;

/** What is most likely wrong with a content that does not decrypt under the app's key, in both languages. */
export function whyUndecryptable(cipherText: string, key: string): string {
  if (/^\s*[{[]/.test(cipherText)) return '这是明文，要先加密再签名 / this is plain JSON: encrypt it, then sign';
  if (/^(?:[\da-f]{32})+$/i.test(cipherText))
    return '密文应为base64，而不是十六进制 / write the ciphertext in base64, not hexadecimal';
  const spaced = cipherText.replaceAll(' ', '+');
  if (spaced !== cipherText && decryptBytes(spaced, key) !== undefined) {
    return '密文没有做URL编码，其中的加号到网关成了空格 / URL-encode it when sent: its + became spaces';
  }
  const bytes = Buffer.from(cipherText, 'base64');
  if (bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0) {
    return `密文解码后有${bytes.length}字节，应是16的倍数：被截断，或不是base64 / it decodes to ${bytes.length} bytes, no multiple of 16: cut off, or not base64`;
  }
  if (isInBlocksAlone(bytes, key)) return '应为CBC模式，而不是ECB / use CBC, not ECB';
  return '不是用应用登记的AES密钥加密的 / not encrypted with the AES key of this app';
}

/**
 * With another vector than zeros only the first block comes out wrong: the rest of the text is as it was written.
 * Undefined for a text that begins as JSON does.
 */
export function whyGarbled(plain: Buffer): string | undefined {
  const text = plain.toString('utf8');
  if (/^\s*[{[]/.test(text) && !text.includes('\uFFFD')) return undefined;
  return '初始向量应为16个零字节 / the initialization vector is 16 zero bytes';
}

function isInBlocksAlone(bytes: Buffer, key: string): boolean {
  try {
    const decipher = createDecipheriv('aes-128-ecb', Buffer.from(key, 'base64'), null);
    return whyGarbled(Buffer.concat([decipher.update(bytes), decipher.final()])) === undefined;
  } catch {
    return false;
  }
}
