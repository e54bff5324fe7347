import { sign, verify } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { aesDecrypt, aesEncrypt, readAesKey } from '../encryption/index.ts';
import { AlipayConfigError, AlipayResponseError, AlipaySignatureError, AlipayV3Error } from '../errors/index.ts';
import { keyPair } from '../keys/keys.fixture.ts';
import { APP_ID, alipay as alipayKeys, app, client, NOW } from './client.fixture.ts';
import { collect, type Received, startGateway, stopGateways } from './gateway.fixture.ts';
import type { CallEvent } from './index.ts';

const REFUND = 'POST /v3/alipay/trade/refund';
const REFUNDED = { out_trade_no: 'A1', refund_fee: '8.88', fund_change: 'Y' };
const AES_KEY = Buffer.alloc(16, 3).toString('base64');
const nonce = () => '11111111-2222-3333-4444-555555555555';

afterEach(stopGateways);

/** Answers as Alipay does, signed unless told otherwise. */
function reply(
  response: ServerResponse,
  status: number,
  body: string,
  options: { sign?: string | false; key?: typeof alipayKeys } = {},
) {
  const [timestamp, once] = ['1772337600123', 'abcdef'];
  const content = Buffer.from(`${timestamp}\n${once}\n${body}\n`);
  const signature = sign('RSA-SHA256', content, (options.key ?? alipayKeys).privateKey).toString('base64');
  const headers: Record<string, string> = {
    'content-type': 'application/json;charset=UTF-8',
    'alipay-trace-id': '21af0e3c',
    'alipay-timestamp': timestamp,
    'alipay-nonce': once,
  };
  if (options.sign !== false) headers['alipay-signature'] = options.sign ?? signature;
  response.writeHead(status, headers).end(body);
}

function signedContent({ headers, verb, url, body }: Received, signedBody = body.toString(), token = ''): boolean {
  const [, authString = '', signature = ''] =
    /^ALIPAY-SHA256withRSA (.*),sign=(.*)$/.exec(headers.authorization ?? '') ?? [];
  const content = `${authString}\n${verb}\n${url}\n${signedBody}\n${token}`;
  return verify('RSA-SHA256', Buffer.from(content), app.publicKey, Buffer.from(signature, 'base64'));
}

