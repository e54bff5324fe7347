import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { generateRsaPair, type KeyPairPem } from '../signing/keys.ts';
import { put, type Records } from '../storage/records.ts';
import { type Issuer, issueCertificate, type Name } from './certificate.ts';
import { certificateSn, rootCertificateSn } from './serial-number.ts';

/** The sandbox's own certification authority: two roots, of which one signs nothing, and the one below that does. */
export interface AuthorityRecord {
  /** Both roots as PEM, one after the other, like Alipay's `alipayRootCert.crt`. */
  readonly roots: string;
  readonly rootSn: string;
  readonly intermediate: string;
  readonly intermediateKeys: KeyPairPem;
}

/** A certificate and what Alipay calls its serial number. */
export interface Certified {
  readonly pem: string;
  readonly sn: string;
}

const YEAR_MS = 365 * 24 * 3_600_000;
/** X.520 allows names no longer than this. */
const NAME_LENGTH_MAX = 64;
/** The sandbox's clock may be moved far: nothing shall expire because of that. */
const LIFE_MS = 23 * YEAR_MS;
/** Before any time that a test sets its clock to. */
const SINCE = Date.UTC(2015, 0, 1);

const ROOT: Name = [
  ['C', 'CN'],
  ['O', 'Till Sandbox'],
  ['OU', 'Certification Authority'],
  ['CN', 'Till Sandbox Certification Authority R1'],
];
const EC_ROOT: Name = [...ROOT.slice(0, 3), ['CN', 'Till Sandbox Certification Authority E1']];
const INTERMEDIATE: Name = [...ROOT.slice(0, 3), ['CN', 'Till Sandbox Certification Authority Class 2 R1']];

/** Certifies the keys of apps and of Alipay. Made when the first app asks for certificates. */
export class Authority {
  readonly #records: Records;
  #making: Promise<AuthorityRecord> | undefined;

  constructor(records: Records) {
    this.#records = records;
  }

  get(): Promise<AuthorityRecord> {
    const known = this.#records.get('authority', 'authority');
    if (known !== undefined) return Promise.resolve(known);
    this.#making ??= makeAuthority().then((made) => {
      this.#records.commit(put('authority', 'authority', made));
      return made;
    });
    return this.#making;
  }

  /** Certifies an app's public key. */
  async certifyApp(publicKey: string, sellerId: string, appId: string, owner: string): Promise<Certified> {
    const subject: Name = [
      ['C', 'CN'],
      ['O', owner.slice(0, NAME_LENGTH_MAX)],
      ['OU', 'Alipay'],
      ['CN', `${sellerId}-${appId}`],
    ];
    return certified(leaf(await this.get(), publicKey, subject));
  }

  /** Certifies the public key that Alipay signs with; the certificate comes with the one above it. */
  async certifyAlipay(publicKey: string): Promise<Certified> {
    const authority = await this.get();
    const subject: Name = [
      ['C', 'CN'],
      ['O', '支付宝（沙箱）'],
      ['OU', 'Alipay'],
      ['CN', '支付宝（沙箱）-Till Sandbox'],
    ];
    return certified(`${leaf(authority, publicKey, subject)}${authority.intermediate}`);
  }
}

function certified(pem: string): Certified {
  return { pem, sn: certificateSn(pem) };
}

function leaf({ intermediateKeys }: AuthorityRecord, publicKey: string, subject: Name): string {
  const issuer: Issuer = { name: INTERMEDIATE, algorithm: 'RSA', ...intermediateKeys };
  return issueCertificate({ subject, publicKey, issuer, isAuthority: false, ...life() });
}

async function makeAuthority(): Promise<AuthorityRecord> {
  const [rootKeys, intermediateKeys, ecKeys] = await Promise.all([
    generateRsaPair(),
    generateRsaPair(),
    generateEcPair(),
  ]);
  const root: Issuer = { name: ROOT, algorithm: 'RSA', ...rootKeys };
  const ecRoot: Issuer = { name: EC_ROOT, algorithm: 'EC', ...ecKeys };
  const selfSigned = (issuer: Issuer) =>
    issueCertificate({ subject: issuer.name, publicKey: issuer.publicKey, issuer, isAuthority: true, ...life() });
  const roots = `${selfSigned(root)}${selfSigned(ecRoot)}`;
  const intermediate = issueCertificate({
    subject: INTERMEDIATE,
    publicKey: intermediateKeys.publicKey,
    issuer: root,
    isAuthority: true,
    ...life(),
  });
  return { roots, rootSn: rootCertificateSn(roots), intermediate, intermediateKeys };
}

/** Alipay's bundle holds a root that is not RSA, which the serial number leaves out; ours does too. */
function generateEcPair(): Promise<KeyPairPem> {
  return promisify(generateKeyPair)('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function life() {
  return { notBefore: SINCE, notAfter: SINCE + LIFE_MS };
}
