import type { Charset } from '@till/alipay/charset';
import type { HttpReply } from '../http/message.ts';
import { type SignType, signBytes } from '../signing/signature.ts';
import { encodeLossy } from '../wire/form-text.ts';
import type { GatewayRefusal } from './refusal.ts';

/** Values of an answer: text, or lists of such objects. The v2 gateway writes amounts and numbers as text. */
export type AnswerFields = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[] | undefined>>;

export interface AnswerSeal {
  readonly privateKey: string;
  readonly signType: SignType;
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
 * request's charset. The signature covers the node's bytes exactly as they are sent.
 */
export function gatewayAnswer(node: AnswerFields, { method, charset, traceId, seal }: AnswerOptions): HttpReply {
  const name = method === undefined ? 'error_response' : `${method.replaceAll('.', '_')}_response`;
  const nodeBytes = encodeLossy(printNode(node), charset);
  const sign = seal === undefined ? '' : `,"sign":"${signBytes(nodeBytes, seal.privateKey, seal.signType)}"`;
  const body = Buffer.concat([Buffer.from(`{"${name}":`), nodeBytes, Buffer.from(`${sign}}`)]);
  return { status: 200, headers: headersOf(charset, traceId), body };
}

export function headersOf(charset: Charset, traceId: string): Record<string, string> {
  return { 'content-type': `text/html;charset=${charset === 'gbk' ? 'GBK' : 'utf-8'}`, trace_id: traceId };
}

function printNode(node: AnswerFields): string {
  return JSON.stringify(node).replaceAll('/', '\\/');
}

function sorted(fields: AnswerFields): AnswerFields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