describe('a v3 call', () => {
  test('is a signed JSON request beside the gateway, and gives the verified answer', async () => {
    const { url, received } = await startGateway((response) => reply(response, 200, JSON.stringify(REFUNDED)));
    const fields = { out_trade_no: 'A1', refund_amount: '8.88', refund_reason: '充值 & <b>' };
    expect(await client({ gateway: url, nonce }).v3(REFUND, fields)).toEqual(REFUNDED);
    const [request] = received;
    expect(request).toMatchObject({ verb: 'POST', url: '/v3/alipay/trade/refund' });
    expect(JSON.parse(String(request?.body))).toEqual(fields);
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      'alipay-request-id': '11111111222233334444555555555555',
    });
    expect(request?.headers.authorization).toMatch(
      new RegExp(`^ALIPAY-SHA256withRSA app_id=${APP_ID},nonce=${nonce()},timestamp=${NOW},sign=[\\w+/]{342}==$`),
    );
    expect(request && signedContent(request)).toBe(true);
  });

  test("signs a third-party app's token with it, and sends it in its header", async () => {
    const { url, received } = await startGateway((response) => reply(response, 200, '{}'));
    await client({ gateway: url }).v3(REFUND, {}, { appAuthToken: '202603BBtoken' });
    const [request] = received;
    expect(request?.headers['alipay-app-auth-token']).toBe('202603BBtoken');
    expect(request && signedContent(request, '{}', '202603BBtoken\n')).toBe(true);
    expect(request && signedContent(request, '{}')).toBe(false);
  });

  test('signs path and query exactly as they are on the wire', async () => {
    const { url, received } = await startGateway((response) => reply(response, 200, '{}'));
    const awkward = { id: "a'b (c)!*~/?#%充", q: "'x y+z&=%充~*()!", list: [1, { a: '"' }] };
    await client({ gateway: url }).v3('GET /v3/alipay/activity/{id}/goods', awkward);
    const [request] = received;
    expect(request?.verb).toBe('GET');
    expect(request?.body).toHaveLength(0);
    expect(request && signedContent(request)).toBe(true);
    expect(request?.parameters).toEqual({ q: awkward.q, list: JSON.stringify(awkward.list) });
  });

  test('may get an empty answer, which is verified too', async () => {
    const { url } = await startGateway((response, _request, count) =>
      reply(response, 204, '', count === 1 ? {} : { sign: false }),
    );
    const alipay = client({ gateway: url });
    expect(await alipay.v3(REFUND, {})).toEqual({});
    await expect(alipay.v3(REFUND, {})).rejects.toThrow(AlipaySignatureError);
  });

  test.each<[string, string, Parameters<typeof reply>[3]]>([
    ['without a signature', '{}', { sign: false }],
    ['with the word null for a signature', '{}', { sign: 'null' }],
    ['with a signature that is none', '{}', { sign: 'AAAA' }],
    ["with another one's signature", '{}', { key: keyPair() }],
  ])('whose answer comes %s is not believed', async (_what, body, how) => {
    const { url } = await startGateway((response) => reply(response, 200, body, how));
    const call = client({ gateway: url }).v3(REFUND, {});
    await expect(call).rejects.toThrow(AlipaySignatureError);
    await expect(call).rejects.toMatchObject({ outcome: 'unknown', traceId: '21af0e3c' });
  });

  const links = [{ link: 'https://open.alipay.com/api/errCheck?traceId=21af0e3c&source=openapi', desc: '解决方案' }];

  test.each<[string, number, object, Parameters<typeof reply>[3], object]>([
    [
      'a signed refusal was refused',
      400,
      { code: 'ACQ.TRADE_NOT_EXIST', message: '交易不存在', details: [{ a: 1 }], links },
      {},
      {
        outcome: 'refused',
        code: 'ACQ.TRADE_NOT_EXIST',
        msg: '交易不存在',
        signed: true,
        remedyUrl: links[0]?.link,
        details: [{ a: 1 }],
      },
    ],
    [
      'an unsigned refusal says nothing about the outcome',
      400,
      { code: 'invalid-signature', message: '无效签名' },
      { sign: false },
      { outcome: 'unknown', signed: false, links: [], message: expect.stringContaining('Check that the private key') },
    ],
    ['a system error is unknown', 400, { code: 'ACQ.SYSTEM_ERROR', message: 'x' }, {}, { outcome: 'unknown' }],
    ['a transfer under way is unknown', 400, { code: 'REQUEST_PROCESSING', message: 'x' }, {}, { outcome: 'unknown' }],
    ['status 500 is unknown', 500, { code: 'unavailable', message: 'x' }, {}, { outcome: 'unknown', httpStatus: 500 }],
    ['status 429 was refused', 429, { code: 'app-call-limited', message: 'x' }, {}, { outcome: 'refused' }],
  ])('with an error: %s', async (_what, status, error, how, expected) => {
    const { url } = await startGateway((response) => reply(response, status, JSON.stringify(error), how));
    const call = client({ gateway: url }).v3(REFUND, {});
    await expect(call).rejects.toThrow(AlipayV3Error);
    await expect(call).rejects.toMatchObject({ operation: REFUND, traceId: '21af0e3c', ...expected });
  });

  test('whose error is signed by another is not believed', async () => {
    const { url } = await startGateway((response) => reply(response, 400, '{"code":"x"}', { key: keyPair() }));
    await expect(client({ gateway: url }).v3(REFUND, {})).rejects.toThrow(AlipaySignatureError);
  });

  test.each([
    ['HTML', 502, '<html>Bad Gateway</html>'],
    ['a list', 200, '[]'],
    ['a cut object', 200, '{"a":'],
    ['an error without a code', 400, '{}'],
    ['a redirect', 302, ''],
  ])('that is answered with %s has an unknown outcome', async (_what, status, body) => {
    const { url } = await startGateway((response) => reply(response, status, body));
    const call = client({ gateway: url }).v3(REFUND, {});
    await expect(call).rejects.toThrow(AlipayResponseError);
    await expect(call).rejects.toMatchObject({ outcome: 'unknown', httpStatus: status });
  });

  test('is encrypted both ways when asked: the ciphertext is what is signed', async () => {
    const key = readAesKey('key', AES_KEY);
    const { url, received } = await startGateway((response) =>
      reply(response, 200, aesEncrypt(key, JSON.stringify(REFUNDED))),
    );
    const alipay = client({ gateway: url, encryptKey: AES_KEY });
    expect(await alipay.v3(REFUND, { out_trade_no: 'A1' }, { encrypt: true })).toEqual(REFUNDED);
    const [request] = received;
    expect(request?.headers).toMatchObject({ 'content-type': 'text/plain', 'alipay-encrypt-type': 'AES' });
    expect(aesDecrypt(key, String(request?.body))).toBe('{"out_trade_no":"A1"}');
    expect(request && signedContent(request)).toBe(true);
    await expect(client({ gateway: url }).v3(REFUND, {}, { encrypt: true })).rejects.toThrow(AlipayConfigError);
  });

  test('that was encrypted gets errors plain, and another key decrypts nothing', async () => {
    const other = readAesKey('key', Buffer.alloc(16, 9).toString('base64'));
    const { url } = await startGateway((response, _request, count) =>
      count === 1
        ? reply(response, 400, '{"code":"invalid-encrypt","message":"x"}')
        : reply(response, 200, aesEncrypt(other, JSON.stringify(REFUNDED))),
    );
    const alipay = client({ gateway: url, encryptKey: AES_KEY });
    await expect(alipay.v3(REFUND, {}, { encrypt: true })).rejects.toMatchObject({ code: 'invalid-encrypt' });
    await expect(alipay.v3(REFUND, {}, { encrypt: true })).rejects.toThrow(AlipayResponseError);
  });

  test('uploads files beside the signed data', async () => {
    const { url, received } = await startGateway((response) => reply(response, 200, '{"image_id":"1"}'));
    const files = { image_content: { name: '店"铺.jpg', content: Buffer.from([0xff, 0xd8, 0, 13, 10]) } };
    const answer = await client({ gateway: url }).v3('POST /v3/alipay/image/upload', { image_type: 'jpg' }, { files });
    expect(answer).toEqual({ image_id: '1' });
    const [request] = received;
    expect(request && signedContent(request, '{"image_type":"jpg"}')).toBe(true);
    const form = await new Response(new Uint8Array(request?.body ?? []), {
      headers: { 'content-type': request?.headers['content-type'] ?? '' },
    }).formData();
    const data = form.get('data');
    expect(typeof data === 'string' ? data : await data?.text()).toBe('{"image_type":"jpg"}');
    const image = form.get('image_content') as File;
    expect(Buffer.from(await image.arrayBuffer())).toEqual(files.image_content.content);
  });

  test('can be built without being sent', async () => {
    const request = await client({ nonce }).v3Request(REFUND, { out_trade_no: 'A1' });
    expect(request).toMatchObject({ method: 'POST', url: 'https://openapi.alipay.com/v3/alipay/trade/refund' });
    const { pathname } = new URL(request.url);
    const body = Buffer.from(String(request.body));
    const received = { verb: request.method, url: pathname, headers: request.headers, body, parameters: {} };
    expect(signedContent(received)).toBe(true);
  });

  test('knows RSA2 alone', async () => {
    await expect(client({ signType: 'RSA' }).v3(REFUND, {})).rejects.toThrow(/v3 protocol signs with RSA2 only/);
  });

  test('goes to a proxied gateway under its folder, signed as Alipay sees it', async () => {
    const { origin, received } = await startGateway((response) => reply(response, 200, '{}'));
    await client({ gateway: `${origin}/alipay/gateway.do` }).v3(REFUND, {});
    expect(received[0]?.url).toBe('/alipay/v3/alipay/trade/refund');
    expect(received[0] && signedContent({ ...received[0], url: '/v3/alipay/trade/refund' })).toBe(true);
  });
});

