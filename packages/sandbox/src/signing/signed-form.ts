import type { Charset } from '@till/alipay/charset';
import { encodeLossy, printForm } from '../wire/form-text.ts';
import { notificationStringToSign } from './canonical.ts';
import { type SignType, signBytes } from './signature.ts';

export interface SignedFormInput {
  /** In wire order; an empty `sign` keeps the signature's place. */
  readonly fields: Readonly<Record<string, string>>;
  readonly charset: Charset;
  readonly signType: SignType;
  readonly privateKey: string;
}

/** What Alipay sends to merchants by itself (notifications, and the query of a return url): a signed form text. */
export function signedForm({ fields, charset, signType, privateKey }: SignedFormInput) {
  const content = notificationStringToSign(fields);
  const sign = signBytes(encodeLossy(content, charset), privateKey, signType);
  return { sign, text: printSigned(fields, sign, charset) };
}

/** The form text with a signature that is known. */
export function printSigned(fields: SignedFormInput['fields'], sign: string, charset: Charset): string {
  return printForm(Object.entries({ ...fields, sign }), charset);
}
