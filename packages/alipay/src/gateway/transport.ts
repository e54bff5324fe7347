import { AlipayNetworkError, AlipayRequestError, AlipayTimeoutError } from '../errors/index.ts';
import type { RawAnswer } from './read-answer.ts';

/** The part of `fetch` that the client uses. Pass another one in for tests, proxies or tracing. */
export type Transport = (
  url: string,
  init: { method: 'POST'; headers: Record<string, string>; body: string; redirect: 'manual'; signal: AbortSignal },
) => Promise<Response>;

/** One request to the gateway. */
export interface GatewayRequest {
  readonly method: string;
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends a request once. Nothing here sends it again, whatever happens: a call that moves money must never be repeated
 * behind the caller's back. Redirects are not followed, since that too would send it again.
 * @throws {AlipayNetworkError | AlipayTimeoutError}
 */
export async function send(transport: Transport, request: GatewayRequest): Promise<RawAnswer> {
  if (request.signal?.aborted) {
    throw new AlipayRequestError(`${request.method}: the signal was aborted before the call. Nothing was sent.`);
  }
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
  try {
    const response = await transport(request.url, {
      method: 'POST',
      headers: { 'content-type': request.contentType, accept: 'application/json' },
      body: request.body,
      redirect: 'manual',
      signal,
    });
    return {
      httpStatus: response.status,
      contentType: response.headers.get('content-type') ?? '',
      traceId: response.headers.get('trace_id') ?? undefined,
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  } catch (cause) {
    throw failureOf(request, signal, cause);
  }
}

function failureOf(request: GatewayRequest, signal: AbortSignal, cause: unknown): AlipayNetworkError {
  if (signal.aborted) {
    const why = request.signal?.aborted ? 'the call was aborted' : `no answer within ${request.timeoutMs} ms`;
    return new AlipayTimeoutError(`${request.method}: ${why}. ${UNKNOWN}`, 'unknown', cause);
  }
  const code = errorCode(cause);
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  const { origin } = new URL(request.url);
  if (code !== undefined && NEVER_CONNECTED.has(code)) {
    const message = `${request.method}: ${origin} cannot be reached (${reason}). Nothing was sent. Check the gateway's address and the network.`;
    return new AlipayNetworkError(message, 'not_sent', cause);
  }
  return new AlipayNetworkError(
    `${request.method}: the connection to ${origin} broke (${reason}). ${UNKNOWN}`,
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

/** `fetch` hides the system's error code in a chain of causes. */
function errorCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}
