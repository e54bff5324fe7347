import type { Charset } from '@till/alipay/charset';
import { encryptBytes } from '../encryption/aes.ts';
import type { HttpReply } from '../http/message.ts';
import { type SignType, signBytes } from '../signing/signature.ts';
import { encodeLossy } from '../wire/form-text.ts';
import type { GatewayRefusal } from './refusal.ts';

/** A value of an answer. The v2 gateway writes amounts, and nearly all numbers, as text. */
export type AnswerValue = string | number | boolean | readonly AnswerValue[] | AnswerFields;

/** The fields of an answer; undefined ones are left out. */
export interface AnswerFields {
  readonly [name: string]: AnswerValue | undefined;
}

/** Whether a value read from JSON can stand in an answer: anything but null. */
export function isAnswerValue(value: unknown): value is AnswerValue {
  if (typeof value === 'object') return value !== null && Object.values(value).every(isAnswerValue);
  return ['string', 'number', 'boolean'].includes(typeof value);
}

export interface AnswerSeal {
  readonly privateKey: string;
  readonly signType: SignType;
  /** Certificate mode: the serial number of the certificate to verify with. */
  readonly certSn?: string;
  /** The node is sent encrypted under this key. */
  readonly encryptKey?: string;
}

export interface AnswerOptions {
  /** The method called; undefined when the gateway cannot tell, which makes an `error_response`. */
  readonly method: string | undefined;
  readonly charset: Charset;
  readonly traceId: string;
  /** Absent while the app is unknown: there is no key to sign with. */
  readonly seal?: AnswerSeal;
}

/** `code` and `msg` first, then the fields by name. */
export function successNode(fields: AnswerFields): AnswerFields {
  return { code: '10000', msg: 'Success', ...sorted(fields) };
}

export function refusalNode({ code, msg, subCode, subMsg, fields }: GatewayRefusal): AnswerFields {
  return { code, msg, sub_code: subCode, sub_msg: subMsg, ...sorted(fields) };
}

/**
 * The envelope `{"..._response":{...},"sign":"..."}`: compact, `/` written `\/`, `sign` last, in the bytes of the
 * request's charset. The signature covers the node's bytes exactly as they are sent: of an encrypted node, the
 * ciphertext with its two quotes.
 */
export function gatewayAnswer(node: AnswerFields, { method, charset, traceId, seal }: AnswerOptions): HttpReply {
  const name = method === undefined ? 'error_response' : `${method.replaceAll('.', '_')}_response`;
  const plain = encodeLossy(printNode(node), charset);
  const bytes = seal?.encryptKey === undefined ? plain : Buffer.from(`"${encryptBytes(plain, seal.encryptKey)}"`);
  const certSn = seal?.certSn === undefined ? '' : `,"alipay_cert_sn":"${seal.certSn}"`;
  const sign = seal === undefined ? '' : `,"sign":"${signBytes(bytes, seal.privateKey, seal.signType)}"`;
  const body = Buffer.concat([Buffer.from(`{"${name}":`), bytes, Buffer.from(`${certSn}${sign}}`)]);
  return { status: 200, headers: headersOf(charset, traceId), body };
}

export function headersOf(charset: Charset, traceId: string): Record<string, string> {
  return { 'content-type': `text/html;charset=${charset === 'gbk' ? 'GBK' : 'utf-8'}`, trace_id: traceId };
}

function printNode(node: AnswerFields): string {
  return JSON.stringify(node).replaceAll('/', '\\/');
}

/** The fields by name, absent ones left out. */
export function sorted(fields: AnswerFields): AnswerFields {
  const present: Record<string, AnswerValue> = {};
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name];
    if (value !== undefined) present[name] = value;
  }
  return present;
}
