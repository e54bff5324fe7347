import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { APP_ID, client } from '../client/client.fixture.ts';
import { AlipayConfigError } from '../errors/index.ts';
import { createTestAlipay } from '../testing/index.ts';
import type { NotificationHandlers, NotificationListener, Receipt } from './index.ts';

const testAlipay = createTestAlipay({ appId: APP_ID });
const alipay = client({ alipayPublicKey: testAlipay.publicKey });
const { body } = testAlipay.notification('trade.paid', { out_trade_no: 'A1', total_amount: '88.88' });
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Node's own server with the listener, and what it answers to a request. */
async function ask(listener: NotificationListener, request: RequestInit, before?: (r: IncomingMessage) => unknown) {
  const server = createServer(async (incoming, response) => {
    await before?.(incoming);
    await listener(incoming, response);
  }).listen(0, '127.0.0.1');
  closing.push(() => server.close().closeAllConnections());
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`, request);
  return `${answer.status} ${await answer.text()}`;
}

function handlers(given: Partial<NotificationHandlers> = {}): NotificationHandlers {
  return { findOrder: () => ({ amountFen: 8888n }), on: { 'trade.paid': () => undefined }, ...given };
}

describe("a listener for Node's own server", () => {
  test('answers success once the handler has finished, and hands over a repeated message only once', async () => {
    const paid = vi.fn(() => new Promise((later) => setTimeout(later, 20)));
    const listener = alipay.notificationListener(handlers({ on: { 'trade.paid': paid } }));
    expect(await ask(listener, { method: 'POST', body })).toBe('200 success');
    expect(await ask(listener, { method: 'POST', body })).toBe('200 success');
    expect(paid).toHaveBeenCalledOnce();
  });

  test('answers failure to what is not Alipay’s, to another amount, and to a handler that throws', async () => {
    const observe = vi.fn();
    const answer = (given: Partial<NotificationHandlers>, sent = body) =>
      ask(alipay.notificationListener(handlers({ observe, ...given })), { method: 'POST', body: sent });
    expect(await answer({}, body.replace('88.88', '0.01'))).toBe('400 failure');
    expect(await answer({}, '')).toBe('400 failure');
    expect(await answer({ findOrder: () => ({ amountFen: 8887n }) })).toBe('400 failure');
    const thrown = { 'trade.paid': () => Promise.reject(new Error('the database is away')) };
    expect(await answer({ on: thrown })).toBe('500 failure');
    expect(observe).toHaveBeenCalledTimes(4);
  });

  test('answers the bare word with its length', async () => {
    const server = createServer(alipay.notificationListener(handlers())).listen(0, '127.0.0.1');
    closing.push(() => server.close().closeAllConnections());
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { headers } = await fetch(url, { method: 'POST', body });
    expect([headers.get('content-type'), headers.get('content-length')]).toEqual(['text/plain', '7']);
  });

  test('takes nothing but POST', async () => {
    expect(await ask(alipay.notificationListener(handlers()), { method: 'GET' })).toBe('405 failure');
  });

  test('says so where a body parser has read the body before it', async () => {
    const receipts: Receipt[] = [];
    const listener = alipay.notificationListener(handlers({ observe: (receipt) => receipts.push(receipt) }));
    expect(await ask(listener, { method: 'POST', body }, buffer)).toBe('500 failure');
    expect(String(receipts[0]?.error)).toContain('before every body parser');
  });

  test('is not disturbed by an observer that throws, now or later', async () => {
    const now = () => {
      throw new Error('the log is full');
    };
    const later = async () => now();
    for (const observe of [now, later]) {
      const listener = alipay.notificationListener(handlers({ observe }));
      expect(await ask(listener, { method: 'POST', body })).toBe('200 success');
    }
  });

  test('and a route for web-standard requests refuse handlers that cannot compare the amount, before anything comes', () => {
    const careless = { on: { 'trade.paid': () => undefined } };
    expect(() => alipay.notificationListener(careless)).toThrow(AlipayConfigError);
    expect(() => alipay.notificationRoute(careless)).toThrow(AlipayConfigError);
  });
});

test('a route takes a web-standard request and gives its answer', async () => {
  const route = alipay.notificationRoute(handlers());
  const answer = await route(new Request('https://shop.example/notify', { method: 'POST', body }));
  expect(`${answer.status} ${await answer.text()}`).toBe('200 success');
});
