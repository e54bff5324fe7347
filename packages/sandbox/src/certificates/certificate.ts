import { createHash, createPublicKey, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  context,
  der,
  integer,
  NULL,
  objectId,
  octetString,
  sequence,
  set,
  TRUE,
  utcTime,
  utf8String,
} from './der.ts';

/** A distinguished name, in the order in which it is encoded. */
export type Name = readonly (readonly [attribute: keyof typeof ATTRIBUTES, value: string])[];

/** Who signs a certificate. */
export interface Issuer {
  readonly name: Name;
  /** PKCS#8 PEM, RSA or EC. */
  readonly privateKey: string;
  readonly publicKey: string;
  readonly algorithm: keyof typeof ALGORITHMS;
}

export interface CertificateInput {
  readonly subject: Name;
  /** SubjectPublicKeyInfo PEM: the key that is certified. */
  readonly publicKey: string;
  readonly issuer: Issuer;
  /** May sign other certificates. */
  readonly isAuthority: boolean;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const ATTRIBUTES = { CN: '2.5.4.3', C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11' } as const;

const ALGORITHMS = {
  RSA: sequence(objectId('1.2.840.113549.1.1.11'), NULL),
  EC: sequence(objectId('1.2.840.10045.4.3.2')),
} as const;

/** Makes an X.509 v3 certificate, signed with SHA-256 and the issuer's key, as PEM. */
export function issueCertificate(input: CertificateInput): string {
  const { issuer } = input;
  const algorithm = ALGORITHMS[issuer.algorithm];
  const body = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(serialNumber(input.notBefore)),
    algorithm,
    printName(issuer.name),
    sequence(utcTime(input.notBefore), utcTime(input.notAfter)),
    printName(input.subject),
    spkiOf(input.publicKey),
    context(3, sequence(...extensions(input))),
  );
  const certificate = sequence(body, algorithm, bitString(sign('sha256', body, issuer.privateKey)));
  return pem(certificate);
}

/** 16 bytes that begin with the date in hex digits, as Alipay's do: a number too large for a double. */
function serialNumber(epochMs: number): Buffer {
  const date = new Date(epochMs).toISOString().slice(0, 10).replaceAll('-', '');
  return Buffer.concat([Buffer.from(date, 'hex'), randomBytes(12)]);
}

function printName(name: Name): Buffer {
  return sequence(
    ...name.map(([attribute, value]) => set(sequence(objectId(ATTRIBUTES[attribute]), utf8String(value)))),
  );
}

function extensions({ isAuthority, publicKey, issuer }: CertificateInput): Buffer[] {
  // digitalSignature and nonRepudiation; or keyCertSign and cRLSign.
  const usage = isAuthority ? bitString(Buffer.from([0x06]), 1) : bitString(Buffer.from([0xc0]), 6);
  return [
    extension('2.5.29.19', isAuthority ? sequence(TRUE) : sequence(), true),
    extension('2.5.29.15', usage, true),
    extension('2.5.29.14', octetString(keyId(publicKey))),
    extension('2.5.29.35', sequence(der(0x80, keyId(issuer.publicKey)))),
  ];
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectId(id), ...(isCritical ? [TRUE] : []), octetString(value));
}

function keyId(publicKey: string): Buffer {
  return createHash('sha1').update(spkiOf(publicKey)).digest();
}

function spkiOf(publicKey: string): Buffer {
  return createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
