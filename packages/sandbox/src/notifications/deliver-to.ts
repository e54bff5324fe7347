import { ANSWER_BYTES_MAX, type FormAnswer, type FormPost, type PostForm, TIMEOUT_MS } from './post-form.ts';

/** A program that answers requests as the web's standards have it: Hono's `app.fetch`, a Next.js route, a worker. */
type WebHandler = (request: Request) => Response | Promise<Response>;

/**
 * For `createSandbox({ postForm: deliverTo(app.fetch) })`: notifications go to a program of this process without a
 * socket. It gets every one, whatever its `notify_url`, and has 5 seconds to answer.
 */
export function deliverTo(handler: WebHandler): PostForm {
  return (form) =>
    new Promise((resolve, reject) => {
      const fail = (reason: string) => end(() => reject(new Error(reason)));
      const timer = setTimeout(() => fail(`no answer within ${TIMEOUT_MS / 1000} s`), TIMEOUT_MS).unref();
      const stop = () => fail('the sandbox is closing');
      form.signal.addEventListener('abort', stop);
      function end(settle: () => void): void {
        clearTimeout(timer);
        form.signal.removeEventListener('abort', stop);
        settle();
      }
      deliver(handler, form).then(
        (answer) => end(() => resolve(answer)),
        (error) => end(() => reject(error)),
      );
    });
}

async function deliver(handler: WebHandler, { url, contentType, body }: FormPost): Promise<FormAnswer> {
  const headers = { 'content-type': contentType, accept: '*/*' };
  const response = await handler(new Request(url, { method: 'POST', headers, body }));
  const text = await response.text();
  return { status: response.status, text: text.slice(0, ANSWER_BYTES_MAX) };
}
