import { buffer } from 'node:stream/consumers';
import { createShop } from '../../examples/notify-hono/shop.ts';
import { describeShop, listening } from './notify-shop.ts';

describeShop('Hono', (alipay, handlers) => {
  const shop = createShop(alipay, handlers);
  // A bridge from Node's server to web requests, so that the example itself needs none.
  return listening(async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const body = method === 'POST' ? await buffer(request) : null;
    const answer = await shop.fetch(new Request(new URL(url, 'http://127.0.0.1'), { method, body }));
    response.writeHead(answer.status).end(await answer.text());
  });
});
