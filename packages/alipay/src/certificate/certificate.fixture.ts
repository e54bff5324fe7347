import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** What a test says about a certificate; the rest is as Alipay's have it. */
export interface CertificateRequest {
  readonly subject: Name;
  readonly issuer?: Issued;
  readonly keys?: Keys;
  readonly serial?: bigint;
  readonly isAuthority?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly signedWith?: 'RSA-SHA256' | 'RSA-SHA1' | 'sha256';
}

/** A distinguished name, first attribute first: `[['C', 'CN'], ['CN', 'Root']]`. */
export type Name = readonly (readonly ['C' | 'O' | 'OU' | 'CN' | 'ST' | 'L', string])[];

export interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Issued {
  readonly pem: string;
  readonly name: Name;
  readonly keys: Keys;
}

const OIDS = { C: '550406', O: '55040a', OU: '55040b', CN: '550403', ST: '550408', L: '550407' };
const ALGORITHMS = {
  'RSA-SHA256': '300d06092a864886f70d01010b0500',
  'RSA-SHA1': '300d06092a864886f70d0101050500',
  sha256: '300a06082a8648ce3d040302',
};

/** Makes a certificate, self-signed if there is no issuer. Source: RFC 5280, 4.1. */
export function issue(request: CertificateRequest): Issued {
  const keys = request.keys ?? rsaKeys();
  const algorithm = request.signedWith ?? 'RSA-SHA256';
  const signed = sequence(
    element(0xa0, hex('020102')),
    element(0x02, integer(request.serial ?? 4660n)),
    hex(ALGORITHMS[algorithm]),
    name(request.issuer?.name ?? request.subject),
    sequence(time(request.from ?? Date.UTC(2020, 0, 1)), time(request.to ?? Date.UTC(2049, 0, 1))),
    name(request.subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...(request.isAuthority
      ? [element(0xa3, sequence(sequence(hex('0603551d13'), hex('0101ff'), hex('040530030101ff'))))]
      : []),
  );
  const signature = sign(algorithm, signed, (request.issuer?.keys ?? keys).privateKey);
  const der = sequence(signed, hex(ALGORITHMS[algorithm]), element(0x03, Buffer.concat([hex('00'), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { pem, name: request.subject, keys };
}

export function rsaKeys(): Keys {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function name(attributes: Name): Buffer {
  const sets = attributes.map(([type, text]) => {
    const value = element(type === 'C' ? 0x13 : 0x0c, Buffer.from(text));
    return element(0x31, sequence(element(0x06, hex(OIDS[type])), value));
  });
  return sequence(...sets);
}

function time(epochMs: number): Buffer {
  const text = new Date(epochMs).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return element(0x18, Buffer.from(`${text}Z`));
}

function integer(value: bigint): Buffer {
  const digits = value.toString(16);
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
  return hex(/^[89a-f]/.test(whole) ? `00${whole}` : whole);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}

/** Alipay's authorities and an app's certificates, as Alipay's console gives them; keys and names are made up. */
export function certificates(keys: { readonly app: Keys; readonly alipay: Keys }) {
  const ant = (cn: string): Name => [
    ['C', 'CN'],
    ['O', 'Ant Financial'],
    ['OU', 'Certification Authority'],
    ['CN', `Ant Financial Certification Authority ${cn}`],
  ];
  const alipayName: Name = [
    ['C', 'CN'],
    ['O', '支付宝(中国)网络技术有限公司'],
    ['OU', 'Alipay'],
    ['CN', '支付宝(中国)网络技术有限公司-2088000000000001'],
  ];
  const root = issue({ subject: ant('R1'), isAuthority: true, serial: 2292228364100439313n });
  const forApps = issue({ subject: ant('Class 1 R1'), issuer: root, isAuthority: true });
  const forAlipay = issue({ subject: ant('Class 2 R1'), issuer: root, isAuthority: true });
  const app = issue({
    subject: [...alipayName.slice(0, 1), ['O', 'A shop'], ['CN', '2088000000000001-2021000000000001']],
    issuer: forApps,
    keys: keys.app,
    serial: 0x20200518abcdef0123456789abcdef01n,
  });
  const alipay = issue({ subject: alipayName, issuer: forAlipay, keys: keys.alipay, serial: 0xf0200518abcdef0123n });
  return { root, forApps, forAlipay, app, alipay, alipayName };
}
