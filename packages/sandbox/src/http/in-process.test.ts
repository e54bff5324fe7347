import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Alipay } from '@till/alipay';
import { expect, test } from 'vitest';
import { createSandbox, deliverTo, type FaultPlan, type Sandbox } from '../index.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { openShop } from '../testing/merchant.ts';

type Gateway = NonNullable<FaultPlan['gateway']>[number];

/** The same request over HTTP and without, and all that can be told of the two answers. */
async function bothWays(sandbox: Sandbox, path: string, init: RequestInit = {}) {
  const answers = [];
  for (const way of [fetch, sandbox.fetch]) {
    const response = await way(`${sandbox.url}${path}`, init);
    const headers = Object.fromEntries(response.headers);
    const { date, connection, 'keep-alive': _, trace_id, 'alipay-trace-id': __, ...own } = headers;
    answers.push({
      status: response.status,
      url: response.url,
      redirected: response.redirected,
      headers: own,
      body: Buffer.from(await response.arrayBuffer())
        .toString('latin1')
        .replace(/[0-9a-f]{32}/g, 'TRACE_ID'),
    });
  }
  return answers;
}

test('answers as over HTTP: status, headers and every byte', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const tradeNo = await merchant.paidTrade();
  const { url } = await merchant.openCashier({ out_trade_no: 'order-2' });
  const cashier = url.slice(sandbox.url.length);
  const query = new URLSearchParams(merchant.parameters('alipay.trade.query', { trade_no: tradeNo }));
  const wrong = new URLSearchParams(merchant.parameters('alipay.trade.query', { trade_no: '1' }, { sign: 'x' }));
  const page = new URLSearchParams(merchant.parameters('alipay.trade.page.pay', { out_trade_no: 'a', subject: '茶' }));
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const requests: [string, RequestInit?][] = [
    ['/gateway.do?charset=utf-8', { method: 'POST', body: query }],
    ['/gateway.do?charset=utf-8', { method: 'post', body: query.toString(), headers: form }],
    [
      '/gateway.do?charset=utf-8',
      { method: 'POST', body: Buffer.from(query.toString()), headers: [['Content-Type', form['content-type']]] },
    ],
    [`/gateway.do?${query}`],
    [`/gateway.do?${wrong}`],
    [`/gateway.do?${page}`],
    [cashier, { headers: { accept: 'text/html', 'accept-language': 'en' } }],
    [`${cashier}/status`, { headers: new Headers({ accept: 'application/json' }) }],
    ['/v3/alipay/trade/query', { method: 'POST', body: '{"trade_no":"1"}' }],
    ['/_sandbox/summary'],
    ['/', { method: 'HEAD' }],
    ['/_sandbox/faults', { method: 'PUT', body: '{' }],
    ['/nowhere/%E4%B8%AD?a=%zz'],
    ['/cashier/%zz', { method: 'DELETE' }],
    ['/_sandbox/clock', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) }],
  ];
  for (const [path, init] of requests) {
    const [over, within] = await bothWays(sandbox, path, init);
    expect(within, path).toEqual(over);
  }
  const asked = new Request(`${sandbox.url}/gateway.do?charset=utf-8`, { method: 'POST', body: query });
  expect(await (await sandbox.fetch(asked)).json()).toHaveProperty('alipay_trade_query_response.trade_no', tradeNo);
});

