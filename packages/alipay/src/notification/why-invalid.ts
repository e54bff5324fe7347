import { createHash, type KeyObject, publicDecrypt } from 'node:crypto';
import { type Charset, CharsetError, decodeText, encodeText } from '../charset/index.ts';
import type { SignType } from '../signing/index.ts';
import type { ByteField } from './form-bytes.ts';
import type { Recipient } from './verified-fields.ts';

/**
 * Why a signature does not fit, as far as it can be told, and how to mend it.
 *
 * An RSA signature opens with the right public key, whatever was done to the text, and then shows the digest of what
 * was signed. So a wrong key and an altered text are told apart for certain; and an alteration is known for certain when
 * undoing it leads to that digest. Nothing here decides whether a message is accepted.
 */
export function whyInvalid(recipient: Recipient, fields: readonly ByteField[]): string {
  const { keys, signType } = recipient;
  const signature = fields.find(({ name }) => name === 'sign')?.value ?? '';
  const bytes = Buffer.from(signature, 'base64');
  const damage = damageOf(signature, bytes, keys.alipayPublicKeys);
  if (damage !== undefined) return damage;
  const digest = firstOf(keys.alipayPublicKeys, (key) => signedDigest(key, bytes, signType));
  if (digest === undefined) return whoseKey(recipient, bytes);
  if (typeof digest === 'string') return digest;
  return `The signature is Alipay's, but the message was altered after Alipay signed it: ${alteration(fields, digest, signType)}`;
}

