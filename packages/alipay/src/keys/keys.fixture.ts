import { generateKeyPairSync } from 'node:crypto';

/** A fresh RSA key pair in every form people hand keys around in. Made for the test, never a real key. */
export function keyPair(bits = 2048) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }) as string;
  const spki = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const pkcs1Public = publicKey.export({ type: 'pkcs1', format: 'pem' }) as string;
  return { privateKey, publicKey, pkcs8, pkcs1, spki, pkcs1Public };
}

/** A key without its PEM lines, on one line, as Alipay's console shows it. */
export function bare(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}
