export { aesDecrypt, aesEncrypt, readAesKey, requiredAesKey } from './aes.ts';
