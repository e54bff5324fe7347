import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

/** A shop whose merchant calls v3. */
async function openV3Shop() {
  const shop = await openShop();
  return {
    ...shop,
    v3: new V3Merchant(shop.sandbox, shop.merchant.app),
    [Symbol.asyncDispose]: shop[Symbol.asyncDispose],
  };
}

const QUERY = '/v3/alipay/trade/query';

test('a trade made on the page is asked for and refunded over v3, in flat JSON with a signature', async () => {
  await using shop = await openV3Shop();
  const { v3, merchant } = shop;
  const tradeNo = await merchant.paidTrade();
  const asked = await v3.post(QUERY, { out_trade_no: 'order-1' });
  expect(asked.status).toBe(200);
  expect(asked.headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(asked.headers.get('alipay-trace-id')).toMatch(/^[\da-f]{32}$/);
  expect(v3.verify(asked)).toBe(true);
  expect(asked.body).toMatchObject({ trade_no: tradeNo, trade_status: 'TRADE_SUCCESS', total_amount: '88.88' });
  expect(asked.body).not.toHaveProperty('code');
  const refund = { trade_no: tradeNo, refund_amount: '8.88', out_request_no: 'r1' };
  expect((await v3.post('/v3/alipay/trade/refund', refund)).body).toMatchObject({
    fund_change: 'Y',
    refund_fee: '8.88',
  });
  expect((await v3.post('/v3/alipay/trade/refund', refund)).body).toMatchObject({
    fund_change: 'N',
    refund_fee: '8.88',
  });
});

test('a failed call is an HTTP error with code, message and links, signed as well', async () => {
  await using shop = await openV3Shop();
  const refused = await shop.v3.post(QUERY, { out_trade_no: 'none' });
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual({
    code: 'ACQ.TRADE_NOT_EXIST',
    message: '交易不存在',
    links: [{ link: expect.stringContaining('traceId='), desc: '解决方案' }],
  });
  expect(shop.v3.verify(refused)).toBe(true);
});

test('what a checked call is answered is signed, and nothing for an app that nobody knows', async () => {
  await using shop = await openV3Shop();
  const unknown = await shop.v3.post(QUERY, {}, { auth: { app_id: '2021' } });
  expect(unknown.headers.has('alipay-signature')).toBe(false);
  expect(shop.v3.verify(await shop.v3.post(QUERY, {}))).toBe(true);
});

test('a v3 client that was given v2’s address gets Alipay’s page in GBK, which says what to write instead', async () => {
  await using shop = await openV3Shop();
  const reply = await fetch(`${shop.sandbox.gatewayUrl}/v3/alipay/trade/query`, { method: 'POST', body: '{}' });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/html;charset=GBK']);
  const page = new TextDecoder('gbk').decode(await reply.arrayBuffer());
  expect(page).toContain('调试错误，请回到请求来源地，重新发起请求。');
  expect(page).toContain(`The address that a v3 client is given is ${shop.sandbox.url} alone`);
});

describe('a request with something wrong', () => {
  test.each([
    ['no authorization', { headers: { authorization: '' } }, 'missing-timestamp'],
    ['another algorithm', { algorithm: 'ALIPAY-SM3withSM2' }, 'invalid-signature-type'],
    ['no timestamp', { auth: { timestamp: '' } }, 'missing-timestamp'],
    ['a timestamp in seconds', { auth: { timestamp: '1772330400' } }, 'invalid-timestamp'],
    ['a timestamp of long ago', { auth: { timestamp: '1472330400000' } }, 'illegal-timestamp'],
    ['no app', { auth: { app_id: '' } }, 'missing-app-id'],
    ['an unknown app', { auth: { app_id: '2021' } }, 'invalid-app-id'],
    ['no nonce', { auth: { nonce: '' } }, 'invalid-parameter'],
    ['an unknown app auth token', { appAuthToken: 'x' }, 'invalid-app-auth-token'],
    ['encryption without a key', { headers: { 'alipay-encrypt-type': 'AES' } }, 'missing-encrypt-key'],
    ['an unknown encryption', { headers: { 'alipay-encrypt-type': 'DES' } }, 'invalid-encrypt-type'],
  ] as const)('%#: %s', async (_, options, code) => {
    await using shop = await openV3Shop();
    const refused = await shop.v3.post(QUERY, { out_trade_no: 'x' }, options);
    expect(refused.body.code).toBe(code);
    expect(refused.status).toBe(code === 'invalid-app-auth-token' ? 401 : 400);
  });

  test('an unknown path, or the wrong method for a known one, is an unknown method', async () => {
    await using shop = await openV3Shop();
    const unknown = [
      shop.v3.post('/v3/alipay/trade/dream', {}),
      shop.v3.get(QUERY),
      shop.v3.post('/v3/alipay/trade/page/pay', {}),
      shop.v3.post('/v3/../gateway.do', {}),
    ];
    const codes = (await Promise.all(unknown)).map(({ body }) => body.code);
    expect(codes.slice(0, 3)).toEqual(['invalid-method', 'invalid-method', 'invalid-method']);
  });

  test('a body that is no JSON object is named', async () => {
    await using shop = await openV3Shop();
    const refused = await shop.v3.send('POST', QUERY, '[1]');
    expect(refused.body).toMatchObject({ code: 'invalid-parameter', message: '参数无效：请求体不是合法的JSON对象' });
    const wrapped = await shop.v3.post(QUERY, { biz_content: { out_trade_no: 'x' } });
    expect(wrapped.body).toMatchObject({
      code: 'invalid-parameter',
      message: expect.stringContaining('not wrapped in biz_content'),
    });
    // A few operations have a field of that name.
    const field = await shop.v3.post('/v3/alipay/mobile/public/qrcode/create', { biz_content: '{}' });
    expect(field.status).toBe(200);
  });

  test('a nonce serves once', async () => {
    await using shop = await openV3Shop();
    const auth = { nonce: 'the-same' };
    expect((await shop.v3.post(QUERY, { out_trade_no: 'x' }, { auth })).body.code).toBe('ACQ.TRADE_NOT_EXIST');
    expect((await shop.v3.post(QUERY, { out_trade_no: 'x' }, { auth })).body.code).toBe('suspected-attack');
  });
});

describe('a wrong signature is explained', () => {
  test.each([
    ['the body left out', (text: string) => `${text.split('\n').slice(0, 3).join('\n')}\n\n`, /body must be signed/],
    ['the method in small letters', (text: string) => text.replace('\nPOST\n', '\npost\n'), /capitals/],
    ['the last line feed left out', (text: string) => text.slice(0, -1), /the last one too/],
    ['lines of Windows', (text: string) => text.replaceAll('\n', '\r\n'), /not with \\r\\n/],
    ['the body as Python prints it', (text: string) => text.replace('":"', '": "'), /JSON body was laid out anew/],
    ['the host before the path', (text: string) => text.replace(QUERY, `http://shop.test${QUERY}`), /another text/],
    ['the name of the algorithm', (text: string) => `ALIPAY-SHA256withRSA ${text}`, /after the name of the algorithm/],
    [
      'its hash in hex',
      (text: string) => createHash('sha256').update(text).digest('hex'),
      /hashed before it was signed/,
    ],
    ['something else', () => 'something else', /another text was signed/],
    ['the body alone', () => '{"out_trade_no":"x"}', /only the body was signed/],
    [
      'lines of Windows, shown',
      (text: string) => text.replaceAll('\n', '\r\n'),
      /（auth string）：您签名的是「\\r\\nPOST/,
    ],
    ['another path', (text: string) => text.replace('/trade/query', '/trade/close'), /another text was signed/],
  ])('%s', async (_, signed, hint) => {
    await using shop = await openV3Shop();
    const refused = await shop.v3.post(QUERY, { out_trade_no: 'x' }, { signed });
    expect(refused.body.code).toBe('invalid-signature');
    expect(refused.body.message).toMatch(hint);
    expect(refused.body.message).toContain(`\\nPOST\\n${QUERY}\\n{"out_trade_no":"x"}\\n`);
  });

  test('a space after a comma of the authorization is named', async () => {
    await using shop = await openV3Shop();
    const options = { auth: { timestamp: '' }, headers: {} };
    const { app_id } = shop.merchant.app;
    const authorization = `ALIPAY-SHA256withRSA app_id=${app_id}, nonce=1, timestamp=${shop.sandbox.clock.now()},sign=x`;
    const refused = await shop.v3.post(QUERY, {}, { ...options, headers: { authorization } });
    expect(refused.body).toMatchObject({ code: 'missing-timestamp', message: expect.stringContaining('不加空格') });
  });

  test('the query left out, and the app auth token left out', async () => {
    await using shop = await openV3Shop();
    const path = '/v3/alipay/fund/trans/common/query?out_biz_no=x';
    const noQuery = await shop.v3.get(path, { signed: (text) => text.replace('?out_biz_no=x', '') });
    expect(noQuery.body.message).toMatch(/query must be signed/);
    const noLine = await shop.v3.get(path, { signed: (text) => text.slice(0, -1) });
    expect(noLine.body.message).toMatch(/an empty body is an empty line/);
    const body = { out_trade_no: 'x' };
    const headers = { 'alipay-app-auth-token': 'token' };
    expect((await shop.v3.post(QUERY, body, { headers })).body.message).toMatch(/app auth token/);
  });
});

test('numbers and truth values come in the types of v3, not as the texts of v2', async () => {
  await using shop = await openV3Shop();
  shop.sandbox.setAnswer('alipay.trade.royalty.relation.batchquery', {
    result_code: 'SUCCESS',
    total_page_num: '3',
    current_page_size: '20',
  });
  const path = '/v3/alipay/trade/royalty/relation/batchquery';
  const { body } = await shop.v3.post(path, { out_request_no: 'x' });
  expect(body).toEqual({ result_code: 'SUCCESS', total_page_num: 3, current_page_size: 20 });
});

test('a POST may stand for another method', async () => {
  await using shop = await openV3Shop();
  const path = '/v3/alipay/commerce/ec/employee/info/query?employee_id=1';
  expect((await shop.v3.post(path, {})).body.code).toBe('invalid-method');
  const asked = await shop.v3.send('POST', path, '', { headers: { 'x-http-method-override': 'GET' } });
  expect(asked.status).toBe(200);
});

test('what stands in the path is a field like any other', async () => {
  await using shop = await openV3Shop();
  const asked = await shop.v3.get('/v3/alipay/merchant/tradecomplain/C1');
  expect(asked.status).toBe(200);
  expect(shop.v3.verify(asked)).toBe(true);
});
