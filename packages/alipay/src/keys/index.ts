export { type AppKeys, readAppKeys, readPrivateKey, readPublicKey } from './rsa-keys.ts';
