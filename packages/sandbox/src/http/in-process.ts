import { setImmediate as nextTurn } from 'node:timers/promises';
import { bodyBytesMax, tooLarge } from './limits.ts';
import { type HttpReply, type HttpRequest, type Mishap, sentHeaders } from './message.ts';

/** The host's own, whatever a test puts in its place later. */
const hostFetch = globalThis.fetch;
/** As many as the standard allows. */
const REDIRECTS_MAX = 20;

export interface InProcess {
  /** The standard's `fetch`; addresses elsewhere go to the host's. */
  readonly fetch: typeof globalThis.fetch;
  /** Ends what is under way, also what a fault keeps hanging; nothing connects from then on. */
  close(): void;
}

export interface InProcessOptions {
  /** Whether an origin, such as `http://127.0.0.1:3001`, is the sandbox's. */
  readonly isHere: (origin: string) => boolean;
  readonly answer: (request: HttpRequest) => Promise<HttpReply>;
  readonly answerError: (error: unknown) => HttpReply;
}

/** A request of `fetch`, read. */
interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly redirect: NonNullable<RequestInit['redirect']>;
  readonly signal: AbortSignal | undefined;
}

/** Answers `fetch` as the network would, faults included, without one: most of a small exchange is its sockets. */
export function answerInProcess({ isHere, answer, answerError }: InProcessOptions): InProcess {
  const underWay = new Set<(error: Error) => void>();
  let isClosed = false;

  async function fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    return isHere(url.origin) ? follow(await read(input, url, init)) : hostFetch(input, init);
  }

  async function follow(first: Outgoing): Promise<Response> {
    let request = first;
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      const reply = await exchange(request);
      const { location } = reply.headers;
      if (location === undefined || request.redirect === 'manual') return responseOf(reply, request, redirects > 0);
      if (request.redirect === 'error') throw failed(new Error('unexpected redirect'));
      const url = new URL(location, request.url);
      if (!isHere(url.origin)) return hostFetch(url, { signal: request.signal ?? null });
      request = redirected(request, url, reply.status);
    }
    throw failed(new Error('redirect count exceeded'));
  }

  /** Like the network, never within the turn in which it is asked: whoever asks in a loop lets others have theirs. */
  async function exchange(request: Outgoing): Promise<HttpReply> {
    request.signal?.throwIfAborted();
    await nextTurn();
    if (isClosed) throw failed(networkError('ECONNREFUSED', 'the sandbox is closed'));
    const reply = await answerTo(request).catch(answerError);
    if (reply.mishap !== undefined) await suffer(reply.mishap, request.signal);
    request.signal?.throwIfAborted();
    return reply;
  }

  async function answerTo({ url, method, headers, body }: Outgoing): Promise<HttpReply> {
    const bytesMax = bodyBytesMax(headers['content-type']);
    if (body.length > bytesMax) throw tooLarge(bytesMax);
    const length = body.length === 0 ? {} : { 'content-length': `${body.length}` };
    return answer({
      method,
      path: url.pathname,
      query: url.search.slice(1),
      headers: { accept: '*/*', ...headers, ...length, host: url.host },
      body,
      remoteAddress: '127.0.0.1',
      params: {},
    });
  }

  /** Resolves when the answer comes late, rejects when there is none. */
  function suffer(mishap: Mishap, signal: AbortSignal | undefined): Promise<void> {
    const reset = failed(networkError('ECONNRESET', 'the sandbox reset the connection'));
    return new Promise<void>((resolve, reject) => {
      if (mishap.kind === 'reset') return reject(reset);
      const timer = setTimeout(() => settle(mishap.kind === 'late' ? resolve : () => reject(reset)), mishap.ms);
      const abort = () => settle(() => reject(signal?.reason));
      const fail = (error: Error) => settle(() => reject(error));
      function settle(end: () => void): void {
        clearTimeout(timer);
        underWay.delete(fail);
        signal?.removeEventListener('abort', abort);
        end();
      }
      underWay.add(fail);
      signal?.addEventListener('abort', abort);
    });
  }

  function close(): void {
    isClosed = true;
    for (const fail of underWay) fail(failed(networkError('ECONNRESET', 'the sandbox has closed')));
  }

  return { fetch, close };
}

/** Texts are read by the shortest way: a `Request` would cost more than the rest of an exchange. */
async function read(input: string | URL | Request, url: URL, init: RequestInit): Promise<Outgoing> {
  const { method = 'GET', headers, body = null, redirect = 'follow', signal } = init;
  const isText = body === null || (typeof body === 'string' && !/^(get|head)$/i.test(method));
  if (isText && !(input instanceof Request)) {
    const type = body === null ? {} : { 'content-type': 'text/plain;charset=UTF-8' };
    const given = { ...type, ...Object.fromEntries(new Headers(headers)) };
    const read = { url, method: method.toUpperCase(), headers: given, body: Buffer.from(body ?? '') };
    return { ...read, redirect, signal: signal ?? undefined };
  }
  const request = new Request(input, init);
  return {
    url,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: Buffer.from(await request.arrayBuffer()),
    redirect: request.redirect,
    signal: request.signal,
  };
}

/** The next request by the standard's rules: a post becomes a get, unless the status says to repeat it. */
function redirected(request: Outgoing, url: URL, status: number): Outgoing {
  const isRepeated = status === 307 || status === 308 || request.method === 'GET';
  if (isRepeated) return { ...request, url };
  const { 'content-type': _, ...headers } = request.headers;
  return { ...request, url, method: 'GET', headers, body: Buffer.alloc(0) };
}

function responseOf(reply: HttpReply, { url, method }: Outgoing, isRedirected: boolean): Response {
  const { status, body } = reply;
  const bytes = typeof body === 'string' ? body : new Uint8Array(body);
  const response = new Response(method === 'HEAD' ? null : bytes, { status, headers: sentHeaders(reply) });
  return Object.defineProperties(response, { url: { value: url.href }, redirected: { value: isRedirected } });
}

function failed(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause });
}

function networkError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