test('redirects are followed as a browser does, or not, as told', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const form = () => {
    const order = {
      out_trade_no: 'order-1',
      total_amount: '1.00',
      subject: 'tea',
      product_code: 'FAST_INSTANT_TRADE_PAY',
    };
    return new URLSearchParams(merchant.parameters('alipay.trade.page.pay', order));
  };
  const followed = await sandbox.fetch(sandbox.gatewayUrl, { method: 'POST', body: form() });
  expect([followed.status, followed.redirected]).toEqual([200, true]);
  expect(followed.url).toMatch(/\/cashier\//);
  const told = await sandbox.fetch(sandbox.gatewayUrl, { method: 'POST', body: form(), redirect: 'manual' });
  expect([told.status, told.redirected, told.headers.get('location')]).toEqual([
    302,
    false,
    expect.stringMatching(/\/cashier\//),
  ]);
  const refused = sandbox.fetch(sandbox.gatewayUrl, { method: 'POST', body: form(), redirect: 'error' });
  await expect(refused).rejects.toThrow('fetch failed');
});

test('an address elsewhere is fetched over the network, also after a redirect to it', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const gaveUp = new AbortController();
  const elsewhere = createServer(({ url = '' }, answer) => {
    if (url.includes('order-2')) gaveUp.abort(new Error('the buyer left'));
    else answer.end('elsewhere');
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/back`;
  try {
    expect(await (await sandbox.fetch(new URL(address))).text()).toBe('elsewhere');
    const { url } = await merchant.openCashier({}, { return_url: address });
    const body = new URLSearchParams({ buyer_id: '2088002100000011' });
    const paid = await sandbox.fetch(`${url}/pay`, { method: 'POST', body, headers: { accept: 'text/html' } });
    expect([paid.url, await paid.text()]).toEqual([expect.stringContaining('out_trade_no=order-1'), 'elsewhere']);
    const next = await merchant.openCashier({ out_trade_no: 'order-2' }, { return_url: address });
    const leaving = { method: 'POST', body, headers: { accept: 'text/html' }, signal: gaveUp.signal };
    await expect(sandbox.fetch(`${next.url}/pay`, leaving)).rejects.toThrow('the buyer left');
  } finally {
    elsewhere.close();
    elsewhere.closeAllConnections();
  }
});

test('a fault strikes as it does on the network', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const body = () =>
    new URLSearchParams(merchant.parameters('alipay.trade.query', { out_trade_no: 'order-1' })).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const call = (signal: AbortSignal | null = null) =>
    sandbox.fetch(sandbox.gatewayUrl, { method: 'POST', body: body(), headers, signal });
  const strike = (fault: Omit<Gateway, 'p'>) => sandbox.setFaults({ gateway: [{ p: 1, ...fault }] });
  const whole = await (await call()).text();

  strike({ kind: 'delay', ms: 20 });
  const waits = new AbortController();
  expect(await (await call(waits.signal)).text()).toHaveLength(whole.length);
  expect(getEventListeners(waits.signal, 'abort')).toEqual([]);
  strike({ kind: 'reset_after' });
  await expect(call()).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
  strike({ kind: 'timeout_after', ms: 20 });
  await expect(call()).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
  strike({ kind: 'truncate' });
  expect((await (await call()).text()).length).toBeLessThan(whole.length);

  strike({ kind: 'timeout_after', ms: 60_000 });
  const gaveUp = new AbortController();
  const hanging = call(gaveUp.signal);
  const reason = new Error('the buyer left');
  setTimeout(() => gaveUp.abort(reason), 5);
  await expect(hanging).rejects.toBe(reason);
  await expect(call(AbortSignal.abort(reason))).rejects.toBe(reason);

  sandbox.setFaults({});
  const leaves = new AbortController();
  const unheard = call(leaves.signal);
  setImmediate(() => leaves.abort(reason));
  await expect(unheard).rejects.toBe(reason);
});

test('a closed sandbox ends what hangs, and is not there any more', async () => {
  const { sandbox, merchant } = await openShop();
  sandbox.setFaults({ gateway: [{ p: 1, kind: 'timeout_before', ms: 60_000 }] });
  const body = new URLSearchParams(merchant.parameters('alipay.trade.query', { out_trade_no: 'order-1' }));
  const hanging = expect(sandbox.fetch(sandbox.gatewayUrl, { method: 'POST', body })).rejects.toThrow('fetch failed');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await sandbox.close();
  await hanging;
  await expect(sandbox.fetch(sandbox.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});

test('whoever asks again and again lets the rest of the program have its turn', async () => {
  await using shop = await openShop();
  let isTold = false;
  setTimeout(() => (isTold = true), 1);
  for (let asked = 0; !isTold && asked < 10_000; asked++) await shop.sandbox.fetch(shop.sandbox.url);
  expect(isTold).toBe(true);
});

test('a payment from order to refund without a socket: calls of both protocols, an upload, notifications', async () => {
  const told: string[] = [];
  let alipay: Alipay | undefined;
  const handler = async (request: Request) => {
    const message = alipay?.verifyNotification(await request.text());
    told.push(`${request.url} ${message?.trade_status} ${message?.refund_fee}`);
    return new Response('success');
  };
  await using sandbox = await createSandbox({ clock: manualClock(), postForm: deliverTo(handler) });
  alipay = await clientOf(sandbox);
  const order = {
    out_trade_no: 'tea-1',
    total_amount: '12.50',
    subject: '龙井茶',
    product_code: 'FAST_INSTANT_TRADE_PAY',
  };
  const url = alipay.pageUrl('alipay.trade.page.pay', order, { notifyUrl: 'https://shop.test/notify' });
  await sandbox.fetch(url);
  await sandbox.pay(sandbox.trades()[0]?.trade_no ?? '');
  await sandbox.advance(0);
  const query = await alipay.execute('alipay.trade.query', { out_trade_no: 'tea-1' });
  expect(query.trade_status).toBe('TRADE_SUCCESS');
  const refund = { out_trade_no: 'tea-1', refund_amount: '2.50', out_request_no: 'r-1' };
  expect(await alipay.v3('POST /v3/alipay/trade/refund', refund)).toMatchObject({ refund_fee: '2.50' });
  await sandbox.advance(0);
  expect(told).toEqual([
    'https://shop.test/notify TRADE_SUCCESS undefined',
    'https://shop.test/notify TRADE_SUCCESS 2.50',
  ]);
  const picture = new Blob([new Uint8Array(20_000)]);
  expect(
    await alipay.upload(
      'alipay.offline.material.image.upload',
      { image_content: { name: 'shop.jpg', content: picture } },
      { params: { image_type: 'jpg', image_name: 'shop' } },
    ),
  ).toMatchObject({
    image_id: expect.any(String),
  });
});

test('a program that throws has not acknowledged, and is told again', async () => {
  const answers = [new Error('the database is down'), new Response('fail'), new Response('success')];
  const handler = () => {
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer;
  };
  await using sandbox = await createSandbox({ clock: manualClock(), postForm: deliverTo(handler) });
  await payOne(sandbox);
  await sandbox.advance(24 * 3_600_000);
  expect(sandbox.notifications().map(({ status, answer }) => [status, answer])).toEqual([
    [null, 'the database is down'],
    [200, 'fail'],
    [200, 'success'],
  ]);
});

test('a program that never answers does not keep the sandbox from closing', async () => {
  let told: () => void = () => undefined;
  const isTold = new Promise<void>((resolve) => (told = resolve));
  const handler = () => {
    told();
    return new Promise<never>(() => undefined);
  };
  await using sandbox = await createSandbox({ clock: manualClock(), postForm: deliverTo(handler) });
  await payOne(sandbox);
  await isTold;
});

async function clientOf(sandbox: Sandbox): Promise<Alipay> {
  const app = await sandbox.registerApp();
  return new Alipay({
    appId: app.app_id,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
    clock: sandbox.clock,
    transport: sandbox.fetch,
  });
}

async function payOne(sandbox: Sandbox): Promise<void> {
  const alipay = await clientOf(sandbox);
  const order = { out_trade_no: 'a', total_amount: '1.00', subject: 'tea', product_code: 'FAST_INSTANT_TRADE_PAY' };
  await sandbox.fetch(alipay.pageUrl('alipay.trade.page.pay', order, { notifyUrl: 'https://shop.test/notify' }));
  await sandbox.pay(sandbox.trades()[0]?.trade_no ?? '');
}
