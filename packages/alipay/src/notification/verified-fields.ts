import type { KeyObject } from 'node:crypto';
import { type Charset, decodeText } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import type { AppKeys } from '../keys/index.ts';
import { type SignType, verifyBytes } from '../signing/index.ts';
import type { FormBytes } from './decode-fields.ts';
import { byteFields, fieldValue, joined } from './form-bytes.ts';
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
  checkDistinct(form);
  const signature = fieldValue(form, 'sign') ?? '';
  if (signature === '') {
    throw new AlipayNotificationError('missing_sign', 'The message has no "sign": it is not from Alipay, or was cut.');
  }
  const signType = fieldValue(form, 'sign_type') ?? recipient.signType;
  if (signType !== recipient.signType) {
    throw new AlipayNotificationError(
      'sign_type',
      `The message names sign_type ${quote(signType)}, but the app is configured for ${recipient.signType}.`,
    );
  }
  if (!isSignedBy(recipient.keys.alipayPublicKeys, recipient.signType, form, signature)) {
    throw new AlipayNotificationError('signature', whyInvalid(recipient, byteFields(form)));
  }
  const appId = fieldValue(form, 'app_id') ?? '';
  if (appId !== recipient.appId) {
    throw new AlipayNotificationError('app_id', `The message is for app ${quote(appId)}, not for ${recipient.appId}.`);
  }
}

/** The fields as text, by name. */
export function textsOf(form: FormBytes, charset: Charset): Record<string, string> {
  const { layout, values, notAscii } = form;
  const { names, shape } = layout;
  const decoded: Record<string, string> = { ...shape };
  for (let index = 0; index < values.length; index++) {
    const name = names[index] as string;
    if (name !== '__proto__') decoded[name] = values[index] as string;
  }
  for (const index of notAscii) {
    const name = names[index] as string;
    if (name !== '__proto__') decoded[name] = decodeText(Buffer.from(values[index] as string, 'latin1'), charset);
  }
  return decoded;
}

function checkDistinct({ layout, values }: FormBytes): void {
  const size = values.length;
  if (size > FIELDS_MAX) {
    throw new AlipayNotificationError('malformed', `The message has ${size} parameters, more than ${FIELDS_MAX}.`);
  }
  // Two values under one name could be read one way here and another way by the caller.
  if (layout.positions.size < size) {
    throw new AlipayNotificationError('malformed', 'The message has a parameter twice.');
  }
}

/**
 * Alipay leaves `sign` and `sign_type` out of what it signs; its message service keeps `sign_type` in. Some of its
 * senders leave empty values out. Each of these is a fixed reading of the same fields, so trying them, likeliest first,
 * accepts nothing that Alipay has not signed.
 */
function isSignedBy(publicKeys: readonly KeyObject[], signType: SignType, form: FormBytes, signature: string): boolean {
  const isSigned = (content: Uint8Array) => verifyBytes(content, signature, publicKeys, signType);
  return isSigned(form.content) || otherContents(form).some(isSigned);
}

function otherContents(form: FormBytes): Buffer[] {
  const { signed, signedWithType } = form.layout;
  const isGiven = (index: number) => form.values[index] !== '';
  const withoutEmpty = (fields: readonly number[]) => (fields.every(isGiven) ? [] : [fields.filter(isGiven)]);
  const readings = [...withoutEmpty(signed), signedWithType, ...withoutEmpty(signedWithType)];
  return readings.map((fields) => joined(form, fields));
}

function quote(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}
