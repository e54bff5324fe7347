import { type KeyObject, sign } from 'node:crypto';
import { AlipayConfigError } from '../errors/index.ts';
import { DIGEST, type SignType, signBytes } from './rsa.ts';
import { inLane } from './signing-lanes.ts';
import { takeTurn } from './turn.ts';

/**
 * Signs outside this process: in a key management service or a hardware module. It is given the bytes to sign, not
 * their digest, and returns the PKCS#1 v1.5 signature, raw or in base64.
 */
export type ExternalSigner = (bytes: Uint8Array, signType: SignType) => Promise<Uint8Array | string>;

/** Signs for an app. */
export interface Signer {
  /** The signature in base64. Many at once use all cores, and block for no more than one of them. */
  sign(bytes: Uint8Array, signType: SignType): Promise<string>;
  /** The signature in base64, at once. @throws {AlipayConfigError} if the key is elsewhere. */
  signNow(bytes: Uint8Array, signType: SignType): string;
}

/** Signing with a longer key takes more than a moment. */
const QUICK_KEY_BITS = 2048;

/**
 * Signs with a key in this process. One signature in each turn of the event loop is made at once: to hand a lone one to
 * another thread, and to wait for it, takes half as long again as to make it.
 */
export function keySigner(privateKey: KeyObject): Signer {
  const isQuick = (privateKey.asymmetricKeyDetails?.modulusLength ?? Number.NaN) <= QUICK_KEY_BITS;
  return {
    async sign(bytes, signType) {
      if (isQuick && takeTurn()) return signBytes(bytes, privateKey, signType);
      return inLane(() => signOnPool(bytes, privateKey, signType));
    },
    signNow: (bytes, signType) => signBytes(bytes, privateKey, signType),
  };
}

function signOnPool(bytes: Uint8Array, privateKey: KeyObject, signType: SignType): Promise<string> {
  return new Promise((resolve, reject) => {
    sign(DIGEST[signType], bytes, privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(signature.toString('base64'));
    });
  });
}

/** Signs by asking another. What it answers is checked for its form; Alipay checks the rest. */
export function externalSigner(external: ExternalSigner): Signer {
  return {
    async sign(bytes, signType) {
      const raw = signatureBytes(await external(bytes, signType));
      // An RSA signature is as long as its key: 1024 to 8192 bits.
      if (raw.length >= 128 && raw.length <= 1024) return raw.toString('base64');
      throw new AlipayConfigError(
        `signer returned no RSA signature (${raw.length} bytes). It must return the signature's raw bytes, or their base64.`,
      );
    },
    signNow() {
      throw new AlipayConfigError(
        'The key is in an external signer, which cannot sign at once. Use the asynchronous form: pageFormAsync, ' +
          'pageUrlAsync, orderStringAsync.',
      );
    },
  };
}

/** None if a text is not base64: hexadecimal, for example, which would decode to something. */
function signatureBytes(signature: Uint8Array | string): Buffer {
  if (signature instanceof Uint8Array) return Buffer.from(signature);
  if (typeof signature !== 'string') return Buffer.alloc(0);
  const text = signature.trim();
  const raw = Buffer.from(text, 'base64');
  return raw.toString('base64') === text && !/^[0-9a-f]+$/i.test(text) ? raw : Buffer.alloc(0);
}
