import { charsetOf } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import type { FormBytes } from './decode-fields.ts';
import { fieldValue, parseFormBytes } from './form-bytes.ts';
import { checkFields, type Recipient, textsOf } from './verified-fields.ts';

/** A verified message's parameters, in Alipay's own names. */
export type VerifiedParameters = Readonly<Record<string, string>>;

/** Alipay's notifications have a few kilobytes; nothing larger is looked at. */
export const BODY_BYTES_MAX = 256 * 1024;

/**
 * Verifies a notification from its raw body and returns its parameters, decoded.
 *
 * Checked: signature over the bytes received, algorithm, `app_id`. Not checked, since only the caller knows them: that
 * the order exists, its amount, the seller.
 * Source: Alipay open platform, "异步通知验签".
 * @throws {AlipayNotificationError} whose `reason` says which check failed.
 */
export function verifyNotification(recipient: Recipient, rawBody: string | Uint8Array): VerifiedParameters {
  return verifyForm(recipient, formOf(rawBody));
}

/** The parameters of a raw body. @throws {AlipayNotificationError} for what cannot be one. */
export function formOf(rawBody: string | Uint8Array): FormBytes {
  if (typeof rawBody !== 'string' && !(rawBody instanceof Uint8Array)) {
    throw new AlipayNotificationError(
      'malformed',
      'Give the raw body as received (text or bytes). Parameters that a framework has parsed may have been altered.',
    );
  }
  const bytes = typeof rawBody === 'string' ? Buffer.from(rawBody) : rawBody;
  if (bytes.length > BODY_BYTES_MAX) {
    throw new AlipayNotificationError('malformed', `The body has ${bytes.length} bytes, more than ${BODY_BYTES_MAX}.`);
  }
  return parseFormBytes(bytes);
}

/** Verifies parameters and decodes them. @throws {AlipayNotificationError} */
export function verifyForm(recipient: Recipient, form: FormBytes): VerifiedParameters {
  checkFields(recipient, form);
  const name = fieldValue(form, 'charset') ?? 'utf-8';
  const charset = charsetOf(name);
  if (charset === undefined) {
    throw new AlipayNotificationError('malformed', `The message names an unknown charset, ${JSON.stringify(name)}.`);
  }
  return textsOf(form, charset);
}
