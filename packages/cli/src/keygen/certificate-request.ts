import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { bitString, context, NULL, objectId, printableString, sequence, set, smallInteger, utf8String } from './der.ts';

/** Whom a certificate is asked for. The country is China. */
export interface Subject {
  /** O: the account's name at Alipay, which Alipay compares. */
  readonly company: string;
  /** OU. */
  readonly department?: string;
  /** CN: a domain of the company's, or its name. */
  readonly commonName: string;
}

const SHA256_WITH_RSA = sequence(objectId('1.2.840.113549.1.1.11'), NULL);

/** Makes a certificate signing request (PKCS#10, RFC 2986) for an RSA key, signed SHA256withRSA with it, as PEM. */
export function certificateRequest(subject: Subject, privateKey: KeyObject): string {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // Version 0; no attributes, which still have to be there.
  const asked = sequence(smallInteger(0), nameOf(subject), publicKey, context(0));
  return pem(sequence(asked, SHA256_WITH_RSA, bitString(sign('sha256', asked, privateKey))));
}

/** The parts of a name, from the country down. */
function nameOf({ company, department, commonName }: Subject): Buffer {
  return sequence(
    part('2.5.4.6', printableString('CN')),
    part('2.5.4.10', utf8String(company)),
    ...(department === undefined ? [] : [part('2.5.4.11', utf8String(department))]),
    part('2.5.4.3', utf8String(commonName)),
  );
}

function part(attribute: string, text: Buffer): Buffer {
  return set(sequence(objectId(attribute), text));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
}
