import { generateAlipayPair } from './alipay-pair.ts';
import { generateRsaPair, type KeyPairPem } from './keys.ts';

/** Makes the key pair of a new app, or the one that Alipay signs with for it. */
export type KeySource = (owner: 'app' | 'alipay') => Promise<KeyPairPem>;

export const newKeys: KeySource = (owner) => (owner === 'app' ? generateRsaPair() : generateAlipayPair());

const made = new Map<'app' | 'alipay', Promise<KeyPairPem>>();

/**
 * One pair for all apps of this process and one for Alipay, made when first asked for: for tests with many sandboxes,
 * where making keys would take longer than everything else. The two differ, so that mixing them up still shows.
 */
export const reusedKeys: KeySource = (owner) => {
  const known = made.get(owner) ?? newKeys(owner);
  made.set(owner, known);
  return known;
};
