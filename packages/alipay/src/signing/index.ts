export { type SignType, signBytes, verifyBytes } from './rsa.ts';
export { type Parameters, signContent } from './sign-content.ts';
export { type ExternalSigner, externalSigner, keySigner, type Signer } from './signer.ts';
