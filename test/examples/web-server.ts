import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ListeningShop } from './notify-shop.ts';

/** Answers a request on the web standards. */
export type WebHandler = (request: Request) => Response | Promise<Response>;

/** Serves a web-standard handler from Node's server, so that the recipes themselves need no bridge. */
export async function serveWeb(handler: WebHandler, port: number): Promise<ListeningShop> {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const body = method === 'POST' ? await buffer(request) : null;
    const asked = new Request(new URL(url, `http://127.0.0.1:${port}`), { method, body });
    const answer = await Promise.resolve(asked)
      .then(handler)
      .catch(() => new Response('The shop has an error.', { status: 500 }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => void server.close(resolve).closeAllConnections()),
  };
}
