import { AlipayNetworkError, AlipayRequestError, AlipayTimeoutError, isErrorLike, messageOf } from '../errors/index.ts';
import { UploadStreamError } from './multipart.ts';
import type { RawAnswer } from './read-answer.ts';

/** What a request's body can be. */
export type RequestBody = string | Blob | ReadableStream<Uint8Array>;

/** One HTTP request, in `fetch`'s terms. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** `fetch` wants it said when the body is a stream. */
  readonly duplex?: 'half';
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** The part of `fetch` that the client uses. Pass another one in for tests, proxies or tracing. */
export type Transport = (url: string, init: TransportRequest) => Promise<Response>;

/** One request to Alipay. */
export interface HttpRequest {
  /** What is called, for messages. */
  readonly name: string;
  readonly verb: TransportRequest['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** An answer, read whole, not yet looked at. */
export interface HttpAnswer extends RawAnswer {
  readonly headers: Headers;
}

/** Answers have kilobytes; what is larger is not Alipay's, and is not read on. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Sends a request once. Nothing here sends it again, whatever happens: a call that moves money must never be repeated
 * behind the caller's back. Redirects are not followed, since that too would send it again.
 * @throws {AlipayNetworkError | AlipayTimeoutError | AlipayRequestError}
 */
export async function send(transport: Transport, request: HttpRequest): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
  const response = await openAnswer(transport, request, signal);
  try {
    return {
      httpStatus: response.status,
      contentType: response.headers.get('content-type') ?? '',
      traceId: traceIdOf(response.headers),
      headers: response.headers,
      bytes: await readWhole(response),
    };
  } catch (cause) {
    throw failureOf(request, signal, cause);
  }
}

/**
 * Sends a request once, and returns as soon as the answer begins. `signal` ends the reading of its body too.
 * @throws {AlipayNetworkError | AlipayTimeoutError | AlipayRequestError}
 */
export async function openAnswer(transport: Transport, request: HttpRequest, signal: AbortSignal): Promise<Response> {
  if (request.signal?.aborted) {
    throw new AlipayRequestError(`${request.name}: the signal was aborted before the call. Nothing was sent.`);
  }
  try {
    return await transport(request.url, {
      method: request.verb,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.body instanceof ReadableStream ? { duplex: 'half' } : {}),
      redirect: 'manual',
      signal,
    });
  } catch (cause) {
    throw failureOf(request, signal, cause);
  }
}

async function readWhole(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > ANSWER_BYTES_MAX) throw new Error(`the answer is larger than ${ANSWER_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function traceIdOf(headers: Headers): string | undefined {
  return headers.get('trace_id') ?? headers.get('alipay-trace-id') ?? undefined;
}

/** What a failed exchange means. */
export function failureOf(request: HttpRequest, signal: AbortSignal, cause: unknown): AlipayNetworkError {
  const own = causesOf(cause).find((each) => each instanceof UploadStreamError);
  if (own !== undefined) return new AlipayNetworkError(`${request.name}: ${own.message} ${UNKNOWN}`, 'unknown', cause);
  if (signal.aborted) {
    const why = request.signal?.aborted ? 'the call was aborted' : `no answer within ${request.timeoutMs} ms`;
    return new AlipayTimeoutError(`${request.name}: ${why}. ${UNKNOWN}`, 'unknown', cause);
  }
  const code = errorCode(cause);
  const reason = code ?? messageOf(cause);
  const { origin } = new URL(request.url);
  if (code !== undefined && NEVER_CONNECTED.has(code)) {
    const message = `${request.name}: ${origin} cannot be reached (${reason}). Nothing was sent. Check the gateway's address and the network.`;
    return new AlipayNetworkError(message, 'not_sent', cause);
  }
  return new AlipayNetworkError(
    `${request.name}: the connection to ${origin} broke (${reason}). ${UNKNOWN}`,
    'unknown',
    cause,
  );
}

const UNKNOWN = 'The outcome is unknown: query, or repeat with the same number.';

/** Failures of making a connection: the request was certainly not sent. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function errorCode(error: unknown): string | undefined {
  for (const each of causesOf(error)) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return undefined;
}

/** `fetch` hides what happened in a chain of causes. */
function causesOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = error; isErrorLike(at) && chain.length < 5; at = at.cause) chain.push(at);
  return chain;
}
