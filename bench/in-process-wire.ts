import type { PostForm, Sandbox } from '@till/sandbox';
import type { Wire } from './wire.ts';

/** Nothing over a socket: what a program's own tests do, with the sandbox in their process. */
export function inProcessWire() {
  let read: (body: Buffer) => void = () => undefined;
  const postForm: PostForm = async ({ body }) => {
    read(Buffer.from(body, 'latin1'));
    return { status: 200, text: 'success' };
  };
  return {
    /** For the sandbox. */
    postForm,
    /** For the shop. */
    to: ({ fetch }: Sandbox): Wire => ({
      transport: fetch,
      async browse(url, form) {
        const headers = { accept: 'text/html', ...(form === undefined ? {} : FORM) };
        const sent = form === undefined ? {} : { method: 'POST', body: form };
        const response = await fetch(url, { ...sent, headers, redirect: 'manual' });
        if (response.status >= 400) throw new Error(`${url} answered ${response.status}`);
        await response.arrayBuffer();
        const location = response.headers.get('location');
        return location === null ? {} : { location };
      },
      inbox: {
        url: 'http://127.0.0.1/notify',
        onMessage: (reader) => {
          read = reader;
        },
      },
      close: async () => undefined,
    }),
  };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
