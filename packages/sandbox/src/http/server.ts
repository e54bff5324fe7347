import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyBytesMax, tooLarge } from './limits.ts';
import { type HttpReply, type HttpRequest, sentHeaders } from './message.ts';

export interface HttpServer {
  readonly port: number;
  /** Ends every connection, also those that a fault keeps hanging. */
  close(): Promise<void>;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly answer: (request: HttpRequest) => Promise<HttpReply>;
  readonly answerError: (error: unknown) => HttpReply;
}

/** Listens, reads whole requests and writes whole answers, or lets them fail as their {@link HttpReply} says. */
export async function listen({ host, port, answer, answerError }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer(async (incoming, outgoing) => {
    outgoing.on('error', () => undefined);
    const reply = await readRequest(incoming).then(answer).catch(answerError);
    write(outgoing, reply);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  return { port: portOf(server), close: () => close(server) };
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const body = await readBody(incoming, bodyBytesMax(incoming.headers['content-type']));
  const [path = '/', ...query] = targetOf(incoming).split('?');
  return {
    method: incoming.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: incoming.headers,
    body,
    remoteAddress: incoming.socket.remoteAddress ?? '',
    params: {},
  };
}

/** The official Python SDK asks for whole addresses, as to a proxy; HTTP wants that understood. */
function targetOf({ url = '/' }: IncomingMessage): string {
  if (url.startsWith('/')) return url;
  const target = url.replace(/^https?:\/\/[^/?]*/i, '');
  return target.startsWith('/') ? target : `/${target}`;
}

/** By events: an async iterator would cost more than the rest of reading a request. */
function readBody(incoming: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bytesMax) chunks.push(chunk);
    });
    incoming.on('end', () => {
      if (size <= bytesMax) resolve(Buffer.concat(chunks));
      else reject(tooLarge(bytesMax));
    });
    incoming.on('error', reject);
  });
}

function write(outgoing: ServerResponse, reply: HttpReply): void {
  switch (reply.mishap?.kind) {
    case undefined:
      send(outgoing, reply);
      break;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      break;
    case 'late':
      wait(outgoing, reply.mishap.ms, () => send(outgoing, reply));
      break;
    case 'hang':
      wait(outgoing, reply.mishap.ms, () => outgoing.destroy());
      break;
  }
}

/** Does something later, unless the connection has ended by then. */
function wait(outgoing: ServerResponse, ms: number, act: () => void): void {
  const timer = setTimeout(act, ms).unref();
  outgoing.once('close', () => clearTimeout(timer));
}

function send(outgoing: ServerResponse, reply: HttpReply): void {
  outgoing.writeHead(reply.status, sentHeaders(reply));
  outgoing.end(reply.body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reason =
    error.code === 'EADDRINUSE' ? 'the port is in use; choose another, or 0 for any free one' : error.message;
  return new Error(`The sandbox cannot listen on ${host}:${port}: ${reason}.`, { cause: error });
}
