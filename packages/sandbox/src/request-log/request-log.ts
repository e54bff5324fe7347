import type { Clock } from '@till/alipay/time';
import type { AppBook } from '../apps/app-book.ts';
import { type HttpReply, type HttpRequest, json, SandboxError } from '../http/message.ts';
import type { PostForm } from '../notifications/post-form.ts';
import { diagnosisOf } from './bad-signature.ts';
import type { Exchange, IncomingExchange, OutgoingExchange } from './exchange.ts';

/** How many exchanges are remembered; the oldest makes room. */
export const EXCHANGES_MAX = 1_000;
/** Of a longer body only the beginning is kept. */
const BODY_BYTES_MAX = 64 * 1024;

/** Of v2 and of v3. */
const TRACE_HEADERS = ['trace_id', 'alipay-trace-id'];

interface Parts {
  readonly clock: Clock;
  readonly apps: AppBook;
}

type Untimed<E extends Exchange> = Omit<E, 'number' | 'at' | 'durationMs'>;

/**
 * The latest requests in and messages out, in memory only. What they mean is worked out when somebody looks: traffic
 * pays for no more than keeping it.
 */
export class RequestLog {
  readonly #parts: Parts;
  readonly #ring: Exchange[] = [];
  #count = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Lets a request be answered, and remembers both. */
  async answering(request: HttpRequest, answer: () => Promise<HttpReply>): Promise<HttpReply> {
    if (!isOfInterest(request.path)) return answer();
    const done = this.#begin();
    try {
      const reply = await answer();
      done(this.#incoming(request, reply));
      return reply;
    } catch (error) {
      if (error instanceof SandboxError) done(this.#incoming(request, json({ error: error.code }, error.status)));
      throw error;
    }
  }

  /** The same way to send messages, remembered. */
  sending(post: PostForm): PostForm {
    return async (form) => {
      const done = this.#begin();
      const { signal: _, ...sent } = form;
      try {
        const answer = await post(form);
        done({ kind: 'out', post: sent, answer });
        return answer;
      } catch (error) {
        done({ kind: 'out', post: sent, failure: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    };
  }

  /** Newest first. */
  *all(): Generator<Exchange> {
    for (let number = this.#count; number > 0; number--) {
      const exchange = this.find(number);
      if (exchange === undefined) return;
      yield exchange;
    }
  }

  find(number: number): Exchange | undefined {
    const exchange = this.#ring[(number - 1) % EXCHANGES_MAX];
    return exchange?.number === number ? exchange : undefined;
  }

  /** The request whose answer has this trace id. */
  traced(traceId: string): Exchange | undefined {
    for (const exchange of this.all()) {
      if (exchange.kind === 'in' && TRACE_HEADERS.some((name) => exchange.reply.headers[name] === traceId))
        return exchange;
    }
    return undefined;
  }

  /** Forgets all; numbers go on. */
  clear(): void {
    this.#ring.length = 0;
  }

  /** Starts the watch; the function returned stops it. */
  #begin(): (exchange: Untimed<IncomingExchange> | Untimed<OutgoingExchange>) => void {
    const at = this.#parts.clock.now();
    const start = performance.now();
    return (exchange) => {
      const number = ++this.#count;
      const timed = { number, at, durationMs: performance.now() - start };
      this.#ring[(number - 1) % EXCHANGES_MAX] = { ...exchange, ...timed };
    };
  }

  #incoming(request: HttpRequest, reply: HttpReply): Untimed<IncomingExchange> {
    const diagnosis = diagnosisOf(request, reply, this.#parts.apps);
    return {
      kind: 'in',
      request: shortened(request),
      reply: shortened(reply),
      ...(diagnosis === undefined ? {} : { diagnosis }),
    };
  }
}

/** Not the control plane itself, nor a cashier page's picture, style and asking every second and a half for payment. */
function isOfInterest(path: string): boolean {
  if (path === '/' || path === '/favicon.ico' || /^\/(_sandbox|cashier-style)/.test(path)) return false;
  return !(path.startsWith('/cashier/') && (path.endsWith('/status') || path.endsWith('/qr.svg')));
}

function shortened<M extends HttpRequest | HttpReply>(message: M): M {
  if (message.body.length <= BODY_BYTES_MAX) return message;
  return { ...message, body: Buffer.from(Buffer.from(message.body).subarray(0, BODY_BYTES_MAX)) };
}
