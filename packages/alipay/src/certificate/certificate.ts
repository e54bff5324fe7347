import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { AlipayConfigError } from '../errors/index.ts';
import { type DerElement, readElements, readKeyMaterial } from '../keys/index.ts';
import { hexOf, nameText } from './issuer-name.ts';

/** An X.509 certificate, and what Alipay's certificate mode needs of it. */
export interface Certificate {
  /** Alipay's serial number for it: 32 hexadecimal digits. Not the one inside the certificate. */
  readonly serialNumber: string;
  /** Whether it is signed with RSA: only such root certificates are counted in `alipay_root_cert_sn`. */
  readonly isRsaSigned: boolean;
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly x509: X509Certificate;
}

/**
 * Reads one or more certificates from PEM text, in file order; bare base64 of one certificate will do too.
 * @param name the option's name, for the error.
 * @throws {AlipayConfigError}
 */
export function readCertificates(name: string, text: unknown): Certificate[] {
  const blocks = typeof text === 'string' ? [...text.matchAll(/-----BEGIN CERTIFICATE-----/g)].length : 0;
  if (typeof text !== 'string' || blocks === 0) return [readCertificate(name, text)];
  const whole = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (whole.length < blocks) {
    throw new AlipayConfigError(`${name} is truncated: a line "-----END CERTIFICATE-----" is missing.`);
  }
  return whole.map((block) => readCertificate(name, block));
}

function readCertificate(name: string, text: unknown): Certificate {
  const { der, kind } = readKeyMaterial(name, text);
  if (kind !== 'certificate') {
    throw new AlipayConfigError(`${name} is ${WRONG_KIND[kind]}, not a certificate. Give the .crt file's text.`);
  }
  const parts = partsOf(der);
  if (parts === undefined) {
    throw new AlipayConfigError(`${name} is damaged: it has the form of a certificate but cannot be read.`);
  }
  return new ParsedCertificate(name, der, parts);
}

const WRONG_KIND = {
  'pkcs1-private': 'a private key',
  'pkcs8-private': 'a private key',
  'pkcs1-public': 'a public key',
  'spki-public': 'a public key',
  other: 'something else',
} as const;

/** The elements of a certificate that are read here. Source: RFC 5280, 4.1. */
interface Parts {
  readonly serial: DerElement;
  readonly algorithm: DerElement;
  readonly issuer: DerElement;
  readonly subject: DerElement;
}

function partsOf(der: Buffer): Parts | undefined {
  const [signed] = readElements(der, { tag: 0, start: 0, end: der.length }).flatMap((outer) =>
    readElements(der, outer),
  );
  const fields = readElements(der, signed);
  const hasVersion = fields[0]?.tag === 0xa0;
  const [serial, algorithm, issuer, , subject] = hasVersion ? fields.slice(1) : fields;
  const [oid] = readElements(der, algorithm);
  if (serial === undefined || oid === undefined || issuer === undefined || subject === undefined) return undefined;
  return { serial, algorithm: oid, issuer, subject };
}

/** The identifiers of all RSA signatures begin so: 1.2.840.113549.1.1. */
const RSA_SIGNATURES = '2a864886f70d0101';

class ParsedCertificate implements Certificate {
  readonly serialNumber: string;
  readonly isRsaSigned: boolean;
  readonly issuer: string;
  readonly subject: string;
  readonly #name: string;
  readonly #der: Buffer;
  #x509: X509Certificate | undefined;

  constructor(name: string, der: Buffer, parts: Parts) {
    this.#name = name;
    this.#der = der;
    this.issuer = nameText(der, parts.issuer);
    this.subject = nameText(der, parts.subject);
    this.isRsaSigned = hexOf(der, parts.algorithm).startsWith(RSA_SIGNATURES);
    const serial = BigInt(`0x${hexOf(der, parts.serial) || '0'}`).toString();
    this.serialNumber = createHash('md5').update(`${this.issuer}${serial}`).digest('hex');
  }

  // Parsed when needed: Alipay's root file holds certificates with algorithms that not every platform reads.
  get x509(): X509Certificate {
    try {
      this.#x509 ??= new X509Certificate(this.#der);
      return this.#x509;
    } catch (cause) {
      throw new AlipayConfigError(`${this.#name} is damaged: it has the form of a certificate but cannot be read.`, {
        cause,
      });
    }
  }

  get publicKey(): KeyObject {
    return this.x509.publicKey;
  }
}

/**
 * `alipay_root_cert_sn`: the serial numbers of the root certificates signed with RSA, in file order, joined with `_`.
 * @throws {AlipayConfigError} if there is none.
 */
export function rootSerialNumber(name: string, roots: readonly Certificate[]): string {
  const counted = roots.filter(({ isRsaSigned }) => isRsaSigned);
  if (counted.length === 0) {
    throw new AlipayConfigError(`${name} holds no certificate signed with RSA. Give alipayRootCert.crt's whole text.`);
  }
  return counted.map(({ serialNumber }) => serialNumber).join('_');
}
