import type { Certificate } from './certificate.ts';

/** More certificates than stand between Alipay's root and any certificate of its own. */
const CHAIN_MAX = 6;

/**
 * Why a certificate is not to be trusted, or undefined if it is: each certificate up to one of the roots is valid now
 * and signed by the next, which may issue certificates.
 * @param between certificates that may stand between this one and a root. They are not trusted by themselves.
 */
export function distrust(
  certificate: Certificate,
  between: readonly Certificate[],
  roots: readonly Certificate[],
  now: number,
): string | undefined {
  let at = certificate;
  for (let depth = 0; depth < CHAIN_MAX; depth++) {
    const untimely = outsideValidity(at, now);
    if (untimely !== undefined) return untimely;
    if (roots.some((root) => isIssuedBy(at, root))) return undefined;
    const issuer = between.find((each) => each !== at && mayIssue(each) && isIssuedBy(at, each));
    if (issuer === undefined) return `nobody up to a root in alipayRootCert vouches for ${JSON.stringify(at.subject)}`;
    at = issuer;
  }
  return `more than ${CHAIN_MAX} certificates stand between it and a root`;
}

/** Why a certificate does not count now, or undefined if it does. */
export function outsideValidity({ x509, subject }: Certificate, now: number): string | undefined {
  if (now > Date.parse(x509.validTo)) return `${JSON.stringify(subject)} expired on ${x509.validTo}`;
  if (now < Date.parse(x509.validFrom)) return `${JSON.stringify(subject)} is not valid before ${x509.validFrom}`;
  return undefined;
}

/** Whether the one certificate bears the other's signature. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer !== issuer.subject) return false;
  try {
    return certificate.x509.verify(issuer.publicKey);
  } catch {
    // An algorithm that this platform does not know, or bytes that are no certificate.
    return false;
  }
}

function mayIssue({ x509 }: Certificate): boolean {
  return x509.ca;
}
