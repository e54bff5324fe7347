import type { KeyObject } from 'node:crypto';
import { type Charset, decodeText } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import type { AppKeys } from '../keys/index.ts';
import { type SignType, verifyBytes } from '../signing/index.ts';
import type { FormField } from './field-layout.ts';
import type { FormBytes } from './form-bytes.ts';
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
  if (!isSignedBy(recipient.keys.alipayPublicKeys, recipient.signType, form, signature)) {
    throw new AlipayNotificationError('signature', whyInvalid(recipient, form.byteFields()));
  }
  const appId = form.value('app_id') ?? '';
  if (appId !== recipient.appId) {
    throw new AlipayNotificationError('app_id', `The message is for app ${quote(appId)}, not for ${recipient.appId}.`);
  }
}

/** The fields as text. */
export function decodeFields({ bytes, text, fields, layout }: FormBytes, charset: Charset): Record<string, string> {
  const decoded: Record<string, string> = {};
  for (let index = 0; index < fields.length; index++) {
    const name = layout.names[index] as string;
    const { nameEnd, end, isAscii } = fields[index] as FormField;
    // Alipay has no such parameter, and assigning it would replace the object's prototype.
    if (name === '__proto__') continue;
    if (isAscii) decoded[name] = text.slice(nameEnd, end);
    else if (charset === 'utf-8') decoded[name] = bytes.toString('utf8', nameEnd, end);
    else decoded[name] = decodeText(bytes.subarray(nameEnd, end), charset);
  }
  return decoded;
}

function checkDistinct({ fields, layout }: FormBytes): void {
  if (fields.length > FIELDS_MAX) {
    const problem = `The message has ${fields.length} parameters, more than ${FIELDS_MAX}.`;
    throw new AlipayNotificationError('malformed', problem);
  }
  // Two values under one name could be read one way here and another way by the caller.
  if (layout.positions.size < fields.length) {
    throw new AlipayNotificationError('malformed', 'The message has a parameter twice.');
  }
}

/**
 * Alipay leaves `sign` and `sign_type` out of what it signs; its message service keeps `sign_type` in. Some of its
 * senders leave empty values out. Each of these is a fixed reading of the same fields, so trying them, likeliest first,
 * accepts nothing that Alipay has not signed.
 */
function isSignedBy(publicKeys: readonly KeyObject[], signType: SignType, form: FormBytes, signature: string): boolean {
  const isSigned = (reading: Reading) => verifyBytes(content(form, reading), signature, publicKeys, signType);
  if (isSigned({ signTypeToo: false, emptyToo: true })) return true;
  const hasEmpty = form.fields.some(({ nameEnd, end }) => nameEnd === end);
  return (
    (hasEmpty && isSigned({ signTypeToo: false, emptyToo: false })) ||
    isSigned({ signTypeToo: true, emptyToo: true }) ||
    (hasEmpty && isSigned({ signTypeToo: true, emptyToo: false }))
  );
}

/** Which fields were signed. */
interface Reading {
  readonly signTypeToo: boolean;
  readonly emptyToo: boolean;
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** `name=value` of the fields that were signed, sorted by name, joined with `&`. Good until the next call. */
function content({ bytes, text, fields, layout }: FormBytes, { signTypeToo, emptyToo }: Reading): Uint8Array {
  const needed = text.length + 2 * fields.length;
  const signed = needed <= SCRATCH.length ? SCRATCH : Buffer.allocUnsafe(needed);
  const sign = layout.positions.get('sign');
  const signType = signTypeToo ? undefined : layout.positions.get('sign_type');
  let length = 0;
  for (const index of layout.sorted) {
    const { start, nameEnd, end } = fields[index] as FormField;
    if (index === sign || index === signType || (nameEnd === end && !emptyToo)) continue;
    if (length > 0) signed[length++] = AMPERSAND;
    for (let at = start; at < nameEnd; at++) signed[length++] = bytes[at] as number;
    signed[length++] = EQUALS;
    for (let at = nameEnd; at < end; at++) signed[length++] = bytes[at] as number;
  }
  return signed.subarray(0, length);
}

/** Where the content of an ordinary message is put together. Its signature is checked before the next one can come. */
const SCRATCH = Buffer.allocUnsafeSlow(16 * 1024);

function quote(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}
