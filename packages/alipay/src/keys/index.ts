export { type DerElement, readElement, readElements } from './der.ts';
export { readKeyMaterial } from './key-material.ts';
export { type AppKeys, checkedRsaKey, readAppKeys, readPrivateKey, readPublicKey } from './rsa-keys.ts';
