import type { EasyCall } from './easy-call.ts';

/** 加解密 AES, by the app's AES key. */
export const aes = (call: EasyCall) => ({
  /** Decrypts, for example a member's telephone number. @throws {AlipayConfigError} without `encryptKey`. */
  decrypt: (cipherText: string): string => call.client.aes.decrypt(cipherText),

  /** Encrypts. @throws {AlipayConfigError} without `encryptKey`. */
  encrypt: (plainText: string): string => call.client.aes.encrypt(plainText),
});
