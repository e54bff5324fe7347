import type { KeyObject } from 'node:crypto';
import { AlipayNotificationError } from '../errors/index.ts';
import type { FormBytes } from './decode-fields.ts';
import { fieldValue, filterFields } from './form-bytes.ts';
import type { Recipient } from './verified-fields.ts';
import { formOf, type VerifiedParameters, verifyForm } from './verify-notification.ts';

/**
 * The public key of the Alipay certificate with this serial number: one at hand, or one fetched from Alipay and checked
 * against its root. Undefined if there is none.
 */
export type CertificateKey = (serialNumber: string) => Promise<KeyObject | undefined>;

/**
 * As {@link verifyNotification}, in certificate mode: a message that names the certificate it is signed with is checked
 * by that one. A message that names none is checked by those at hand.
 * @throws {AlipayNotificationError}
 */
export async function verifyCertifiedNotification(
  recipient: Recipient,
  rawBody: string | Uint8Array,
  certificateKey: CertificateKey,
): Promise<VerifiedParameters> {
  const form = formOf(rawBody);
  const serialNumber = fieldValue(form, SERIAL_NUMBER) ?? '';
  // Anybody may send a message: only what has the form of a serial number is looked for.
  if (!/^[0-9a-f]{32}$/.test(serialNumber)) return verifyForm(recipient, form);
  const key = await certificateKey(serialNumber);
  if (key === undefined) {
    const problem = `The message is signed with an Alipay certificate that is not known, "${serialNumber}".`;
    throw new AlipayNotificationError('signature', problem);
  }
  return verifyNamed({ ...recipient, keys: { ...recipient.keys, alipayPublicKeys: [key] } }, form);
}

const SERIAL_NUMBER = 'alipay_cert_sn';

/** Some senders name the certificate beside what is signed; then it is no part of the message either. */
function verifyNamed(recipient: Recipient, form: FormBytes): VerifiedParameters {
  try {
    return verifyForm(recipient, form);
  } catch (error) {
    if (!(error instanceof AlipayNotificationError) || error.reason !== 'signature') throw error;
    return verifyForm(
      recipient,
      filterFields(form, (name) => name !== SERIAL_NUMBER),
    );
  }
}
