import { createHash, X509Certificate } from 'node:crypto';

const RSA_FAMILY = '1.2.840.113549.1.1';

/**
 * What Alipay calls a certificate's serial number: the MD5 of its issuer's name, last part first (`CN=...,C=CN`), and
 * its serial number in decimal. Of several certificates in one text, the first counts.
 */
export function certificateSn(pem: string): string {
  return snOf(new X509Certificate(pem));
}

/** That of a bundle of roots: of each one signed with RSA, in the file's order, joined by `_`. */
export function rootCertificateSn(bundle: string): string {
  return splitPem(bundle)
    .map((pem) => new X509Certificate(pem))
    .filter((certificate) => (certificate.signatureAlgorithmOid ?? '').startsWith(RSA_FAMILY))
    .map(snOf)
    .join('_');
}

/** The certificates of a PEM text, one by one. */
export function splitPem(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}

/** `issuer` as Node writes it, one part a line; `serialNumber` in hex digits. */
export function snOf({ issuer, serialNumber }: Pick<X509Certificate, 'issuer' | 'serialNumber'>): string {
  const name = issuer.split('\n').reverse().join(',');
  return createHash('md5')
    .update(`${name}${BigInt(`0x${serialNumber}`)}`)
    .digest('hex');
}
