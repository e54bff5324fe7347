import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface FormPost {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface FormAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends a form to a merchant and reads the answer; rejects when there is none. Follows no redirects. */
export type PostForm = (post: FormPost) => Promise<FormAnswer>;

export interface FormPoster {
  readonly post: PostForm;
  /** Ends the connections, and what is under way on them. */
  close(): void;
}

/** How long a merchant may take to answer. */
export const TIMEOUT_MS = 5_000;
/** Of a longer answer only the beginning is kept. */
export const ANSWER_BYTES_MAX = 4_096;

/**
 * Sends forms over HTTP; a connection serves again for the next message that follows soon. Closing does what a form's
 * signal is for: to listen to it would cost each message a good part of what sending takes.
 */
export function openFormPoster(): FormPoster {
  const kept = { keepAlive: true, maxFreeSockets: 16 };
  const agents: Agents = { http: new HttpAgent(kept), https: new HttpsAgent(kept) };
  const underWay = new Set<(reason: Error) => void>();
  return {
    post: (form) => exchange(form, agents, underWay),
    close() {
      for (const fail of underWay) fail(new Error('the sandbox is closing'));
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** `underWay` holds, while there is no answer, what makes the exchange fail. */
function exchange(form: FormPost, agents: Agents, underWay: Set<(reason: Error) => void>): Promise<FormAnswer> {
  return new Promise((resolve, reject) => {
    form.signal.throwIfAborted();
    const target = new URL(form.url);
    const timer = setTimeout(() => fail(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS).unref();
    let request = send(agents);
    underWay.add(fail);
    function send(by: Agents | undefined): ClientRequest {
      const sent = open(target, form, by, (response) => {
        readAnswer(response, (answer) => {
          end();
          resolve(answer);
        });
        response.on('error', fail);
      });
      sent.on('error', (error) => {
        // The merchant ended a kept connection just when it was to serve again: that is no try yet.
        if (sent.reusedSocket && isReset(error)) request = send(undefined);
        else fail(error);
      });
      sent.end(form.body);
      return sent;
    }
    function fail(error: Error): void {
      end();
      reject(error);
      request.destroy();
    }
    function end(): void {
      clearTimeout(timer);
      underWay.delete(fail);
    }
  });
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

/** Without agents, on a connection of its own. */
function open(
  target: URL,
  { contentType, body }: FormPost,
  agents: Agents | undefined,
  answer: (response: IncomingMessage) => void,
): ClientRequest {
  const isHttps = target.protocol === 'https:';
  const agent = agents === undefined ? false : isHttps ? agents.https : agents.http;
  const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body), accept: '*/*' };
  return (isHttps ? requestHttps : requestHttp)(target, { method: 'POST', headers, agent }, answer);
}

/** Of a long answer no more is read than is kept. */
function readAnswer(response: IncomingMessage, done: (answer: FormAnswer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = () => {
    const text = Buffer.concat(chunks).toString('utf8', 0, ANSWER_BYTES_MAX);
    done({ status: response.statusCode ?? 0, text });
  };
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= ANSWER_BYTES_MAX) return;
    finish();
    response.destroy();
  });
  response.on('end', finish);
}
