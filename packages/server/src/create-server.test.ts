/** The server as those see it who start it. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createServer, MasterKeyError, Refusal, type ServerOptions } from './index.ts';
import { testEngines } from './testing/engines.ts';
import { eventually } from './testing/eventually.ts';
import { openHouse } from './testing/house.ts';

const masterKey = randomBytes(32).toString('base64');
const pem = (
  key: { export(options: { type: 'pkcs8' | 'spki'; format: 'pem' }): string | Buffer },
  type: 'pkcs8' | 'spki',
) => key.export({ type, format: 'pem' }).toString();
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const alipays = generateKeyPairSync('rsa', { modulusLength: 2048 });
const APP = {
  name: 'Shop',
  alipayAppId: '2021000000000001',
  privateKey: pem(ours.privateKey, 'pkcs8'),
  alipayPublicKey: pem(alipays.publicKey, 'spki'),
};

function start(options: Partial<ServerOptions> = {}) {
  return createServer({ databaseUrl: 'sqlite::memory:', masterKey, logLevel: 'silent', ...options });
}

describe.each(testEngines())('a server on $engine', ({ engine, available, freshUrl, cleanUp }) => {
  afterAll(cleanUp);
  const check = it.skipIf(!available);

  check('keeps apps, keys and users over a restart, and no key in the clear', async () => {
    const databaseUrl = await freshUrl();
    const first = await start({ databaseUrl });
    const { id } = await first.createApp({ ...APP, sellerId: '2088000000000001' });
    const key = await first.createApiKey(id, 'backend');
    await first.setConsoleUser('admin', 'correct horse');
    await first.close();
    if (engine === 'sqlite') {
      const file = readFileSync(databaseUrl.slice('sqlite:'.length), 'latin1');
      for (const line of APP.privateKey.split('\n').slice(1, -2)) expect(file).not.toContain(line);
      expect(file).not.toContain(key.slice(5));
    }

    await using second = await start({ databaseUrl });
    expect(await second.app(id)).toMatchObject({
      id: '1',
      name: 'Shop',
      sellerId: '2088000000000001',
      signType: 'RSA2',
    });
    expect(await second.verifyConsoleUser('admin', 'correct horse')).toBe(true);
    const order = await fetch(`${second.url}/api/Alipay/${id}/CreateOrderPagePay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ orderNo: 'a', amount: '1', subject: 'x' }),
    });
    expect(await order.json()).toMatchObject({ code: 200 });
  });

  check('does not start with another master key than the one its database was made with', async () => {
    const databaseUrl = await freshUrl();
    await (await start({ databaseUrl })).close();
    const again = start({ databaseUrl, masterKey: randomBytes(32).toString('base64') });
    await expect(again).rejects.toThrow(MasterKeyError);
    await expect(start({ databaseUrl, masterKey: 'nonsense' })).rejects.toThrow(/32 bytes/);
  });

  check('tells whether it is alive, whether it can work, and how it is doing', async () => {
    await using house = await openHouse(await freshUrl());
    await house.paidOrder('order-1');
    const get = async (path: string) => {
      const response = await fetch(house.server.url + path);
      return { status: response.status, text: await response.text() };
    };
    expect(await get('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect(await get('/readyz')).toEqual({ status: 200, text: '{"status":"ok"}' });
    const { text } = await get('/metrics');
    expect(text).toContain('till_orders{state="TRADE_SUCCESS"} 1');
    expect(text).toContain('till_notifications_total{outcome="applied"} 1');
    await house.call('OrderDetail', { query: { orderNo: 'order-1' } });
    expect((await get('/metrics')).text).toMatch(
      /till_gateway_call_seconds_count\{method="alipay\.trade\.query",outcome="ok"\} \d/,
    );
  });
});

describe('an app', () => {
  it.each([
    ['a private key that is a public one', { privateKey: APP.alipayPublicKey }, /private/i],
    ['a public key that is none', { alipayPublicKey: 'nonsense' }, /public/i],
    ['its own public key for Alipay’s', { alipayPublicKey: pem(ours.publicKey, 'spki') }, /own/],
    ['a Chinese app id', { alipayAppId: '应用' }, /^alipayAppId: expected digits/],
    ['no name', { name: ' ' }, /^name: /],
    ['a gateway that is no address', { gateway: 'gateway.do' }, /^gateway: expected an absolute/],
    ['a lifetime of nothing', { orderLifetimeMs: 0 }, /^orderLifetimeMs: /],
  ])('is refused with %s, and nothing is left behind', async (_, change, message) => {
    await using server = await start();
    const created = server.createApp({ ...APP, ...change });
    await expect(created).rejects.toThrow(Refusal);
    await expect(created).rejects.toThrow(message);
    expect(await server.app('1')).toBeUndefined();
  });

  it('changes only in what is given, never to keys that cannot work', async () => {
    await using server = await start();
    const { id } = await server.createApp({ ...APP, returnUrl: 'https://shop.example.com', sellerId: '2088' });
    expect(await server.updateApp(id, { name: 'New name', sellerId: null })).toMatchObject({
      name: 'New name',
      sellerId: null,
      returnUrl: 'https://shop.example.com',
    });
    await expect(server.updateApp(id, { privateKey: 'nonsense' })).rejects.toThrow(Refusal);
    await expect(server.updateApp('7', { name: 'x' })).rejects.toThrow(/no app 7/);
    expect(await server.app(id)).toMatchObject({ name: 'New name' });
  });

  it('speaks with its new key from the next call on, on every server', async () => {
    await using house = await openHouse('sqlite::memory:');
    await house.openOrder('order-1');
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await house.server.updateApp(house.appId, { privateKey: pem(next.privateKey, 'pkcs8') });
    const before = await house.call('OrderDetail', { query: { orderNo: 'order-1' } });
    expect(before.envelope).toMatchObject({ code: 400, err: expect.stringContaining('isv.invalid-signature') });
    await house.sandbox.registerApp({ app_id: house.alipayAppId, public_key: pem(next.publicKey, 'spki') });
    const after = await house.call('OrderDetail', { query: { orderNo: 'order-1' } });
    expect(after.envelope).toMatchObject({ code: 200, data: { tradeStatus: 'WAIT_BUYER_PAY' } });
  });
});

describe('starting and stopping', () => {
  it('says so when its port is taken, and lets go of its database', async () => {
    await using first = await start();
    const port = Number(new URL(first.url).port);
    await expect(start({ port })).rejects.toThrow(/EADDRINUSE/);
  });

  it('lets others mount their pages, with a policy of their own', async () => {
    await using server = await start({
      extend: (http) => {
        http.get('/demo/', (_, reply) => reply.header('content-security-policy', "script-src 'self'").send('hello'));
      },
    });
    const response = await fetch(`${server.url}/demo/`);
    expect(response.headers.get('content-security-policy')).toBe("script-src 'self'");
  });

  it('answers a call that is under way before it stops', async () => {
    await using house = await openHouse('sqlite::memory:');
    await house.openOrder('order-1');
    house.sandbox.setFaults({ gateway: [{ p: 1, kind: 'delay', ms: 150 }] });
    const call = house.call('OrderDetail', { query: { orderNo: 'order-1' } });
    await eventually(() => expect(house.server.http.server.listening).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await house.server.close();
    expect((await call).envelope).toMatchObject({ code: 200 });
  });

  it('can be closed twice', async () => {
    const server = await start();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});
