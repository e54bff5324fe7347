import type { KeyObject } from 'node:crypto';
import { type Charset, decodeText } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import type { AppKeys } from '../keys/index.ts';
import { type SignType, verifyBytes } from '../signing/index.ts';
import type { ByteField } from './form-bytes.ts';

/** Byte strings by name. */
type Values = ReadonlyMap<string, string>;

/** Whose messages are accepted, and by which algorithm. The message itself has no say in either. */
export interface Recipient {
  readonly appId: string;
  readonly signType: SignType;
  readonly keys: AppKeys;
}

/** More parameters than Alipay sends in any message, and few enough to sort at once. */
const FIELDS_MAX = 200;

/**
 * Checks a message's signature over the bytes received. Throws unless it is valid, made with the configured algorithm,
 * and the message is for this app.
 *
 * Alipay leaves `sign` and `sign_type` out of what it signs; its message service keeps `sign_type` in. Some of its
 * senders leave empty values out. Each of these is a fixed reading of the same fields, so trying them accepts nothing
 * that Alipay has not signed.
 * @throws {AlipayNotificationError}
 */
export function checkFields(recipient: Recipient, received: readonly ByteField[]): Values {
  const fields = distinct(received);
  const signature = fields.get('sign') ?? '';
  if (signature === '') {
    throw new AlipayNotificationError('missing_sign', 'The message has no "sign": it is not from Alipay, or was cut.');
  }
  const signType = fields.get('sign_type') ?? recipient.signType;
  if (signType !== recipient.signType) {
    throw new AlipayNotificationError(
      'sign_type',
      `The message names sign_type ${quote(signType)}, but the app is configured for ${recipient.signType}.`,
    );
  }
  if (!isSignedBy(recipient.keys.alipayPublicKeys, recipient.signType, fields, signature)) {
    throw new AlipayNotificationError('signature', whyInvalid(recipient, fields, signature));
  }
  const appId = fields.get('app_id') ?? '';
  if (appId !== recipient.appId) {
    throw new AlipayNotificationError('app_id', `The message is for app ${quote(appId)}, not for ${recipient.appId}.`);
  }
  return fields;
}

/** The fields as text. */
export function decodeFields(fields: readonly ByteField[], charset: Charset): Record<string, string> {
  const decoded: Record<string, string> = {};
  for (const { name, value, isAscii } of fields) {
    // Alipay has no such parameter, and assigning it would replace the object's prototype.
    if (name === '__proto__') continue;
    decoded[name] = isAscii ? value : decodeText(Buffer.from(value, 'latin1'), charset);
  }
  return decoded;
}

function distinct(fields: readonly ByteField[]): Values {
  if (fields.length > FIELDS_MAX) {
    const problem = `The message has ${fields.length} parameters, more than ${FIELDS_MAX}.`;
    throw new AlipayNotificationError('malformed', problem);
  }
  const values = new Map<string, string>();
  for (const { name, value } of fields) values.set(name, value);
  // Two values under one name could be read one way here and another way by the caller.
  if (values.size < fields.length) throw new AlipayNotificationError('malformed', 'The message has a parameter twice.');
  return values;
}

/** The byte strings that Alipay may have signed, likeliest first. */
function* readings(fields: Values): Generator<string> {
  const names = [...fields.keys()].sort().filter((name) => name !== 'sign');
  for (const kept of [names.filter((name) => name !== 'sign_type'), names]) {
    yield content(fields, kept);
    const filled = kept.filter((name) => fields.get(name) !== '');
    if (filled.length < kept.length) yield content(fields, filled);
  }
}

function content(fields: Values, names: readonly string[]): string {
  let text = '';
  for (const name of names) text += text === '' ? `${name}=${fields.get(name)}` : `&${name}=${fields.get(name)}`;
  return text;
}

function isSignedBy(publicKeys: readonly KeyObject[], signType: SignType, fields: Values, signature: string): boolean {
  for (const bytes of readings(fields)) {
    if (verifyBytes(Buffer.from(bytes, 'latin1'), signature, publicKeys, signType)) return true;
  }
  return false;
}

/** The commonest causes, told apart as far as they can be. */
function whyInvalid(recipient: Recipient, fields: Values, signature: string): string {
  if (isSignedBy([recipient.keys.appPublicKey], recipient.signType, fields, signature)) {
    return "The message is signed with the app's own private key, not by Alipay.";
  }
  for (const [name, value] of fields) {
    if (!/&(quot|amp|lt|gt|#3[49]);/.test(value)) continue;
    return (
      `The signature does not fit. ${quote(name)} contains HTML entities: a framework may have escaped the parameters. ` +
      'Check the raw body as received.'
    );
  }
  return (
    'The signature does not fit: the message was altered on its way (check the raw body as received), or alipayPublicKey ' +
    "is not the one that Alipay's console shows for this app."
  );
}

function quote(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}
