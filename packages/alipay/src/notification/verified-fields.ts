import type { KeyObject } from 'node:crypto';
import { type Charset, decodeText } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import type { AppKeys } from '../keys/index.ts';
import { type SignType, verifyBytes } from '../signing/index.ts';
import type { FormBytes, FormField } from './form-bytes.ts';
import { whyInvalid } from './why-invalid.ts';

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
 * @throws {AlipayNotificationError}
 */
export function checkFields(recipient: Recipient, form: FormBytes): void {
  const sorted = distinct(form);
  const signature = form.value('sign') ?? '';
  if (signature === '') {
    throw new AlipayNotificationError('missing_sign', 'The message has no "sign": it is not from Alipay, or was cut.');
  }
  const signType = form.value('sign_type') ?? recipient.signType;
  if (signType !== recipient.signType) {
    throw new AlipayNotificationError(
      'sign_type',
      `The message names sign_type ${quote(signType)}, but the app is configured for ${recipient.signType}.`,
    );
  }
  if (!isSignedBy(recipient.keys.alipayPublicKeys, recipient.signType, form, sorted, signature)) {
    throw new AlipayNotificationError('signature', whyInvalid(recipient, form.byteFields()));
  }
  const appId = form.value('app_id') ?? '';
  if (appId !== recipient.appId) {
    throw new AlipayNotificationError('app_id', `The message is for app ${quote(appId)}, not for ${recipient.appId}.`);
  }
}

/** The fields as text. */
export function decodeFields({ bytes, text, fields }: FormBytes, charset: Charset): Record<string, string> {
  const decoded: Record<string, string> = {};
  for (const { start, nameEnd, end, isAscii } of fields) {
    const name = text.slice(start, nameEnd);
    // Alipay has no such parameter, and assigning it would replace the object's prototype.
    if (name === '__proto__') continue;
    decoded[name] = isAscii ? text.slice(nameEnd, end) : decodeText(bytes.subarray(nameEnd, end), charset);
  }
  return decoded;
}

/** The fields sorted by name. Inserted one by one: they are few, and this is the fastest way to sort a few. */
function distinct(form: FormBytes): FormField[] {
  if (form.fields.length > FIELDS_MAX) {
    const problem = `The message has ${form.fields.length} parameters, more than ${FIELDS_MAX}.`;
    throw new AlipayNotificationError('malformed', problem);
  }
  const sorted: FormField[] = [];
  for (const field of form.fields) {
    let at = sorted.length;
    for (; at > 0; at--) {
      const before = sorted[at - 1] as FormField;
      const order = form.compareNames(before, field);
      // Two values under one name could be read one way here and another way by the caller.
      if (order === 0) throw new AlipayNotificationError('malformed', 'The message has a parameter twice.');
      if (order < 0) break;
      sorted[at] = before;
    }
    sorted[at] = field;
  }
  return sorted;
}

/**
 * Alipay leaves `sign` and `sign_type` out of what it signs; its message service keeps `sign_type` in. Some of its
 * senders leave empty values out. Each of these is a fixed reading of the same fields, so trying them, likeliest first,
 * accepts nothing that Alipay has not signed.
 */
function isSignedBy(
  publicKeys: readonly KeyObject[],
  signType: SignType,
  form: FormBytes,
  sorted: readonly FormField[],
  signature: string,
): boolean {
  const isSigned = (fields: readonly FormField[]) =>
    verifyBytes(content(form, fields), signature, publicKeys, signType);
  const sign = form.find('sign');
  const leftOut = [[sign, form.find('sign_type')], [sign]];
  return leftOut.some((names) => {
    const fields = sorted.filter((field) => !names.includes(field));
    if (isSigned(fields)) return true;
    const filled = fields.filter(({ nameEnd, end }) => end > nameEnd);
    return filled.length < fields.length && isSigned(filled);
  });
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** `name=value` joined with `&`. */
function content({ bytes }: FormBytes, fields: readonly FormField[]): Uint8Array {
  const text = Buffer.allocUnsafe(bytes.length + 2 * fields.length);
  let length = 0;
  for (const { start, nameEnd, end } of fields) {
    if (length > 0) text[length++] = AMPERSAND;
    for (let at = start; at < nameEnd; at++) text[length++] = bytes[at] as number;
    text[length++] = EQUALS;
    for (let at = nameEnd; at < end; at++) text[length++] = bytes[at] as number;
  }
  return text.subarray(0, length);
}

function quote(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}
