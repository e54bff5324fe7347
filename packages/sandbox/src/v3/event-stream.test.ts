import { Alipay } from '@till/alipay';
import { AlipaySdk } from 'alipay-sdk';
import { expect, test } from 'vitest';
import { createSandbox } from '../index.ts';
import { openShop, PRIVATE_KEY, PUBLIC_KEY } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const KNOWN = 'alipay.open.app.qrcode.create';
const KNOWN_PATH = '/v3/stream/alipay/open/app/qrcode/create';
const CONTENT = { url_param: 'pages/index', query_param: 'x=1', describe: 'x' };

async function openV3Shop() {
  const shop = await openShop();
  const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
  return { ...shop, v3, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
}

/** The name and the data of each event. */
function eventsIn(text: string): [string, Record<string, string>][] {
  return [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, name = '', data = '']) => [
    name,
    JSON.parse(data),
  ]);
}

test('a method that is known gives its example, a field in each event, unsigned', async () => {
  await using shop = await openV3Shop();
  const answered = await shop.v3.post(KNOWN_PATH, CONTENT);
  expect(answered.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(answered.headers.has('alipay-signature')).toBe(false);
  const events = eventsIn(answered.text);
  expect([events[0], events.at(-1)]).toEqual([
    ['start', { type: 'start' }],
    ['end', { type: 'end' }],
  ]);
  expect(events.slice(1, -1).map(([name]) => name)).toContain('data');
  expect(answered.text).toContain('qr_code_url');
});

test('what a test wants it to say, it says; a failure is an event', async () => {
  await using shop = await openV3Shop();
  shop.sandbox.setAnswer(KNOWN, { qr_code_url: 'https://qr.example/1' });
  const said = eventsIn((await shop.v3.post(KNOWN_PATH, CONTENT)).text);
  expect(said[1]).toEqual(['data', { payload: '{"qr_code_url":"https://qr.example/1"}', type: 'data' }]);
  shop.sandbox.setAnswer(KNOWN, { code: '40004', sub_code: 'Resource-Not-Found', sub_msg: '应用不存在' });
  const failed = eventsIn((await shop.v3.post(KNOWN_PATH, CONTENT)).text);
  const payload = '{"errorCode":"Resource-Not-Found","errorMsg":"应用不存在"}';
  expect(failed.at(-1)).toEqual(['error', { payload, type: 'error' }]);
});

test('what is wrong with a call is told before any stream', async () => {
  await using shop = await openV3Shop();
  const { v3 } = shop;
  const unsigned = await v3.post(KNOWN_PATH, CONTENT, { signed: (text) => `${text}x` });
  expect([unsigned.status, unsigned.body.code]).toEqual([400, 'invalid-signature']);
  expect((await v3.post(KNOWN_PATH, { no_such: 1 })).body.code).toBe('invalid-parameter');
  expect((await v3.post('/v3/stream/alipay/trade/refund', {})).body.code).toBe('invalid-method');
  expect((await v3.post('/v3/stream/', {})).body.code).toBe('invalid-method');
});

test.each([
  ['timeout_before', 0],
  ['truncate', 1],
] as const)('%s strikes a stream too', async (kind, starts) => {
  await using shop = await openV3Shop();
  shop.sandbox.setFaults({ gateway: [{ p: 1, kind, ms: 1 }] });
  const text = await shop.v3.post(KNOWN_PATH, CONTENT).then(
    (answered) => answered.text,
    () => '',
  );
  const events = eventsIn(text);
  expect(events.filter(([name]) => name === 'start')).toHaveLength(starts);
  expect(events.filter(([name]) => name === 'end')).toEqual([]);
});

const EVENTS = ['start', 'data', 'data', 'end'];

test('@till/alipay reads a stream', async () => {
  await using sandbox = await createSandbox();
  const app = await sandbox.registerApp({ public_key: PUBLIC_KEY });
  const alipay = new Alipay({
    ...{ appId: app.app_id, privateKey: PRIVATE_KEY },
    ...{ alipayPublicKey: app.alipay_public_key, gateway: sandbox.gatewayUrl },
  });
  const heard: string[] = [];
  for await (const { event } of alipay.v3Stream('POST /v3/stream/alipay/agent/chat', { query: '你好' }))
    heard.push(event);
  expect(heard).toEqual(EVENTS);
});

test('so does the official SDK', async () => {
  await using sandbox = await createSandbox();
  const app = await sandbox.registerApp({ public_key: PUBLIC_KEY });
  const sdk = new AlipaySdk({
    ...{ appId: app.app_id, privateKey: PRIVATE_KEY, keyType: 'PKCS8' },
    ...{ alipayPublicKey: app.alipay_public_key, endpoint: sandbox.url },
  });
  const heard: string[] = [];
  for await (const { event } of sdk.sse('POST', '/v3/stream/alipay/agent/chat', { body: { query: '你好' } })) {
    heard.push(event);
  }
  expect(heard).toEqual(EVENTS);
});
