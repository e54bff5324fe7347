import { AlipayConfigError } from '../errors/index.ts';
import { readElement } from './der.ts';

/** What a key's bytes are, by their ASN.1 structure. */
export type KeyKind = 'pkcs1-private' | 'pkcs8-private' | 'pkcs1-public' | 'spki-public' | 'certificate' | 'other';

/** The DER bytes of a key, and what they are. */
export interface KeyMaterial {
  readonly der: Buffer;
  readonly kind: KeyKind;
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)(?:-----END \1-----|$)/;

/**
 * Reads a key in any form people have it: PEM, or its bare base64 on one line or many, with stray white space, quotes,
 * or `\n` written out as two characters (as environment variables do).
 * @param name the option's name, for the error.
 * @throws {AlipayConfigError} that says precisely what is wrong with the text.
 */
export function readKeyMaterial(name: string, text: unknown): KeyMaterial {
  if (typeof text !== 'string') throw new AlipayConfigError(`${name} is ${typeOf(text)}`);
  const cleaned = text
    .replace(/^\uFEFF/, '')
    .replace(/\\r|\\n/g, '\n')
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, '$2');
  if (cleaned === '') throw new AlipayConfigError(`${name} is empty. Give the key as PEM or as bare base64.`);
  const der = decodeBase64(name, armoured(name, cleaned));
  checkLength(name, der);
  return { der, kind: kindOf(der) };
}

function armoured(name: string, text: string): string {
  if (!text.includes('-----')) return text;
  const match = PEM.exec(text);
  const isOne = match === null || text.split(`-----BEGIN ${match[1]}-----`).length === 2;
  if (!isOne) throw new AlipayConfigError(`${name} holds more than one ${match[1]?.toLowerCase()}. Give one alone.`);
  if (match === null)
    throw new AlipayConfigError(`${name} has a broken PEM header. It begins "-----BEGIN ... KEY-----".`);
  const [whole, label = '', body = ''] = match;
  if (!whole.endsWith('-----')) {
    throw new AlipayConfigError(
      `${name} is truncated: the line "-----END ${label}-----" is missing. Copy the whole key.`,
    );
  }
  if (label.includes('ENCRYPTED') || body.includes('ENCRYPTED')) {
    throw new AlipayConfigError(`${name} is encrypted with a passphrase. Decrypt it first: openssl pkey -in key.pem.`);
  }
  return body;
}

function decodeBase64(name: string, text: string): Buffer {
  const base64 = text.replace(/\s+/g, '');
  const stray = /[^A-Za-z0-9+/=]/.exec(base64);
  if (stray !== null) {
    const what = /^[./~]|\.(pem|txt|crt|key)$/.test(text)
      ? ' It looks like a file name: give what is in the file.'
      : '';
    throw new AlipayConfigError(`${name} is not base64: it contains ${shown(stray[0])}.${what}`);
  }
  // A decoder would stop silently at the first padding.
  if (/=[^=]/.test(base64)) throw new AlipayConfigError(`${name} goes on behind the key. Give one key alone.`);
  return Buffer.from(base64, 'base64');
}

/** Characters that no screen shows come along when a key is copied from a web page. */
function shown(character: string): string {
  if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return JSON.stringify(character);
  return `the character U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function checkLength(name: string, der: Buffer): void {
  const outer = readElement(der, 0);
  if (outer === undefined || outer.tag !== SEQUENCE) {
    throw new AlipayConfigError(
      `${name} is not a key: its base64 does not decode to one. Copy the whole key, from its start.`,
    );
  }
  if (outer.end > der.length) {
    throw new AlipayConfigError(
      `${name} is truncated: ${der.length} of its ${outer.end} bytes are there. Copy the whole key, to its end.`,
    );
  }
  if (outer.end < der.length) {
    throw new AlipayConfigError(
      `${name} has ${der.length - outer.end} bytes too many behind the key. Give one key alone.`,
    );
  }
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** The shapes, by the first elements inside: RFC 8017 (PKCS#1), RFC 5958 (PKCS#8), RFC 5280 (SPKI, certificate). */
function kindOf(der: Buffer): KeyKind {
  const outer = readElement(der, 0);
  const first = outer && readElement(der, outer.start);
  const second = first && readElement(der, first.end);
  if (first === undefined || second === undefined) return 'other';
  if (first.tag === INTEGER && second.tag === SEQUENCE) return 'pkcs8-private';
  if (first.tag === INTEGER && second.tag === INTEGER) {
    return second.end === der.length ? 'pkcs1-public' : 'pkcs1-private';
  }
  if (first.tag === SEQUENCE && second.tag === 0x03) return 'spki-public';
  return first.tag === SEQUENCE && second.tag === SEQUENCE ? 'certificate' : 'other';
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'missing. Give the key as PEM or as bare base64.';
  if (value instanceof Uint8Array) return "bytes, not text. Read its file as text: readFileSync(path, 'utf8').";
  return `a value of type ${typeof value}, not text. Give the key as PEM.`;
}
