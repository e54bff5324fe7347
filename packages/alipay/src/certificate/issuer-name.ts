import { type DerElement, readElements } from '../keys/index.ts';

/** The short names of the attributes that certificate authorities use, by the DER bytes of their identifiers. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '55040a': 'O',
  '55040b': 'OU',
  '2a864886f70d010901': 'E',
};

/**
 * A distinguished name as Alipay writes it for serial numbers: last attribute first, joined with `,`, nothing escaped:
 * `CN=Ant Financial Certification Authority R1,OU=...,O=...,C=CN`.
 * @param name the DER element of the name: a sequence of sets of attributes.
 */
export function nameText(der: Uint8Array, name: DerElement): string {
  const attributes = readElements(der, name).flatMap((set) => readElements(der, set));
  return attributes
    .map((attribute) => attributeText(der, attribute))
    .reverse()
    .join(',');
}

function attributeText(der: Uint8Array, attribute: DerElement): string {
  const [identifier, value] = readElements(der, attribute);
  const oid = identifier === undefined ? '' : hexOf(der, identifier);
  return `${SHORT_NAMES[oid] ?? oid}=${value === undefined ? '' : textOf(der, value)}`;
}

const BMP_STRING = 0x1e;

function textOf(der: Uint8Array, { tag, start, end }: DerElement): string {
  const bytes = Buffer.from(der.subarray(start, end));
  return tag === BMP_STRING ? bytes.swap16().toString('utf16le') : bytes.toString('utf8');
}

/** An element's content in hexadecimal. */
export function hexOf(der: Uint8Array, { start, end }: DerElement): string {
  return Buffer.from(der.subarray(start, end)).toString('hex');
}