/** A signature is as long as its key; one that is not was cut, or lost its plus signs. */
function damageOf(signature: string, bytes: Buffer, publicKeys: readonly KeyObject[]): string | undefined {
  if (signature.includes(' ')) {
    return 'The "sign" has spaces where it had plus signs: the body was form-decoded twice. Give the raw body as received.';
  }
  const sizes = publicKeys.map((key) => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  if (sizes.includes(bytes.length)) return undefined;
  return (
    `The "sign" has ${bytes.length} bytes, where alipayPublicKey makes ${sizes[0]}: the body was cut off on its way, or the ` +
    "message was signed with another kind of key. Give the whole raw body, and check alipayPublicKey in Alipay's console."
  );
}

function whoseKey(recipient: Recipient, signature: Buffer): string {
  const own = recipient.keys.appPublicKey;
  if (own !== undefined && opened(own, signature) !== undefined) {
    return (
      "The message is signed with the app's own private key, not by Alipay. A test that signs its own messages needs a " +
      "key pair of its own in place of Alipay's."
    );
  }
  return (
    "alipayPublicKey is not the one that the message is signed with. Copy Alipay's public key (支付宝公钥, not the app's " +
    "应用公钥) from the console of this very app, and mind that Alipay's sandbox has another one than production."
  );
}

/** What a signature carries, if `key` opens it; undefined if it does not. */
function opened(key: KeyObject, signature: Buffer): Buffer | undefined {
  try {
    return publicDecrypt(key, signature);
  } catch {
    return undefined;
  }
}

const DIGEST_BYTES: Record<SignType, number> = { RSA2: 32, RSA: 20 };

/** The digest that was signed; a text if it was made by the other algorithm; undefined if the key does not open it. */
function signedDigest(key: KeyObject, signature: Buffer, signType: SignType): Buffer | string | undefined {
  const content = opened(key, signature);
  if (content === undefined) return undefined;
  // DigestInfo: 19 bytes before a SHA-256 digest, 15 before a SHA-1 digest.
  if (content.length === { RSA2: 51, RSA: 35 }[signType]) return content.subarray(-DIGEST_BYTES[signType]);
  const other = signType === 'RSA2' ? 'RSA' : 'RSA2';
  return `The message is signed with ${other}, but the app is configured for ${signType}. Set the same sign type in Alipay's console.`;
}

/** Past this, what was done is not searched for: nobody is to keep this process busy with false messages. */
const SEARCHED_BYTES_MAX = 8 * 1024;
const SEARCHED_FIELDS_MAX = 60;

function alteration(fields: readonly ByteField[], digest: Buffer, signType: SignType): string {
  const length = fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  if (length > SEARCHED_BYTES_MAX || fields.length > SEARCHED_FIELDS_MAX) return guessed(fields);
  const isOriginal = (candidate: readonly ByteField[]) =>
    candidate.length > 0 && readings(candidate).some((text) => hash(text, signType).equals(digest));
  for (const { undo, problem } of ALTERATIONS) {
    for (const candidate of undone(fields, undo)) {
      if (isOriginal(candidate)) return `${problem} ${asReceived(fields)}`;
    }
  }
  const added = addedField(fields, isOriginal);
  if (added !== undefined) return `${added} ${asReceived(fields)}`;
  return guessed(fields);
}

function asReceived(fields: readonly ByteField[]): string {
  return isReturn(fields) ? "Give the return's url exactly as received." : 'Give the raw body exactly as received.';
}

/** A browser's return says so by its method; a notification names none. */
function isReturn(fields: readonly ByteField[]): boolean {
  return fields.some(({ name, value }) => name === 'method' && value.endsWith('.return'));
}

interface Alteration {
  readonly problem: string;
  /** What a value was before; undefined where it cannot have been altered so. */
  undo(value: string): string | undefined;
}

/** What frameworks do to parameters. Values are byte strings. */
const ALTERATIONS: readonly Alteration[] = [
  {
    problem: 'a framework has escaped HTML characters (&quot; and the like).',
    undo: (value) => value.replace(/&(quot|amp|lt|gt|#0?39|#x27|#34);/g, (entity) => ENTITIES[entity] ?? entity),
  },
  {
    problem: 'it was decoded twice, which turned plus signs into spaces.',
    undo: (value) => value.replaceAll(' ', '+'),
  },
  { problem: 'it was url-decoded twice.', undo: (value) => percentEncoded(value) },
  { problem: 'it was url-decoded once too few.', undo: percentDecoded },
  { problem: 'its line breaks were changed.', undo: (value) => value.replace(/(?<!\r)\n/g, '\r\n') },
  { problem: 'its line breaks were changed.', undo: (value) => value.replaceAll('\r\n', '\n') },
  { problem: 'it was converted from GBK to UTF-8.', undo: (value) => transcoded(value, 'utf-8', 'gbk') },
  { problem: 'it was converted from UTF-8 to GBK.', undo: (value) => transcoded(value, 'gbk', 'utf-8') },
  {
    problem: 'it was read as Latin-1 and written as UTF-8.',
    undo: (value) => decodeText(Buffer.from(value, 'latin1'), 'utf-8'),
  },
];

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
  '&#039;': "'",
  '&#x27;': "'",
};

/** The fields as they may have been before: with all values restored, or one of them. */
function* undone(fields: readonly ByteField[], undo: Alteration['undo']): Generator<ByteField[]> {
  const before = fields.map((field) => {
    const value = field.name === 'sign' ? field.value : (undo(field.value) ?? field.value);
    return value === field.value ? field : { ...field, value };
  });
  const changed = fields.flatMap((field, index) => (before[index] === field ? [] : [index]));
  if (changed.length > 0) yield before;
  if (changed.length < 2) return;
  for (const only of changed) yield fields.map((field, index) => (index === only ? (before[index] ?? field) : field));
}

/** A parameter too many: from the query of the notify url, or a router's. */
function addedField(
  fields: readonly ByteField[],
  isOriginal: (candidate: readonly ByteField[]) => boolean,
): string | undefined {
  for (const { name } of fields) {
    if (isOriginal(fields.filter((field) => field.name !== name))) {
      return `the parameter ${quote(name)} was added (by a router, or by the notify url's own query).`;
    }
  }
  return undefined;
}

/** Nothing led to the signed text: what the fields look like. */
function guessed(fields: readonly ByteField[]): string {
  const entity = fields.find(({ value }) => /&(quot|amp|lt|gt|#0?39);/.test(value));
  if (entity !== undefined) {
    return `${quote(entity.name)} contains HTML entities: a framework may have escaped the parameters. ${asReceived(fields)}`;
  }
  const replaced = fields.find(({ value }) => value.includes('\xEF\xBF\xBD'));
  if (replaced !== undefined) {
    return (
      `${quote(replaced.name)} contains replacement characters (U+FFFD): the body was read in another charset than it was ` +
      `written in. ${asReceived(fields)}`
    );
  }
  const cut = fields.find(({ value }) => /%[0-9A-Fa-f]?$/.test(value));
  const always = isReturn(fields) ? ['app_id', 'out_trade_no', 'timestamp'] : ['app_id', 'notify_id', 'charset'];
  const missing = always.filter((name) => fields.every((field) => field.name !== name));
  if (cut !== undefined || missing.length > 0) {
    const what =
      missing.length > 0
        ? `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing`
        : 'it ends in the middle';
    return `${what}: the ${isReturn(fields) ? 'url' : 'body'} was cut off, or parameters were left out. ${asReceived(fields)}`;
  }
  return `a value was changed, left out or added on its way. ${asReceived(fields)}`;
}

function readings(fields: readonly ByteField[]): string[] {
  const sorted = fields.filter(({ name }) => name !== 'sign').sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = (list: readonly ByteField[]) => list.map(({ name, value }) => `${name}=${value}`).join('&');
  return [text(sorted.filter(({ name }) => name !== 'sign_type')), text(sorted)];
}

function hash(byteString: string, signType: SignType): Buffer {
  return createHash(signType === 'RSA2' ? 'sha256' : 'sha1')
    .update(byteString, 'latin1')
    .digest();
}

/** As `encodeURIComponent` does, from bytes to bytes. */
function percentEncoded(value: string): string {
  return value.replace(
    /[^A-Za-z0-9\-_.!~*'()]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function percentDecoded(value: string): string {
  return value.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function transcoded(value: string, from: Charset, to: Charset): string | undefined {
  try {
    return encodeText(decodeText(Buffer.from(value, 'latin1'), from), to).toString('latin1');
  } catch (error) {
    if (error instanceof CharsetError) return undefined;
    throw error;
  }
}

function firstOf<T, R>(list: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of list) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function quote(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}
