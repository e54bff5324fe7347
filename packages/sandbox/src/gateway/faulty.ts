import { charsetOf, decodeText } from '@till/alipay/charset';
import type { GatewayFaultRule } from '../faults/fault-plan.ts';
import type { HttpReply, Mishap } from '../http/message.ts';
import { encodeLossy } from '../wire/form-text.ts';
import { limited } from './limits.ts';
import { unknownError } from './refusal.ts';

const DELAY_MS = 1_000;
const TIMEOUT_MS = 30_000;
const NO_REPLY: HttpReply = { status: 200, headers: {}, body: '' };

/** One call on its way, whatever protocol it came by. */
export interface Attempt {
  /** Does what was asked. May throw. */
  readonly act: () => HttpReply;
  /** What a refusal looks like in that protocol. */
  readonly refuse: (error: unknown) => HttpReply;
}

/** Lets a call go wrong as the fault plan says, before or after it has had its effect, or on the way back. */
export function withFault(rule: GatewayFaultRule | undefined, { act, refuse }: Attempt): HttpReply {
  const replyOf = () => {
    try {
      return act();
    } catch (error) {
      return refuse(error);
    }
  };
  return rule === undefined ? replyOf() : { ...struck(rule, replyOf, refuse), fault: rule.kind };
}

function struck(rule: GatewayFaultRule, replyOf: () => HttpReply, refuse: Attempt['refuse']): HttpReply {
  switch (rule.kind) {
    case 'delay':
      return { ...replyOf(), mishap: { kind: 'late', ms: rule.ms ?? DELAY_MS } };
    case 'timeout_before':
      return { ...NO_REPLY, mishap: hang(rule) };
    case 'timeout_after':
      return { ...replyOf(), mishap: hang(rule) };
    case 'reset_before':
      return { ...NO_REPLY, mishap: { kind: 'reset' } };
    case 'reset_after':
      return { ...replyOf(), mishap: { kind: 'reset' } };
    case 'unknown_error_before':
      return refuse(unknownError());
    case 'unknown_error_after':
      replyOf();
      return refuse(unknownError());
    case 'app_call_limited':
    case 'method_call_limited':
    case 'illegal_client_ip':
    case 'no_permission':
      return refuse(limited(rule.kind));
    case 'bad_signature':
      return withBadSignature(replyOf());
    case 'truncate':
      return onBody(replyOf(), (body) => body.subarray(0, Math.floor(body.length / 2)));
    case 'answer_twice':
      return onBody(replyOf(), (body) => Buffer.concat([body, body]));
    case 'bad_charset':
      return inOtherCharset(replyOf());
  }
}

function hang(rule: GatewayFaultRule): Mishap {
  return { kind: 'hang', ms: rule.ms ?? TIMEOUT_MS };
}

function onBody(reply: HttpReply, change: (body: Buffer) => Buffer): HttpReply {
  return { ...reply, body: change(Buffer.from(reply.body)) };
}

const V2_SIGN = '"sign":"';
const V3_SIGN = 'alipay-signature';

/** A signature of the right length over something else: the v2 envelope's, or the v3 header's. */
function withBadSignature(reply: HttpReply): HttpReply {
  const header = reply.headers[V3_SIGN];
  if (header !== undefined) return { ...reply, headers: { ...reply.headers, [V3_SIGN]: altered(header) } };
  return onBody(reply, (body) => {
    const start = body.lastIndexOf(V2_SIGN);
    if (start === -1) return body;
    const at = start + V2_SIGN.length;
    const sign = altered(body.toString('latin1', at));
    return Buffer.concat([body.subarray(0, at), Buffer.from(sign, 'latin1')]);
  });
}

/** Its first character is another one, which in base64 is another number. */
function altered(signature: string): string {
  return `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
}

/** The text in the bytes of the other charset, while the Content-Type goes on naming the one that was asked for. */
function inOtherCharset(reply: HttpReply): HttpReply {
  const named = charsetOf(/charset=([\w-]+)/i.exec(reply.headers['content-type'] ?? '')?.[1] ?? '') ?? 'utf-8';
  const other = named === 'gbk' ? 'utf-8' : 'gbk';
  return onBody(reply, (body) => encodeLossy(decodeText(body, named), other));
}
