import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it reached the test's gateway. */
export interface Received {
  readonly verb: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The parameters of query and form. */
  readonly parameters: Readonly<Record<string, string>>;
}

type Respond = (response: ServerResponse, request: Received, count: number) => unknown;

const servers: Server[] = [];

/** A gateway of the test's own, which records each request it has read whole. */
export async function startGateway(respond: Respond) {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = incoming.url ?? '';
    const query = new URL(url, 'http://gateway').searchParams;
    const isForm = incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    const form = new URLSearchParams(isForm ? body.toString() : '');
    const parameters = Object.fromEntries([...query, ...form]);
    const request = { verb: incoming.method ?? '', url, headers: incoming.headers, body, parameters };
    received.push(request);
    await respond(response, request, received.length);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, url: `${origin}/gateway.do`, received };
}

/** For `afterEach`. */
export function stopGateways(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** All that comes. */
export async function collect<T>(coming: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of coming) all.push(each);
  return all;
}
