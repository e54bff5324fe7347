import type { KeyObject } from 'node:crypto';
import { type Charset, decodeText } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import type { AppKeys } from '../keys/index.ts';
import { type SignType, verifyBytes } from '../signing/index.ts';
import type { FormField } from './form-bytes.ts';

/** Whose messages are accepted, and by which algorithm. The message itself has no say in either. */
export interface Recipient {
  readonly appId: string;
  readonly signType: SignType;
  readonly keys: AppKeys;
}

/** More parameters than Alipay sends in any message, and few enough to sort at once. */
const FIELDS_MAX = 200;

/**
 * Finds the signature among a message's fields and checks it over the bytes received. Throws unless it is valid, made
 * with the configured algorithm, and the message is for this app.
 *
 * Alipay leaves `sign` and `sign_type` out of what it signs; its message-service keeps `sign_type` in. Some of its
 * senders leave empty values out. Each of these is a fixed reading of the same fields, so trying them accepts nothing
 * that Alipay has not signed.
 * @throws {AlipayNotificationError}
 */
export function checkFields(recipient: Recipient, fields: readonly FormField[]): void {
  const signature = textOf(fields, 'sign');
  if (signature === undefined || signature === '') {
    throw new AlipayNotificationError('missing_sign', 'The message has no "sign": it is not from Alipay, or was cut.');
  }
  checkNames(fields);
  const signType = textOf(fields, 'sign_type');
  if (signType !== undefined && signType !== recipient.signType) {
    throw new AlipayNotificationError(
      'sign_type',
      `The message names sign_type ${JSON.stringify(signType.slice(0, 20))}, the app is configured for ${recipient.signType}.`,
    );
  }
  if (!isSignedBy(recipient.keys.alipayPublicKey, recipient.signType, fields, signature)) {
    throw new AlipayNotificationError('signature', whyInvalid(recipient, fields, signature));
  }
  const appId = textOf(fields, 'app_id');
  if (appId !== recipient.appId) {
    throw new AlipayNotificationError(
      'app_id',
      `The message is for app ${JSON.stringify(appId ?? null)}, not for ${recipient.appId}.`,
    );
  }
}

/** The fields as text, in the charset that the message names. */
export function decodeFields(fields: readonly FormField[], charset: Charset): Record<string, string> {
  return Object.fromEntries(fields.map(({ name, value }) => [name, decodeText(value, charset)]));
}

export function textOf(fields: readonly FormField[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value.toString('latin1');
}

function checkNames(fields: readonly FormField[]): void {
  if (fields.length > FIELDS_MAX) {
    throw new AlipayNotificationError(
      'malformed',
      `The message has ${fields.length} parameters, more than ${FIELDS_MAX}.`,
    );
  }
  const names = new Set<string>();
  for (const { name } of fields) {
    // Two values under one name could be read one way here and another way by the caller.
    if (names.has(name))
      throw new AlipayNotificationError('malformed', `The message has ${JSON.stringify(name)} twice.`);
    names.add(name);
  }
}

/** The byte strings that Alipay may have signed, likeliest first. */
function* readings(fields: readonly FormField[]): Generator<Buffer> {
  const sorted = fields.filter(({ name }) => name !== 'sign').sort((a, b) => (a.name < b.name ? -1 : 1));
  const withoutSignType = sorted.filter(({ name }) => name !== 'sign_type');
  for (const kept of [withoutSignType, sorted]) {
    yield contentBytes(kept);
    const filled = kept.filter(({ value }) => value.length > 0);
    if (filled.length < kept.length) yield contentBytes(filled);
  }
}

function contentBytes(fields: readonly FormField[]): Buffer {
  let length = 0;
  for (const { name, value } of fields) length += name.length + value.length + 2;
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { name, value } of fields) {
    at += bytes.write(name, at, 'latin1');
    bytes[at++] = 0x3d;
    at += value.copy(bytes, at);
    bytes[at++] = 0x26;
  }
  return bytes.subarray(0, Math.max(0, length - 1));
}

function isSignedBy(
  publicKey: KeyObject,
  signType: SignType,
  fields: readonly FormField[],
  signature: string,
): boolean {
  for (const bytes of readings(fields)) {
    if (verifyBytes(bytes, signature, publicKey, signType)) return true;
  }
  return false;
}

/** The commonest causes, told apart as far as they can be. */
function whyInvalid(recipient: Recipient, fields: readonly FormField[], signature: string): string {
  if (isSignedBy(recipient.keys.appPublicKey, recipient.signType, fields, signature)) {
    return "The message is signed with the app's own private key, not by Alipay.";
  }
  const escaped = fields.find(({ value }) => /&(quot|amp|lt|gt|#3[49]);/.test(value.toString('latin1')));
  if (escaped !== undefined) {
    return (
      `The signature does not fit. ${JSON.stringify(escaped.name)} contains HTML entities: a framework may have escaped ` +
      'the parameters. Check the raw body as received.'
    );
  }
  return (
    'The signature does not fit: the message was altered on its way (check the raw body as received), or alipayPublicKey ' +
    "is not the one that Alipay's console shows for this app."
  );
}
