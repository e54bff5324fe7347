import { AlipayError } from '../errors/index.ts';
import { failureOf, type GatewayAnswer, type HttpRequest, openAnswer } from '../gateway/index.ts';
import {
  broken,
  errorOf,
  parseObject,
  readEvents,
  readV3Answer,
  type V3CallOptions,
  type V3Event,
  type V3Fields,
  v3Request,
} from '../v3/index.ts';
import type { ClientSettings } from './alipay-options.ts';
import { signersOf } from './certificates.ts';
import { type Ending, observe, type Prepared, perform, preparedInTime, type Waiting, waitingOf } from './exchange.ts';
import { errorShown } from './observation.ts';
import { isReadingOperation } from './retry.ts';
import { gatewayOf } from './signed-request.ts';

/** Options of one v3 call. */
export interface V3Options extends V3CallOptions, Waiting {}

/** Calls an operation; the verified answer. */
export function callOperation(
  settings: ClientSettings,
  operation: string,
  fields: V3Fields | undefined,
  options: V3Options,
): Promise<GatewayAnswer> {
  const files = Object.values(options.files ?? {});
  return perform(settings, {
    protocol: 'v3',
    name: operation,
    waiting: options,
    isReading: isReadingOperation(operation),
    isRepeatable: files.every(({ content }) => content instanceof Uint8Array || content instanceof Blob),
    prepare: () => prepare(settings, operation, fields, options),
    async read(answer) {
      const named = () => answer.headers.get('alipay-sn') ?? undefined;
      const alipayPublicKeys = await signersOf(settings, operation, named);
      const { encryptKey } = settings;
      return readV3Answer({ operation, alipayPublicKeys, encrypt: options.encrypt ?? false, encryptKey }, answer);
    },
  });
}

/** Builds and signs the request of a call, as it is sent. */
export async function prepare(
  settings: ClientSettings,
  operation: string,
  fields: V3Fields | undefined,
  options: V3Options,
): Promise<Prepared> {
  const at = { now: settings.clock.now(), nonce: settings.nonce() };
  const { verb, path, headers, body } = await v3Request(settings, operation, fields, options, at);
  const url = v3Url(gatewayOf(settings, options), path);
  return { request: { verb, url, headers, body }, told: { ...fields, ...options.query } };
}

/** v3 lives beside the gateway: `.../gateway.do` and `.../v3/...`. */
function v3Url(gateway: URL, path: string): string {
  const folder = gateway.pathname.replace(/\/(gateway\.do)?$/, '');
  return `${gateway.origin}${folder}${path}`;
}

/**
 * Calls an operation that answers with a stream of events. Alipay does not sign these.
 *
 * `timeoutMs` is the longest silence: until the answer begins, and between its pieces.
 */
export async function* streamOperation(
  settings: ClientSettings,
  operation: string,
  fields: V3Fields | undefined,
  options: V3Options,
): AsyncGenerator<V3Event, void> {
  const begun = { protocol: 'v3', method: operation, attempt: 1, startedAt: settings.clock.now() } as const;
  const waiting = waitingOf(settings, options);
  const silence = new AbortController();
  const signal = waiting.signal === undefined ? silence.signal : AbortSignal.any([silence.signal, waiting.signal]);
  let told: unknown;
  let ending: Ending = { outcome: 'done' };
  let answer: { readonly httpStatus: number; readonly traceId: string | undefined } | undefined;
  try {
    const call = { name: operation, prepare: () => prepare(settings, operation, fields, options) };
    const prepared = await preparedInTime(settings, call, waiting);
    told = prepared.told;
    const request: HttpRequest = { name: operation, ...prepared.request, ...waiting };
    const withinTime = limited(silence, waiting.timeoutMs);
    try {
      const response = await withinTime(openAnswer(settings.transport, request, signal));
      answer = { httpStatus: response.status, traceId: response.headers.get('alipay-trace-id') ?? undefined };
      yield* eventsOf(operation, response, withinTime);
    } catch (cause) {
      throw cause instanceof AlipayError ? cause : failureOf(request, signal, cause);
    }
  } catch (error) {
    ending = errorShown(error);
    throw error;
  } finally {
    // Whoever stops reading early leaves no connection behind.
    silence.abort();
    observe(settings, { ...begun, ...ending }, told, answer);
  }
}

/** Ends everything when one wait is too long. */
function limited(silence: AbortController, timeoutMs: number): WithinTime {
  return (waiting) => {
    const timer = setTimeout(() => silence.abort(), timeoutMs);
    return waiting.finally(() => clearTimeout(timer));
  };
}

async function* eventsOf(operation: string, response: Response, withinTime: WithinTime): AsyncGenerator<V3Event, void> {
  if (response.status !== 200 || !isEventStream(response)) throw await refusal(operation, response, withinTime);
  for await (const event of readEvents(chunksOf(response, withinTime))) {
    if (event.event === 'error') throw streamError(operation, event);
    yield event;
    if (event.event === 'end') return;
  }
}

type WithinTime = <T>(waiting: Promise<T>) => Promise<T>;

function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
}

async function* chunksOf(response: Response, withinTime: WithinTime): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await withinTime(reader.read());
    if (done) return;
    yield value;
  }
}

async function refusal(operation: string, response: Response, withinTime: WithinTime): Promise<Error> {
  const body = await withinTime(response.text());
  const traceId = response.headers.get('alipay-trace-id') ?? undefined;
  const about = { httpStatus: response.status, body, traceId };
  const data = parseObject(body);
  if (data === undefined || response.status < 400) return broken(operation, 'did not answer with a stream', about);
  return errorOf(operation, data, false, about);
}

/** The event that ends a stream that failed: `{"type":"error","payload":"{\"errorCode\":...,\"errorMsg\":...}"}`. */
function streamError(operation: string, { data }: V3Event): Error {
  const outer = parseObject(data) ?? {};
  const inner = (typeof outer.payload === 'string' ? parseObject(outer.payload) : undefined) ?? outer;
  const error = { code: inner.errorCode ?? inner.code ?? 'error', message: inner.errorMsg ?? inner.message ?? data };
  return errorOf(operation, error, false, { httpStatus: 200, body: data, traceId: undefined });
}
