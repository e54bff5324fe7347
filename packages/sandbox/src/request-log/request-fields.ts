import type { SignatureDiagnosis } from '../signing/diagnosis.ts';
import type { Exchange } from './exchange.ts';
import { outcomeOf } from './outcome.ts';
import { readingOf } from './reading.ts';

/** One exchange in a list. */
export interface RequestSummary {
  id: number;
  /** `in`: a request to the sandbox. `out`: a message that it sent. */
  direction: 'in' | 'out';
  /** Sandbox time, epoch milliseconds. */
  at: number;
  /** Real milliseconds, faults' waits not counted. */
  duration_ms: number;
  protocol: 'gateway' | 'v3' | 'page' | 'notification';
  verb: string;
  /** The path here, or the merchant's whole address. */
  address: string;
  /** Alipay's method or, of a notification, its type. */
  method?: string;
  app_id?: string;
  out_trade_no?: string;
  trade_no?: string;
  /** The HTTP status; null when no answer came. */
  status: number | null;
  code?: string;
  sub_code?: string;
  /** Whether it went as it should. */
  ok: boolean;
  /** Why there was no answer. */
  failure?: string;
  /** The kind of the fault that struck, from the fault plan. */
  fault?: string;
}

/** All that is known of one exchange. */
export interface RequestDetail extends RequestSummary {
  /** As they were read: percent-encoding undone, charset decoded. */
  parameters: Record<string, string>;
  sub_msg?: string;
  sign_type?: string;
  sign?: string;
  /** The text that the signature covers, as the sandbox sees it. */
  string_to_sign?: string;
  /** Only after a bad signature. */
  diagnosis?: SignatureDiagnosis;
  request: { headers: Record<string, string>; body: string };
  response: { headers: Record<string, string>; body: string } | null;
}

const summaries = new WeakMap<Exchange, RequestSummary>();

/** Worked out once for each exchange. */
export function requestSummary(exchange: Exchange): RequestSummary {
  const known = summaries.get(exchange);
  if (known !== undefined) return known;
  const { stringToSign: _s, sign: _t, signType: _u, parameters: _p, body: _b, ...reading } = readingOf(exchange);
  const { subMsg: _m, headers: _h, body: _r, ...outcome } = outcomeOf(exchange);
  const summary: RequestSummary = {
    id: exchange.number,
    direction: exchange.kind,
    at: exchange.at,
    duration_ms: Math.round(exchange.durationMs * 100) / 100,
    ...reading,
    ...outcome,
  };
  summaries.set(exchange, summary);
  return summary;
}

export function requestDetail(exchange: Exchange): RequestDetail {
  const reading = readingOf(exchange);
  const { subMsg, headers, body, status } = outcomeOf(exchange);
  const diagnosis = exchange.kind === 'in' ? exchange.diagnosis : undefined;
  return {
    ...requestSummary(exchange),
    parameters: reading.parameters,
    ...(subMsg === undefined ? {} : { sub_msg: subMsg }),
    ...(reading.signType === undefined ? {} : { sign_type: reading.signType }),
    ...(reading.sign === undefined ? {} : { sign: reading.sign }),
    ...(reading.stringToSign === undefined ? {} : { string_to_sign: reading.stringToSign }),
    ...(diagnosis === undefined ? {} : { diagnosis }),
    request: { headers: headersOf(exchange), body: reading.body },
    response: status === null ? null : { headers, body },
  };
}

function headersOf(exchange: Exchange): Record<string, string> {
  if (exchange.kind === 'out') return { 'content-type': exchange.post.contentType };
  const entries = Object.entries(exchange.request.headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
