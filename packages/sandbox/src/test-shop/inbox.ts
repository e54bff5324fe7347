import { createServer } from 'node:http';
import { parseForm } from '../wire/form.ts';

/** A notification as the merchant's server reads it: the decoded fields. */
export type Message = Readonly<Record<string, string>>;

/** A merchant's server that takes whatever Alipay sends. */
export interface Inbox extends AsyncDisposable {
  /** For `notify_url`. */
  readonly url: string;
  /** What has come so far, oldest first. Told about in UTF-8 or GBK, read either way. */
  readonly messages: readonly Message[];
  /** The same, as the form texts that came: for code that verifies signatures itself. */
  readonly bodies: readonly string[];
  /** What is answered from now on; `success` at first. */
  answer: string;
  /** Forgets what has come, and answers `success` again. */
  clear(): void;
}

export async function openInbox(): Promise<Inbox> {
  const messages: Message[] = [];
  const bodies: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('latin1');
    bodies.push(body);
    messages.push(readForm(body, /charset=gbk/i.test(incoming.headers['content-type'] ?? '') ? 'gbk' : 'utf-8'));
    outgoing.end(inbox.answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The inbox has no port.');
  const inbox: Inbox = {
    url: `http://127.0.0.1:${address.port}/notify`,
    messages,
    bodies,
    answer: 'success',
    clear: () => {
      messages.length = 0;
      bodies.length = 0;
      inbox.answer = 'success';
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return inbox;
}

function readForm(body: string, charset: 'utf-8' | 'gbk'): Message {
  const decoder = new TextDecoder(charset);
  return Object.fromEntries(
    parseForm(Buffer.from(body, 'latin1')).map(([name, value]) => [decoder.decode(name), decoder.decode(value)]),
  );
}
