import { charsetOf } from '@till/alipay/charset';
import type { HttpReply } from '../http/message.ts';
import { isAcknowledged } from '../notifications/notification.ts';
import type { Exchange, OutgoingExchange } from './exchange.ts';

/** How an exchange ended. */
export interface Outcome {
  readonly status: number | null;
  readonly code?: string;
  readonly sub_code?: string;
  readonly subMsg?: string;
  readonly ok: boolean;
  readonly failure?: string;
  /** The kind of the fault that struck. */
  readonly fault?: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export function outcomeOf(exchange: Exchange): Outcome {
  if (exchange.kind === 'out') return ofNotification(exchange);
  const { reply, request } = exchange;
  const lost = lossOf(reply);
  const text = textOf(reply);
  const said = request.path === '/gateway.do' ? gatewayVerdict(reply, text) : otherVerdict(reply, text);
  return {
    ...said,
    ...struckBy(reply),
    ...(lost === undefined ? {} : { failure: lost, ok: false }),
    status: lost === undefined ? reply.status : null,
    headers: { ...reply.headers },
    body: text,
  };
}

function ofNotification({ answer, failure = 'no answer' }: OutgoingExchange): Outcome {
  if (answer === undefined) return { status: null, ok: false, failure, headers: {}, body: '' };
  const { status, text } = answer;
  return { status, ok: isAcknowledged(status, text), headers: {}, body: text };
}

/** An answer that is late is still the right one. */
function struckBy({ fault }: HttpReply): { fault?: string; ok?: false } {
  if (fault === undefined) return {};
  return fault === 'delay' ? { fault } : { fault, ok: false };
}

function lossOf({ mishap }: HttpReply): string | undefined {
  switch (mishap?.kind) {
    case 'hang':
      return 'fault: no answer (timeout)';
    case 'reset':
      return 'fault: connection reset';
    default:
      return undefined;
  }
}

type Verdict = Pick<Outcome, 'code' | 'sub_code' | 'subMsg' | 'ok'>;

/** The node's code; of a page that refuses, the code that it shows. */
function gatewayVerdict(reply: HttpReply, text: string): Verdict {
  if (reply.status === 302) return { ok: true };
  if (!text.startsWith('{')) return shownVerdict(text);
  const node = Object.values(parsed(text))[0];
  // An encrypted node is a text, and only successes and business failures are encrypted.
  if (typeof node === 'string') return { ok: true };
  const { code, sub_code, sub_msg } = fieldsOf(node);
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof sub_code === 'string' ? { sub_code } : {}),
    ...(typeof sub_msg === 'string' ? { subMsg: sub_msg } : {}),
    ok: sub_code === undefined && node !== undefined,
  };
}

function shownVerdict(page: string): Verdict {
  const subCode = /错误代码 ([\w.-]+)/.exec(page)?.[1];
  const code = /(\d{5}) [A-Z][A-Za-z ]+ · trace_id/.exec(page)?.[1];
  return {
    ...(code === undefined ? {} : { code }),
    ...(subCode === undefined ? {} : { sub_code: subCode }),
    ok: subCode === undefined,
  };
}

function otherVerdict({ status }: HttpReply, text: string): Verdict {
  if (status < 400) return { ok: true };
  const { code, message, error } = text.startsWith('{') ? parsed(text) : {};
  const subCode = code ?? error;
  return {
    ...(typeof subCode === 'string' ? { sub_code: subCode } : {}),
    ...(typeof message === 'string' ? { subMsg: message } : {}),
    ok: false,
  };
}

function textOf({ headers, body }: HttpReply): string {
  if (typeof body === 'string') return body;
  const charset = charsetOf(/charset=([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? '') ?? 'utf-8';
  return new TextDecoder(charset).decode(body);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
