import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { AlipayConfigError } from '../errors/index.ts';
import type { SignType } from '../signing/index.ts';
import { type KeyMaterial, readKeyMaterial } from './key-material.ts';

/** The keys by which messages to an app are checked. */
export interface AppKeys {
  /** The public half of the app's private key: what the app's owner has uploaded to Alipay. */
  readonly appPublicKey?: KeyObject;
  /** Alipay's public keys for this app: one, or during a rotation several. A signature by any of them counts. */
  readonly alipayPublicKeys: readonly KeyObject[];
}

/**
 * Reads Alipay's public keys, and checks that none of them is the app's own.
 * @param appPublicKey the app's own public key, where it is known.
 * @throws {AlipayConfigError} that names the key and what is wrong with it.
 */
export function readAppKeys(input: unknown, appPublicKey: KeyObject | undefined, signType: SignType): AppKeys {
  const alipayPublicKeys = readAlipayPublicKeys(input, signType);
  if (appPublicKey === undefined) return { alipayPublicKeys };
  if (alipayPublicKeys.some((key) => key.equals(appPublicKey))) {
    throw new AlipayConfigError(
      "alipayPublicKey is the app's own public key. Alipay's public key is another one: Alipay's console shows it " +
        '(支付宝公钥) after the app public key (应用公钥) has been uploaded.',
    );
  }
  return { appPublicKey, alipayPublicKeys };
}

function readAlipayPublicKeys(input: unknown, signType: SignType): KeyObject[] {
  if (!Array.isArray(input)) return [readPublicKey('alipayPublicKey', input, signType)];
  if (input.length === 0) throw new AlipayConfigError('alipayPublicKey is an empty list. Give at least one key.');
  return input.map((text, index) => readPublicKey(`alipayPublicKey[${index}]`, text, signType));
}

/** Reads an RSA private key, PKCS#1 or PKCS#8. @throws {AlipayConfigError} */
export function readPrivateKey(name: string, text: unknown, signType: SignType): KeyObject {
  const { der, kind } = readKeyMaterial(name, text);
  switch (kind) {
    case 'pkcs1-private':
      return checkedRsaKey(name, signType, () => createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }));
    case 'pkcs8-private':
      return checkedRsaKey(name, signType, () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    case 'pkcs1-public':
    case 'spki-public':
      throw new AlipayConfigError(
        `${name} is a public key. Give the app's private key (应用私钥), which signs requests.`,
      );
    default:
      throw new AlipayConfigError(
        `${name} is ${nounOf(kind)}. Give the app's RSA private key (应用私钥), PKCS#1 or PKCS#8.`,
      );
  }
}

/** Reads an RSA public key, SPKI or PKCS#1. @throws {AlipayConfigError} */
export function readPublicKey(name: string, text: unknown, signType: SignType): KeyObject {
  const { der, kind } = readKeyMaterial(name, text);
  switch (kind) {
    case 'spki-public':
      return checkedRsaKey(name, signType, () => createPublicKey({ key: der, format: 'der', type: 'spki' }));
    case 'pkcs1-public':
      return checkedRsaKey(name, signType, () => createPublicKey({ key: der, format: 'der', type: 'pkcs1' }));
    case 'pkcs1-private':
    case 'pkcs8-private':
      throw new AlipayConfigError(
        `${name} is a private key. Give Alipay's public key (支付宝公钥), from Alipay's console.`,
      );
    default:
      throw new AlipayConfigError(
        `${name} is ${nounOf(kind)}. Give Alipay's public key (支付宝公钥), from Alipay's console.`,
      );
  }
}

/** RSA2 asks for 2048 bits at least; the old RSA (SHA-1) was used with 1024. */
const BITS_MIN: Record<SignType, number> = { RSA2: 2048, RSA: 1024 };

/** The key that `parse` gives, if it is one that Alipay takes for the sign type. @throws {AlipayConfigError} */
export function checkedRsaKey(name: string, signType: SignType, parse: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = parse();
  } catch (cause) {
    throw new AlipayConfigError(`${name} is damaged: it has the form of a key but cannot be read. Copy it again.`, {
      cause,
    });
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw new AlipayConfigError(
      `${name} is a key of type ${key.asymmetricKeyType}. Alipay's ${signType} takes RSA keys.`,
    );
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < BITS_MIN[signType]) {
    throw new AlipayConfigError(
      `${name} has ${bits} bits. ${signType} takes RSA keys of ${BITS_MIN[signType]} bits or more.`,
    );
  }
  return key;
}

function nounOf(kind: KeyMaterial['kind']): string {
  return kind === 'certificate' ? 'a certificate' : 'not an RSA key';
}
