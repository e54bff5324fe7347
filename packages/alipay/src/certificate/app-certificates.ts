import type { KeyObject } from 'node:crypto';
import { AlipayConfigError } from '../errors/index.ts';
import { checkedRsaKey } from '../keys/index.ts';
import type { SignType } from '../signing/index.ts';
import type { Clock } from '../time/index.ts';
import { AlipayCertificates } from './alipay-certificates.ts';
import { type Certificate, readCertificates, rootSerialNumber } from './certificate.ts';
import { isIssuedBy, outsideValidity } from './chain.ts';

/** What certificate mode is set up with, as given. */
export interface CertificateInput {
  readonly appCert: unknown;
  readonly alipayCert: unknown;
  readonly alipayRootCert: unknown;
  /** The public half of the app's private key, where the process has that. */
  readonly appPublicKey: KeyObject | undefined;
  readonly signType: SignType;
  readonly clock: Clock;
}

/** An app's certificate mode, checked. */
export interface CertificateMode {
  readonly appCertSn: string;
  readonly alipayRootCertSn: string;
  readonly appPublicKey: KeyObject;
  readonly alipay: AlipayCertificates;
}

/**
 * Reads the three certificate files of an app, and checks that each can be what it is given as.
 * @throws {AlipayConfigError} that names the file and what is wrong with it.
 */
export function readCertificateMode(input: CertificateInput): CertificateMode {
  const now = input.clock.now();
  const roots = readCertificates('alipayRootCert', input.alipayRootCert);
  const alipayRootCertSn = rootSerialNumber('alipayRootCert', roots);
  if (!roots.some(({ issuer, subject }) => issuer === subject)) {
    throw new AlipayConfigError('alipayRootCert holds no root certificate. Give alipayRootCert.crt.');
  }
  const app = readAppCertificate(input, now);
  const appPublicKey = app.publicKey;
  const { configured, between } = readAlipayCertificates(input, appPublicKey, now);
  return {
    appCertSn: app.serialNumber,
    alipayRootCertSn,
    appPublicKey,
    alipay: new AlipayCertificates(configured, between, roots, input.clock),
  };
}

function readAppCertificate({ appCert, appPublicKey, signType }: CertificateInput, now: number): Certificate {
  const leaf = theLeaf('appCert', readCertificates('appCert', appCert));
  checkedRsaKey('appCert', signType, () => leaf.publicKey);
  if (appPublicKey !== undefined && !leaf.publicKey.equals(appPublicKey)) {
    throw new AlipayConfigError(
      'appCert does not belong to privateKey: their public keys differ. Give the certificate (appCertPublicKey_....crt) ' +
        'that Alipay made from this key, or the key that it was made from.',
    );
  }
  checkValidity('appCert', leaf, now);
  return leaf;
}

function readAlipayCertificates(input: CertificateInput, appPublicKey: KeyObject, now: number) {
  const texts = Array.isArray(input.alipayCert) ? input.alipayCert : [input.alipayCert];
  if (texts.length === 0) throw new AlipayConfigError('alipayCert is an empty list. Give at least one certificate.');
  const bundles = texts.map((text, index) => {
    const name = Array.isArray(input.alipayCert) ? `alipayCert[${index}]` : 'alipayCert';
    const bundle = readCertificates(name, text);
    const leaf = theLeaf(name, bundle);
    checkedRsaKey(name, input.signType, () => leaf.publicKey);
    if (leaf.publicKey.equals(appPublicKey)) {
      throw new AlipayConfigError(
        `${name} is the app's own certificate. Alipay's is another file: alipayCertPublicKey_RSA2.crt.`,
      );
    }
    return { name, bundle, leaf };
  });
  const [first] = bundles;
  const valid = bundles.filter(({ leaf }) => outsideValidity(leaf, now) === undefined);
  if (first !== undefined && valid.length === 0) checkValidity(first.name, first.leaf, now);
  return { configured: valid.map(({ leaf }) => leaf), between: bundles.flatMap(({ bundle }) => bundle) };
}

/** The certificate in a file that none of its others comes from: the owner's. The others lead to a root. */
function theLeaf(name: string, bundle: readonly Certificate[]): Certificate {
  const leaves = bundle.filter((each) => !bundle.some((other) => other !== each && isIssuedBy(other, each)));
  const [leaf, another] = leaves;
  if (leaf === undefined || another !== undefined) {
    throw new AlipayConfigError(
      `${name} holds ${leaves.length} certificates that do not come from each other. It may be alipayRootCert.crt: give ` +
        'the file with one certificate of its own, and those that it comes from.',
    );
  }
  return leaf;
}

function checkValidity(name: string, certificate: Certificate, now: number): void {
  const reason = outsideValidity(certificate, now);
  if (reason === undefined) return;
  throw new AlipayConfigError(`${name}: ${reason}. Download the current one from Alipay's console.`);
}