describe('a v3 stream', () => {
  const STREAM = 'POST /v3/stream/alipay/agent/chat';
  const sse = { 'content-type': 'text/event-stream' };

  test('gives its events as they come, until the end', async () => {
    const { url, received } = await startGateway((response) => {
      response.writeHead(200, sse).write('event: start\ndata: {}\n\nevent: data\nda');
      setTimeout(() => response.end('ta: 充值\n\nevent: end\ndata: {"type":"end"}\n\n: more'), 20);
    });
    const events = await collect(client({ gateway: url }).v3Stream(STREAM, { query: 'hi' }));
    expect(events.map(({ event, data }) => [event, data])).toEqual([
      ['start', '{}'],
      ['data', '充值'],
      ['end', '{"type":"end"}'],
    ]);
    expect(received[0] && signedContent(received[0])).toBe(true);
  });

  test('throws the error that Alipay sends in it, and the one it answers instead', async () => {
    const payload = JSON.stringify({ errorCode: 'Resource-Not-Found', errorMsg: '应用不存在' });
    const { url } = await startGateway((response, _request, count) =>
      count === 1
        ? response.writeHead(200, sse).end(`event: error\ndata: ${JSON.stringify({ payload, type: 'error' })}\n\n`)
        : reply(response, 400, '{"code":"invalid-app-id","message":"x"}', { sign: false }),
    );
    const alipay = client({ gateway: url });
    const error = { name: 'AlipayV3Error', code: 'Resource-Not-Found', msg: '应用不存在', outcome: 'unknown' };
    await expect(collect(alipay.v3Stream(STREAM))).rejects.toMatchObject(error);
    await expect(collect(alipay.v3Stream(STREAM))).rejects.toMatchObject({ code: 'invalid-app-id' });
  });

  test('is told to whoever observes, however it ends', async () => {
    const { url } = await startGateway((response, _request, count) =>
      response.writeHead(200, sse).end(count === 1 ? 'event: end\ndata: 1\n\n' : 'event: error\ndata: {}\n\n'),
    );
    const events: CallEvent[] = [];
    const alipay = client({ gateway: url, observe: (event) => events.push(event) });
    await collect(alipay.v3Stream(STREAM, { user_id: 'SECRET' }));
    await expect(collect(alipay.v3Stream(STREAM))).rejects.toThrow();
    expect(events).toMatchObject([
      { method: STREAM, outcome: 'done', httpStatus: 200, request: '{"user_id":"[redacted]"}' },
      { method: STREAM, outcome: 'unknown', error: { name: 'AlipayV3Error' } },
    ]);
  });

  test('that falls silent, or breaks off, ends with an unknown outcome', async () => {
    const { url } = await startGateway((response, _request, count) => {
      response.writeHead(200, sse).write('data: 1\n\n');
      if (count === 2) setTimeout(() => response.destroy(), 20);
    });
    const alipay = client({ gateway: url });
    const silent = collect(alipay.v3Stream(STREAM, {}, { timeoutMs: 100 }));
    await expect(silent).rejects.toMatchObject({ name: 'AlipayTimeoutError', outcome: 'unknown' });
    const cut = collect(alipay.v3Stream(STREAM, {}));
    await expect(cut).rejects.toMatchObject({ name: 'AlipayNetworkError', outcome: 'unknown' });
  });

  test('is closed when nobody reads on', async () => {
    let closed: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { url } = await startGateway((response) => {
      response.on('close', () => closed?.());
      response.writeHead(200, sse).write('data: 1\n\n');
    });
    for await (const _event of client({ gateway: url }).v3Stream(STREAM)) break;
    await gone;
  });
});
