import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type FormPost, openFormPoster } from './post-form.ts';

async function openMerchant(answer: RequestListener) {
  const server = createServer(answer);
  const connections: Socket[] = [];
  server.on('connection', (socket) => connections.push(socket));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const poster = openFormPoster();
  onTestFinished(() => {
    poster.close();
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
  const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
  const { signal } = new AbortController();
  return {
    connections,
    post: (body: string, rest: Partial<FormPost> = {}) => poster.post({ url, contentType, body, signal, ...rest }),
    close: () => poster.close(),
  };
}

const SUCCESS = { status: 200, text: 'success' };

test('messages that follow soon go over one connection', async () => {
  const { connections, post } = await openMerchant((_request, response) => response.end('success'));
  for (const body of ['a=1', 'a=2', 'a=3']) expect(await post(body)).toEqual(SUCCESS);
  expect(connections).toHaveLength(1);
});

test('a merchant who ended the connection meanwhile is reached over a new one', async () => {
  const seen = new Map<Socket, number>();
  const { connections, post } = await openMerchant(({ socket }, response) => {
    const count = (seen.get(socket) ?? 0) + 1;
    seen.set(socket, count);
    if (count > 1) socket.resetAndDestroy();
    else response.end('success');
  });
  expect(await post('a=1')).toEqual(SUCCESS);
  expect(await post('a=2')).toEqual(SUCCESS);
  expect(connections).toHaveLength(2);
});

test('a merchant who hangs up on a new connection is not asked again', async () => {
  const { connections, post } = await openMerchant(({ socket }) => socket.resetAndDestroy());
  await expect(post('a=1')).rejects.toThrow();
  expect(connections).toHaveLength(1);
});

test('an answer broken off in the middle is none, and no reason to send again', async () => {
  let requests = 0;
  const { post } = await openMerchant((_request, response) => {
    if (++requests === 1) return response.end('success');
    response.writeHead(200, { 'content-length': 100 }).write('succ');
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  });
  expect(await post('a=1')).toEqual(SUCCESS);
  await expect(post('a=2')).rejects.toThrow();
  expect(requests).toBe(2);
});

test('of a long answer the beginning is kept, and its connection ended', async () => {
  const { post } = await openMerchant((_request, response) => response.end('x'.repeat(100_000)));
  expect((await post('a=1')).text).toBe('x'.repeat(4_096));
});

test('closing breaks off what is under way, and nothing is sent for one who has given up', async () => {
  const { connections, post, close } = await openMerchant(() => setTimeout(close, 5));
  await expect(post('a=1')).rejects.toThrow('the sandbox is closing');
  await expect(post('a=2', { signal: AbortSignal.abort(new Error('given up')) })).rejects.toThrow('given up');
  expect(connections).toHaveLength(1);
});

test('an address that is none is refused at once, and leaves nothing running', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { post } = await openMerchant((_request, response) => response.end('success'));
  await expect(post('a=1', { url: 'shop/notify' })).rejects.toThrow('Invalid URL');
  expect(vi.getTimerCount()).toBe(0);
});
