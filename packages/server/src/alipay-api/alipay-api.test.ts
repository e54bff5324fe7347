/** What callers of the HTTP API rely on, whatever is wrong with their call. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../testing/house.ts';

/** For calls that change nothing; the others open a house of their own. */
let house: House;
beforeAll(async () => {
  house = await openHouse('sqlite::memory:');
});
afterAll(() => house[Symbol.asyncDispose]());

const ORDER = { orderNo: 'order-1', amount: '10.00', subject: 'x' };

describe('the envelope', () => {
  it.each<[string, unknown, RegExp]>([
    ['no order number', { amount: '1', subject: 'x' }, /^orderNo is missing: expected 1 to 64 letters/],
    ['a bad order number', { ...ORDER, orderNo: 'order 1' }, /^orderNo: expected 1 to 64 letters.*got "order 1"/],
    ['too long an order number', { ...ORDER, orderNo: 'x'.repeat(65) }, /^orderNo: /],
    ['no amount', { orderNo: 'a', subject: 'x' }, /^amount is missing: expected yuan/],
    ['an amount that is no amount', { ...ORDER, amount: true }, /^amount: expected yuan.*got true/],
    ['an amount of nothing', { ...ORDER, amount: 0 }, /^amount: expected from 0\.01 to 100000000\.00/],
    ['too large an amount', { ...ORDER, amount: '100000000.01' }, /^amount: expected from 0\.01 to 100000000\.00/],
    ['three decimals', { ...ORDER, amount: '0.001' }, /^amount: .*more than two decimals/],
    ['float noise', { ...ORDER, amount: 0.1 + 0.2 }, /^amount: .*more than two decimals/],
    ['an empty subject', { ...ORDER, subject: '' }, /^subject: expected 1 to 256 characters without/],
    ['too long a subject', { ...ORDER, subject: '商'.repeat(257) }, /^subject: expected 1 to 256/],
    ['a forbidden character', { ...ORDER, subject: 'a=b' }, /^subject: .*got "a=b"/],
    ['a NUL in the subject', { ...ORDER, subject: 'a\u0000b' }, /^subject: /],
    ['half a character in the subject', { ...ORDER, subject: 'a\ud83c' }, /^subject: /],
    ['a return page that is none', { ...ORDER, returnUrl: 'javascript:alert(1)' }, /^returnUrl: expected an absolute/],
    ['a list', [ORDER], /^The body: expected a JSON object/],
    ['null', null, /^The body: expected a JSON object/],
  ])('says what is wrong with %s', async (_, json, message) => {
    const { status, envelope } = await house.call('CreateOrderPagePay', { json });
    expect({ status, ...envelope }).toEqual({
      status: 200,
      code: 400,
      data: null,
      err: expect.stringMatching(message),
    });
  });

  it('takes a subject of 256 Chinese characters or emoji, and the largest amount', async () => {
    const largest = { orderNo: 'A-z_0', amount: 100000000, subject: '🎁'.repeat(256) };
    expect((await house.call('CreateOrderPagePay', { json: largest })).envelope).toMatchObject({ code: 200, err: '' });
  });

  it('is the answer to everything that goes wrong before a call is understood', async () => {
    await using house = await openHouse('sqlite::memory:', { rateLimitMax: 1_000 });
    const { url } = house.server;
    const base = `${url}/api/Alipay/${house.appId}`;
    const authorization = `Bearer ${house.apiKey}`;
    const post = (body: string, type: string) => ({
      method: 'POST',
      body,
      headers: { authorization, 'content-type': type },
    });
    const other = await house.server.createApp({
      name: 'Other',
      alipayAppId: '2021000000000077',
      privateKey: (await house.sandbox.registerApp({})).app_private_key ?? '',
      alipayPublicKey: (await house.sandbox.registerApp({})).alipay_public_key,
    });
    const cases: [string, RequestInit, number][] = [
      [`${base}/OrderDetail?orderNo=a`, {}, 401],
      [`${base}/OrderDetail?orderNo=a`, { headers: { authorization: 'Bearer till_wrong' } }, 401],
      [`${base}/OrderDetail?orderNo=a`, { headers: { authorization: 'Basic abc' } }, 401],
      [`${url}/api/Alipay/${other.id}/OrderDetail?orderNo=a`, { headers: { authorization } }, 403],
      [`${url}/api/Alipay/99/OrderDetail?orderNo=a`, { headers: { authorization } }, 403],
      [`${base}/Nothing`, { headers: { authorization } }, 404],
      [`${url}/nothing`, {}, 404],
      [`${base}/CreateOrderPagePay`, post('{"orderNo":', 'application/json'), 400],
      [`${base}/CreateOrderPagePay`, post('', 'application/json'), 400],
      [`${base}/CreateOrderPagePay`, post('a=b', 'application/x-www-form-urlencoded'), 415],
      [`${base}/CreateOrderPagePay`, post(`"${'x'.repeat(300_000)}"`, 'application/json'), 413],
    ];
    for (const [address, init, status] of cases) {
      const response = await fetch(address, init);
      expect([address, response.status]).toEqual([address, status]);
      expect(await response.json()).toEqual({ code: status, data: null, err: expect.stringMatching(/\w{4}/) });
    }
  });

  it('tells a caller who asks too much to wait, but never Alipay', async () => {
    await using house = await openHouse('sqlite::memory:', { rateLimitMax: 2 });
    const ask = () => house.call('OrderDetail', { query: { orderNo: 'a' } });
    await ask();
    await ask();
    expect(await ask()).toMatchObject({ status: 429, envelope: { code: 429, data: null, err: /Try again/ } });
    const notify = await fetch(`${house.server.url}/api/Alipay/${house.appId}/Notify`, { method: 'POST', body: 'a=b' });
    expect(notify.status).toBe(200);
  });

  it('of a failure of ours gives away nothing but where to look', async () => {
    await using house = await openHouse('sqlite::memory:', {
      extend: (http) => {
        http.get('/broken', () => {
          throw new Error('secret detail');
        });
      },
    });
    const response = await fetch(`${house.server.url}/broken`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  });

  it('says so when Alipay cannot be reached, and when it does not answer in time', async () => {
    await using house = await openHouse('sqlite::memory:');
    await house.openOrder('order-1');
    house.sandbox.setFaults({ gateway: [{ p: 1, kind: 'timeout_before' }] });
    const slow = await house.call('OrderDetail', { query: { orderNo: 'order-1' } });
    expect(slow).toMatchObject({ status: 200, envelope: { code: 504, data: null, err: /alipay\.trade\.query/ } });
    house.sandbox.setFaults({ gateway: [{ p: 1, kind: 'unknown_error_before' }] });
    const broken = await house.call('OrderDetail', { query: { orderNo: 'order-1' } });
    expect(broken).toMatchObject({ status: 200, envelope: { code: 502, data: null } });
  });
});

describe('OrderRefund', () => {
  it.each<[string, RequestInit]>([
    ['no body', {}],
    ['an empty body called JSON', { headers: { 'content-type': 'application/json' }, body: '' }],
    ['an empty body called text', { headers: { 'content-type': 'text/plain' }, body: '' }],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' }],
    ['something odd', { headers: { 'content-type': 'text/xml' }, body: '<a/>' }],
  ])('is understood with its parameters in the address and %s', async (_, init) => {
    await using house = await openHouse('sqlite::memory:');
    await house.paidOrder('order-1');
    const address = `${house.server.url}/api/Alipay/${house.appId}/OrderRefund?amount=1.00&orderNo=order-1`;
    const headers = { authorization: `Bearer ${house.apiKey}`, ...init.headers };
    const response = await fetch(address, { method: 'POST', ...init, headers });
    expect(await response.json()).toMatchObject({ code: 200, data: { refundFee: '1.00' } });
  });

  it('takes its parameters from a JSON or form body too; the address wins', async () => {
    await using house = await openHouse('sqlite::memory:');
    await house.paidOrder('order-1');
    const json = { orderNo: 'order-1', amount: 1.5 };
    expect((await house.call('OrderRefund', { json })).envelope).toMatchObject({
      code: 200,
      data: { refundFee: '1.50' },
    });
    const both = await house.call('OrderRefund', {
      json: { ...json, amount: '9' },
      query: { amount: '2', requestNo: '' },
    });
    expect(both.envelope).toMatchObject({ code: 200, data: { refundFee: '3.50' } });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ orderNo: 'order-1' }, /^amount is missing: expected yuan/],
    [{ orderNo: 'order-1', amount: '' }, /^amount: .*empty/],
    [{ orderNo: 'order-1', amount: '-1' }, /^amount: .*negative/],
    [{ orderNo: 'order-1', amount: '0' }, /^amount: expected from 0\.01/],
    [{ amount: '1' }, /^orderNo is missing/],
    [{ orderNo: 'order-1', amount: '1', requestNo: 'no spaces please' }, /^requestNo: expected 1 to 64/],
  ])('says what is wrong with %j', async (query, message) => {
    const { status, envelope } = await house.call('OrderRefund', { method: 'POST', query });
    expect({ status, ...envelope }).toEqual({
      status: 200,
      code: 400,
      data: null,
      err: expect.stringMatching(message),
    });
  });
});

describe('the documentation', () => {
  it('names the operations by which links open them, and shows an example of each', async () => {
    const api = (await (await fetch(`${house.server.url}/swagger/v1/swagger.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string; tags: string[]; security?: unknown }>>;
    };
    const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
    expect(operations.map((operation) => operation.operationId).sort()).toEqual([
      'AlipayCreateOrderPagePay',
      'AlipayCreateOrderWapPay',
      'AlipayNotify',
      'AlipayOrderDetail',
      'AlipayOrderRefund',
      'AlipayReturnPageNotify',
    ]);
    for (const operation of operations) expect(operation.tags).toEqual(['Alipay']);
    expect(JSON.stringify(api.paths['/api/Alipay/{appId}/OrderDetail'])).toContain('2023061922001406381431771492');
  });

  it.each(['/swagger/index.html', '/swagger/', '/swagger/index.html/json', '/swagger/static/swagger-ui-bundle.js'])(
    'is served at %s, with a policy that lets it run',
    async (path) => {
      const response = await fetch(house.server.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
      await response.arrayBuffer();
    },
  );

  it('is where the root leads', async () => {
    const response = await fetch(`${house.server.url}/`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/swagger/index.html']);
  });
});
