import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

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

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 4_096;

/** A connection of its own for each message: nothing is kept open to a merchant that wants to stop. */
export const postForm: PostForm = ({ url, contentType, body, signal }) =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const open = target.protocol === 'https:' ? requestHttps : requestHttp;
    const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body), accept: '*/*' };
    const request = open(target, { method: 'POST', headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > ANSWER_BYTES_MAX) finish();
      });
      response.on('end', finish);
      response.on('error', fail);
      function finish(): void {
        clearTimeout(timer);
        const text = Buffer.concat(chunks).toString('utf8', 0, ANSWER_BYTES_MAX);
        resolve({ status: response.statusCode ?? 0, text });
        request.destroy();
      }
    });
    const timer = setTimeout(() => fail(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS).unref();
    request.on('error', fail);
    request.end(body);
    function fail(error: Error): void {
      clearTimeout(timer);
      reject(error);
      request.destroy();
    }
  });
