import type { App } from '../apps/app.ts';
import { decryptBytes } from '../encryption/aes.ts';
import { whyGarbled, whyUndecryptable } from '../encryption/undecryptable.ts';
import { GatewayRefusal } from './refusal.ts';

/**
 * The key of an encrypted call; undefined for one in the clear.
 * @throws {GatewayRefusal} if the encryption is not AES, or the app has no key.
 */
export function encryptKeyOf(app: App, encryptType: string | undefined): string | undefined {
  if (encryptType === undefined) return undefined;
  if (encryptType.toUpperCase() !== 'AES') {
    throw new GatewayRefusal('40002', 'isv.invalid-encrypt-type', '无效的加密类型：encrypt_type应为AES');
  }
  if (app.encryptKey === undefined) {
    const how = '缺少加密密钥：应用未配置接口内容加密的AES密钥 / register the app with an encrypt_key';
    throw new GatewayRefusal('40001', 'isv.missing-encrypt-key', how);
  }
  return app.encryptKey;
}

/**
 * @throws {GatewayRefusal} isv.decryption-error-unknown for what is no ciphertext under the app's key, saying what it
 * may be instead; isv.invalid-parameter for what comes out as no JSON.
 */
export function decryptContent(cipherText: string, key: string): string {
  const plain = decryptBytes(cipherText, key);
  if (plain === undefined) {
    const why = whyUndecryptable(cipherText, key);
    throw new GatewayRefusal('40002', 'isv.decryption-error-unknown', `解密出错, 未知错误（${why}）`);
  }
  const why = whyGarbled(plain);
  if (why === undefined) return plain.toString('utf8');
  throw new GatewayRefusal('40002', 'isv.invalid-parameter', `参数无效：解密后不是合法的JSON对象（${why}）`);
}

/**
 * A content that reads as nothing in the clear may be encrypted without saying so.
 * @throws {GatewayRefusal} isv.decryption-error-missing-encrypt-type
 */
export function refuseUnnamedEncryption(content: string, app: App): void {
  if (app.encryptKey === undefined || decryptBytes(content, app.encryptKey) === undefined) return;
  throw new GatewayRefusal('40001', 'isv.decryption-error-missing-encrypt-type', '解密出错, 未指定加密算法');
}
