import type { IncomingHttpHeaders } from 'node:http';

/** A request, its body read as bytes: the gateway must see them before anybody has guessed a charset. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The raw text after `?`, empty if there is none. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly remoteAddress: string;
  /** The parts of the path that the route names, such as `:token`. */
  readonly params: Readonly<Record<string, string>>;
}

/** How an answer fails to arrive: after a wait, or never, the connection closed or reset. */
export type Mishap =
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'hang'; readonly ms: number }
  | { readonly kind: 'reset' };

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  readonly mishap?: Mishap;
  /** The fault that made the reply what it is, for whoever reads the log of requests. */
  readonly fault?: string;
}

export function json(value: unknown, status = 200): HttpReply {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: `${JSON.stringify(value)}\n` };
}

/** As bytes: they are needed once for their number, once to be sent, and cost the memory of requests the least. */
export function html(text: string, status = 200): HttpReply {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: Buffer.from(text) };
}

export function redirect(location: string, status: 302 | 303): HttpReply {
  return { status, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** A reply's headers as they are sent, with those that every reply has. */
export function sentHeaders({ headers, body }: HttpReply): Record<string, string> {
  return { ...headers, 'content-length': Buffer.byteLength(body).toString(), 'x-content-type-options': 'nosniff' };
}

/**
 * Something the sandbox was asked for and refuses: `status` as HTTP means it, `code` to tell it apart, and a message
 * that says what was wrong and what to do. Over HTTP it is the answer `{error, message}`.
 */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
