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
  /** Ends the connections. */
  close(): void;
}

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 4_096;

/** Sends forms over HTTP; a connection serves again for the next message that follows soon. */
export function openFormPoster(): FormPoster {
  const kept = { keepAlive: true, maxFreeSockets: 16 };
  const agents: Agents = { http: new HttpAgent(kept), https: new HttpsAgent(kept) };
  return {
    post: (form) => exchange(form, agents),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function exchange(form: FormPost, agents: Agents): Promise<FormAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS).unref();
    let request = send(agents);
    function send(by: Agents | undefined): ClientRequest {
      const sent = open(form, by, (response) => {
        readAnswer(response, (answer) => {
          clearTimeout(timer);
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
      clearTimeout(timer);
      reject(error);
      request.destroy();
    }
  });
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

/** Without agents, on a connection of its own. */
function open(form: FormPost, agents: Agents | undefined, answer: (response: IncomingMessage) => void): ClientRequest {
  const { contentType, body, signal } = form;
  const target = new URL(form.url);
  const isHttps = target.protocol === 'https:';
  const agent = agents === undefined ? false : isHttps ? agents.https : agents.http;
  const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body), accept: '*/*' };
  return (isHttps ? requestHttps : requestHttp)(target, { method: 'POST', headers, agent, signal }, answer);
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
