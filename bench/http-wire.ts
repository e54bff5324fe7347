import { Agent, createServer, request } from 'node:http';
import type { Transport } from '@till/alipay';
import type { Wire } from './wire.ts';

/** Everything over HTTP, on kept connections. */
export async function httpWire(): Promise<Wire> {
  const agent = new Agent({ keepAlive: true });
  const merchant = await listen();
  return {
    transport: transportOver(agent),
    browse: (url, form) => send(agent, url, form),
    inbox: merchant,
    async close() {
      agent.destroy();
      await merchant.close();
    },
  };
}

/** A merchant's server that acknowledges what it gets. */
async function listen() {
  let read: (body: Buffer) => void = () => undefined;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      read(Buffer.concat(chunks));
      outgoing.end('success');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/notify`,
    onMessage: (reader: (body: Buffer) => void) => {
      read = reader;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The SDK's calls by node:http: `fetch` would cost more than what is measured. */
function transportOver(agent: Agent): Transport {
  return (url, { method, headers, body = '' }) =>
    new Promise((resolve, reject) => {
      const text = typeof body === 'string' ? body : '';
      const length = { 'content-length': Buffer.byteLength(text) };
      const outgoing = request(url, { agent, method, headers: { ...headers, ...length } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const answer = {
            status: incoming.statusCode ?? 0,
            headers: { 'content-type': incoming.headers['content-type'] ?? '' },
          };
          resolve(new Response(Buffer.concat(chunks), answer));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(text);
    });
}

/** Gets an address, or posts a form to it. Redirects are not followed. */
function send(agent: Agent, url: string, form?: string): Promise<{ location?: string }> {
  const headers =
    form === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method: form === undefined ? 'GET' : 'POST', headers: { ...headers, accept: 'text/html' } },
      (incoming) => {
        incoming.on('error', reject);
        incoming.on('end', () => {
          const {
            statusCode = 0,
            headers: { location },
          } = incoming;
          if (statusCode >= 400) reject(new Error(`${url} answered ${statusCode}`));
          else resolve(location === undefined ? {} : { location });
        });
        incoming.resume();
      },
    );
    outgoing.on('error', reject);
    outgoing.end(form);
  });
}
