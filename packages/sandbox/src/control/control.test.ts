import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../index.ts';
import { listenForNotifications, Merchant, PRIVATE_KEY, PUBLIC_KEY } from '../testing/merchant.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

async function ask(method: string, path: string, body?: unknown) {
  const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}${path}`, { method, ...text });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('registering an app gives what a merchant needs, and the private key only when the sandbox made it', async () => {
  const made = await ask('POST', '/_sandbox/apps');
  expect(made.body).toEqual({
    app_id: expect.stringMatching(/^\d{16}$/),
    seller_id: expect.stringMatching(/^2088\d{12}$/),
    name: expect.any(String),
    alipay_public_key: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/),
    app_private_key: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----/),
  });
  const given = await ask('POST', '/_sandbox/apps', {
    app_id: '2021000000000009',
    public_key: PUBLIC_KEY,
    name: '茶铺',
  });
  expect(given.body).toMatchObject({ app_id: '2021000000000009', name: '茶铺' });
  expect(given.body).not.toHaveProperty('app_private_key');
});

test('registering an app again updates it and keeps its Alipay keys and seller', async () => {
  const first = await sandbox.registerApp({ app_id: 'again' });
  const second = await sandbox.registerApp({ app_id: 'again', public_key: PUBLIC_KEY, name: 'Tea' });
  expect(second).toEqual({
    app_id: 'again',
    seller_id: first.seller_id,
    name: 'Tea',
    alipay_public_key: first.alipay_public_key,
  });
  expect(await sandbox.registerApp({ app_id: 'again' })).toEqual(second);
  const merchant = new Merchant(sandbox, second);
  expect((await merchant.call('alipay.trade.query', { out_trade_no: 'x' })).node.code).toBe('40004');
});

test('two registrations of one app at once make one app', async () => {
  const both = await Promise.all([1, 2].map(() => sandbox.registerApp({ app_id: 'twin', public_key: PUBLIC_KEY })));
  expect(both[0]).toEqual(both[1]);
});

test.each([
  ['POST', '/_sandbox/apps', { publicKey: 'x' }, /no field "publicKey".*public_key/],
  ['POST', '/_sandbox/apps', { sign_mode: 'sm2' }, /sign_mode is "sm2"; it should be one of key, cert/],
  ['POST', '/_sandbox/apps', { encrypt_key: 'x' }, /encrypt_key should be base64 of 16 bytes/],
  ['POST', '/_sandbox/apps', { gateway_url: 'shop.example' }, /gateway_url should be an absolute/],
  ['POST', '/_sandbox/apps', { methods: 'alipay.trade.query' }, /methods is "alipay.trade.query"; it should be a list/],
  ['POST', '/_sandbox/apps', { methods: ['a b'] }, /list of names such as alipay.trade.query or alipay.trade.\*/],
  [
    'POST',
    '/_sandbox/apps',
    { money_out_needs_cert: 'yes' },
    /money_out_needs_cert is "yes"; it should be true or false/,
  ],
  ['POST', '/_sandbox/apps', { opening_balance: '1.234' }, /opening_balance: /],
  ['POST', '/_sandbox/apps', { notify_on: ['closing'] }, /list of created, full_refund, closed, finished/],
  ['PUT', '/_sandbox/answers/alipay.trade.query', [], /should be a JSON object/],
  ['PUT', '/_sandbox/answers/alipay.trade.query', { trade_nr: '1' }, /has no field "trade_nr"/],
  ['PUT', '/_sandbox/answers/alipay.trade.query', { trade_no: {} }, /"trade_no".* should be of type string/],
  ['PUT', '/_sandbox/answers/alipay.trade.query', { trade_no: 5 }, /"trade_no".* should be of type string/],
  ['PUT', '/_sandbox/answers/alipay.trade.query', { code: '1', sub_code: 'X' }, /code should be one of 20000/],
  ['PUT', '/_sandbox/answers/alipay.trade.page.pay', {}, /leads a browser to a page/],
  ['POST', '/_sandbox/apps', { app_id: 'a b' }, /app_id should be/],
  ['POST', '/_sandbox/apps', { app_id: 1 }, /app_id is 1; it should be a text/],
  ['POST', '/_sandbox/apps', { public_key: 'rubbish!' }, /not a key/],
  ['POST', '/_sandbox/apps', { public_key: PRIVATE_KEY }, /holds a private key/],
  ['POST', '/_sandbox/apps', '{', /not JSON/],
  ['POST', '/_sandbox/apps', '[]', /should be a JSON object/],
  [
    'PUT',
    '/_sandbox/faults',
    { gateway: [{ kind: 'drop', p: 1 }] },
    /gateway\[0\]: kind is "drop"; it should be one of/,
  ],
  ['PUT', '/_sandbox/faults', { notify: [{ kind: 'reorder', p: 1, ms: -1 }] }, /notify\[0\]: ms is -1/],
  ['PUT', '/_sandbox/faults', { gateway: [{ kind: 'delay' }] }, /gateway\[0\] lacks p/],
  ['PUT', '/_sandbox/faults', { gateway: [{ kind: 'delay', p: 2 }] }, /p is 2; it should be a number from 0 to 1/],
  ['PUT', '/_sandbox/faults', { gateway: [{ kind: 'delay', p: 1, ms: -1 }] }, /ms is -1/],
  ['PUT', '/_sandbox/faults', { gateway: {} }, /gateway is {}; it should be a list/],
  ['PUT', '/_sandbox/faults', { notify: [{ kind: 'drop', p: 1, method: 'x' }] }, /no field "method"/],
  [
    'PUT',
    '/_sandbox/faults',
    { bill: [{ kind: 'early', p: 1 }] },
    /bill\[0\]: kind is "early"; it should be one of missing_row/,
  ],
  ['PUT', '/_sandbox/faults', { gatway: [] }, /no field "gatway"/],
  ['POST', '/_sandbox/clock', {}, /lacks advance_ms/],
  ['POST', '/_sandbox/clock', { advance_ms: -1 }, /advance_ms is -1/],
  ['POST', '/_sandbox/clock', { advance_ms: 0.5 }, /whole number/],
  ['POST', '/_sandbox/clock', { advance_ms: 9e15 }, /between the years/],
  ['POST', '/_sandbox/clock', { now: -1 }, /between the years/],
  ['POST', '/_sandbox/clock', { now: 'soon' }, /epoch milliseconds/],
  ['POST', '/_sandbox/clock', { now: '1' }, /epoch milliseconds/],
  ['POST', '/_sandbox/clock', { now: '2030-13-01T00:00:00Z' }, /epoch milliseconds/],
  ['POST', '/_sandbox/clock', { now: 0, advance_ms: 1 }, /now and advance_ms both/],
  ['POST', '/_sandbox/apps', { name: ' ' }, /name is " "; it should be a text of 1 to 128 characters, not blank/],
  ['POST', '/_sandbox/apps', { name: '茶'.repeat(129) }, /a text of 1 to 128 characters/],
  [
    'POST',
    '/_sandbox/apps',
    { opening_balance: 100 },
    /is 100; it should be an amount in yuan as a text, such as "88.88"/,
  ],
  [
    'POST',
    '/_sandbox/buyers/2088002100000011/coupons',
    { amount: 5 },
    /amount is 5; it should be an amount in yuan as a/,
  ],
  [
    'PUT',
    '/_sandbox/faults',
    { gateway: [{ kind: 'delay', p: 1, method: 'alipay.trade.refnud' }] },
    /gateway\[0\]: Alipay has no method alipay.trade.refnud/,
  ],
  ['GET', '/_sandbox/requests?direction=up', undefined, /direction is up; it should be in or out/],
  ['GET', '/_sandbox/trades?out_trade=1', undefined, /no filter "out_trade"/],
  ['GET', '/_sandbox/apps?app_id=1', undefined, /takes no query, and got \?app_id=1/],
  ['POST', '/_sandbox/clock?advance_ms=5', {}, /takes no query/],
  ['POST', '/_sandbox/reset', { keep: ['apps'] }, /The body has no field "keep". It may have none\./],
  ['POST', '/_sandbox/reset', '[]', /The body should be empty/],
  ['POST', '/_sandbox/buyers/2088002100000011/code', { buyer_id: '1' }, /no field "buyer_id"/],
  ['PUT', '/_sandbox/faults', { notify: [{ kind: 'delay', p: 1, ms: 0.5 }] }, /ms is 0.5; it should be a whole number/],
  ['PUT', '/_sandbox/faults', { seed: 1.5 }, /seed is 1.5; it should be a whole number/],
  ['PUT', '/_sandbox/answers/alipay.trade.query', { code: 10000 }, /code should be a text/],
])('%s %s with %j is refused with what to do about it', async (method, path, body, message) => {
  const answered = await ask(method, path, body);
  expect(answered.status).toBe(400);
  expect(answered.body.message).toMatch(message);
});

test('a program of this process that misspells how to pay is told so, and pays nothing', async () => {
  await using other = await createSandbox();
  const { tradeNo } = await (await Merchant.of(other)).openCashier();
  const misspelt: object = { buyerId: '2088002100000022' };
  await expect(other.pay(tradeNo, misspelt)).rejects.toThrow('The payment has no field "buyerId".');
  expect(other.trades()[0]?.trade_status).toBe('WAIT_BUYER_PAY');
});

test.each([
  ['2031-02-03T04:05:06+08:00', '2031-02-02T20:05:06Z'],
  ['2031-02-03T04:05:07Z', '2031-02-03T04:05:07Z'],
  ['2031-02-03 04:05:08', '2031-02-02T20:05:08Z'],
  ['2031-02-03T04:05', '2031-02-02T20:05:00Z'],
])('the clock set to %s is at %s, whatever the zone of the host', async (now, instant) => {
  await using other = await createSandbox();
  const answer = await fetch(`${other.url}/_sandbox/clock`, {
    method: 'POST',
    body: JSON.stringify({ now, speed: 0 }),
  });
  expect(await answer.json()).toEqual({ now: Date.parse(instant), speed: 0 });
});

test.each(['GET', 'PUT', 'DELETE'])(
  '%s for the answer of a method that Alipay does not have tells so',
  async (verb) => {
    const body = verb === 'PUT' ? {} : undefined;
    const answered = await ask(verb, '/_sandbox/answers/alipay.trade.qeury', body);
    expect(answered).toMatchObject({ status: 404, body: { error: 'unknown_method' } });
  },
);

test('a refused fault plan changes nothing', async () => {
  const plan = { seed: 1, notify: [{ p: 0.5, kind: 'drop' }] };
  expect((await ask('PUT', '/_sandbox/faults', plan)).body).toEqual(plan);
  await ask('PUT', '/_sandbox/faults', { gateway: [{ kind: 'nonsense', p: 1 }] });
  expect((await ask('GET', '/_sandbox/faults')).body).toEqual(plan);
  expect((await ask('PUT', '/_sandbox/faults', {})).body).toEqual({});
});

test('trades are listed and filtered by Alipay names', async () => {
  const merchant = await Merchant.of(sandbox);
  const { tradeNo } = await merchant.openCashier(
    { out_trade_no: 'listed', body: 'b' },
    { return_url: 'http://shop.example/' },
  );
  const listed = await ask('GET', `/_sandbox/trades?app_id=${merchant.app.app_id}&out_trade_no=listed`);
  expect(listed.body.trades).toEqual([
    {
      ...{ trade_no: tradeNo, out_trade_no: 'listed', app_id: merchant.app.app_id, seller_id: merchant.app.seller_id },
      ...{ subject: '充值 100% & more', body: 'b', total_amount: '88.88', product_code: 'FAST_INSTANT_TRADE_PAY' },
      ...{ trade_status: 'WAIT_BUYER_PAY', gmt_create: expect.any(String), time_expire: expect.any(String) },
      ...{ refund_fee: '0.00', refunds: [], return_url: 'http://shop.example/' },
    },
  ]);
  expect(tradeNo).toMatch(/^\d{8}22001\d{15}$/);
  expect((await ask('GET', `/_sandbox/trades?trade_no=${tradeNo}`)).body.trades).toHaveLength(1);
  expect((await ask('GET', '/_sandbox/trades?out_trade_no=unlisted')).body.trades).toEqual([]);
});

test('paying by the control plane is paying, and every refusal has its reason', async () => {
  const merchant = await Merchant.of(sandbox);
  const { tradeNo } = await merchant.openCashier();
  const pay = (body: unknown, no = tradeNo) => ask('POST', `/_sandbox/trades/${no}/pay`, body);
  expect(await pay({ amount: '1.00' })).toMatchObject({ status: 400, body: { error: 'amount_differs' } });
  expect(await pay({ amount: 'all' })).toMatchObject({ status: 400 });
  expect(await pay({ buyer_id: '1' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('Li Lei') },
  });
  expect(await pay({ buyer_id: '2088002100000055' })).toMatchObject({
    status: 409,
    body: { error: 'buyer_balance_not_enough' },
  });
  expect(await pay({}, '123')).toMatchObject({ status: 404, body: { error: 'trade_not_found' } });
  const paid = await pay({ amount: '88.88', buyer_id: '2088002100000022' });
  expect(paid).toMatchObject({ status: 200, body: { trade_status: 'TRADE_SUCCESS', buyer_id: '2088002100000022' } });
  expect(await pay({})).toMatchObject({ status: 409, body: { error: 'trade_has_success' } });
});

test('the clock is read and moved, by a span or to an instant, and goes back only while there are no trades', async () => {
  await using other = await createSandbox();
  const post = async (body: object) => {
    const response = await fetch(`${other.url}/_sandbox/clock`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as { now: number; message: string } };
  };
  const { now } = (await (await fetch(`${other.url}/_sandbox/clock`)).json()) as { now: number };
  expect((await post({ advance_ms: 3_600_000 })).body.now).toBeGreaterThanOrEqual(now + 3_600_000);
  expect((await post({ now: '2020-01-01T00:00:00+08:00' })).body.now).toBe(Date.parse('2020-01-01T00:00:00+08:00'));
  const merchant = await Merchant.of(other);
  await merchant.openCashier();
  expect(other.trades()[0]?.gmt_create).toMatch(/^2020-01-01 00:/);
  expect(await post({ now: 0 })).toMatchObject({ status: 400, body: { message: expect.stringContaining('reset') } });
  expect((await post({ now: Date.parse('2020-02-01T00:00:00+08:00') })).status).toBe(200);
  expect(other.trades()[0]).toMatchObject({
    trade_status: 'TRADE_CLOSED',
    gmt_close: expect.stringMatching(/^2020-01-16 00:/),
  });
});

test('the clock does not go back once an agreement was signed, which would begin in the future then', async () => {
  await using other = await createSandbox();
  const merchant = await Merchant.of(other);
  const terms = { personal_product_code: 'GENERAL_WITHHOLDING_P', sign_scene: 'INDUSTRY|MUSIC' };
  const access_params = { channel: 'ALIPAYAPP' };
  const page = await merchant.call('alipay.user.agreement.page.sign', { ...terms, access_params });
  const buyer = JSON.stringify({ buyer_id: '2088002100000022' });
  const headers = { 'content-type': 'application/json' };
  const signed = await fetch(`${page.headers.get('location')}/yes`, { method: 'POST', body: buyer, headers });
  expect(signed.status).toBe(200);
  await expect(other.setNow(0)).rejects.toThrow('only while there are no trades, agreements or messages');
});

test('moving the clock waits for the deliveries on the way, in order', async () => {
  await using shop = await listenForNotifications(() => ({ text: 'no' }));
  await using other = await createSandbox();
  const merchant = await Merchant.of(other);
  await merchant.openCashier({ out_trade_no: 'late', timeout_express: '5m' });
  await merchant.paidTrade({}, { notify_url: shop.url });
  await fetch(`${other.url}/_sandbox/clock`, { method: 'POST', body: JSON.stringify({ advance_ms: 14 * 60_000 }) });
  expect(shop.received).toHaveLength(3);
  expect(other.trades({ out_trade_no: 'late' })[0]?.trade_status).toBe('TRADE_CLOSED');
});

test('reset forgets trades, pages and notifications, refills accounts, clears faults, keeps apps and the clock', async () => {
  await using shop = await listenForNotifications(() => ({ text: 'no' }));
  await using other = await createSandbox();
  const merchant = await Merchant.of(other);
  await other.advance(10 * 24 * 3_600_000);
  const { url } = await merchant.openCashier({ out_trade_no: 'o', total_amount: '100000' }, { notify_url: shop.url });
  await other.pay(other.trades()[0]?.trade_no ?? '');
  await other.advance(0);
  const before = other.trades()[0]?.trade_no;
  other.setFaults({ gateway: [{ p: 1, kind: 'reset_before' }] });
  const { now } = (await (await fetch(`${other.url}/_sandbox/reset`, { method: 'POST' })).json()) as { now: number };
  expect(now).toBeGreaterThan(Date.now() + 9 * 24 * 3_600_000);
  expect([other.trades(), other.notifications(), other.faults()]).toEqual([[], [], {}]);
  expect((await fetch(url)).status).toBe(404);
  await other.advance(24 * 3_600_000);
  expect(shop.received).toHaveLength(1);
  const again = await merchant.openCashier({ out_trade_no: 'o', total_amount: '100000' });
  expect(again.tradeNo).not.toBe(before);
  expect((await other.pay(again.tradeNo)).trade_status).toBe('TRADE_SUCCESS');
});

test('the summary counts per app', async () => {
  await using other = await createSandbox();
  const [one, two] = [await Merchant.of(other), await Merchant.of(other)];
  await one.paidTrade({ total_amount: '0.83' });
  await one.openCashier({ out_trade_no: 'waiting' });
  await two.paidTrade({ total_amount: '0.84' });
  const ofOne = await fetch(`${other.url}/_sandbox/summary?app_id=${one.app.app_id}`);
  expect(await ofOne.json()).toEqual({
    ...{ trades: 2, paid_count: 1, paid_amount: '0.83' },
    ...{ refund_count: 0, refund_amount: '0.00', fee_amount: '0.00' },
  });
  expect(other.summary()).toMatchObject({ trades: 3, paid_count: 2, paid_amount: '1.67', fee_amount: '0.01' });
});

function rawStatus(headers: Record<string, string>, path = '/_sandbox/summary'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${sandbox.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('the control plane is not reached under a foreign name, nor from a page of another site', async () => {
  const { host } = new URL(sandbox.url);
  expect(await rawStatus({ host })).toBe(200);
  expect(await rawStatus({ host: 'localhost:3001' })).toBe(200);
  expect(await rawStatus({ host: 'evil.example' })).toBe(403);
  expect(await rawStatus({ host: '127.0.0.1.evil.example' })).toBe(403);
  expect(await rawStatus({ host, origin: 'http://evil.example' })).toBe(403);
  expect(await rawStatus({ host, origin: sandbox.url })).toBe(200);
  expect(await rawStatus({ host: 'evil.example' }, '/gateway.do')).toBe(200);
});

test('a configured public address is a name of its own, and is where the cashier is', async () => {
  await using published = await createSandbox({ publicUrl: 'http://pay.test:8080' });
  const merchant = await Merchant.of(published);
  expect((await merchant.order()).headers.get('location')).toMatch(/^http:\/\/pay\.test:8080\/cashier\//);
  await expect(createSandbox({ publicUrl: 'pay.test' })).rejects.toThrow('should be an address');
});

test('unknown addresses, methods and huge bodies get a clear answer', async () => {
  expect(await ask('GET', '/nowhere')).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(await ask('GET', '/_sandbox/reset')).toMatchObject({
    status: 405,
    body: { message: expect.stringContaining('POST') },
  });
  expect((await ask('POST', '/_sandbox/apps', 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
  expect((await ask('POST', '/_sandbox/trades/%zz/pay')).status).toBe(400);
});

test('a tool that asks by HEAD whether the sandbox is there learns that it is', async () => {
  const answer = await fetch(`${sandbox.url}/`, { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

test('the front door tells where everything is', async () => {
  const { body } = await ask('GET', '/');
  expect(body).toMatchObject({ gateway: sandbox.gatewayUrl });
  const calls = ['POST /_sandbox/apps', 'POST /_sandbox/trades/:trade_no/decline', 'GET /_sandbox/buyers'];
  expect(body.control_plane).toEqual(expect.arrayContaining(calls.map((call) => call.replace(' ', ` ${sandbox.url}`))));
  const page = await fetch(`${sandbox.url}/_sandbox/`, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain(sandbox.gatewayUrl);
});
