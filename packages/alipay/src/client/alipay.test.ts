import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import {
  AlipayConfigError,
  AlipayNetworkError,
  AlipayResponseError,
  AlipaySignatureError,
  AlipayTimeoutError,
} from '../errors/index.ts';
import { keyPair } from '../keys/keys.fixture.ts';
import { alipay as alipayKeys, answer, app, client } from './client.fixture.ts';
import { Alipay, type AlipayOptions } from './index.ts';

const QUERY = 'alipay.trade.query';
const PAID = { code: '10000', msg: 'Success', trade_status: 'TRADE_SUCCESS' };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A gateway of the test's own, which records each request it has read whole. */
async function gateway(respond: (response: ServerResponse, request: IncomingMessage, count: number) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
    respond(response, request, received.length);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`, received };
}

describe('a call to the gateway', () => {
  test('posts all parameters, with the charset where the gateway can see it before the body', async () => {
    const { url, received } = await gateway((response) => response.end(answer(QUERY, PAID)));
    const node = await client({ gateway: url }).execute(QUERY, { out_trade_no: '充值' }, { appAuthToken: 'token' });
    expect(node).toEqual(PAID);
    const [request] = received;
    expect(request?.url).toBe('/gateway.do?charset=UTF-8');
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    const parameters = Object.fromEntries(new URLSearchParams(request?.body));
    expect(parameters).toMatchObject({
      method: QUERY,
      app_auth_token: 'token',
      biz_content: '{"out_trade_no":"充值"}',
    });
  });

  test('goes to another gateway when told to, and says when that is none', async () => {
    const { url, received } = await gateway((response) => response.end(answer(QUERY, PAID)));
    const alipay = client({ gateway: 'http://127.0.0.1:1/gateway.do' });
    expect(await alipay.execute(QUERY, {}, { gateway: url })).toEqual(PAID);
    expect(received).toHaveLength(1);
    expect(alipay.pageForm('alipay.trade.page.pay', {}, { gateway: url })).toContain(`action='${url}?charset=UTF-8'`);
    expect(alipay.pageUrl('alipay.trade.page.pay', {}, { gateway: url })).toMatch(url);
    await expect(alipay.execute(QUERY, {}, { gateway: 'nowhere' })).rejects.toThrow(/gateway is "nowhere"/);
  });

  test('gives the raw answer and the trace id too, when asked for', async () => {
    const body = answer(QUERY, PAID);
    const { url } = await gateway((response) => response.writeHead(200, { trace_id: '21af' }).end(body));
    expect(await client({ gateway: url }).exchange(QUERY, {})).toEqual({ data: PAID, body, traceId: '21af' });
  });

  test('is sent once when the connection is reset, on a fresh connection and on a kept one', async () => {
    const { url, received } = await gateway((response, request, count) => {
      if (count === 2) response.end(answer(QUERY, PAID));
      else request.socket.destroy();
    });
    const alipay = client({ gateway: url });
    await expect(alipay.execute(QUERY, {})).rejects.toMatchObject({ name: 'AlipayNetworkError', outcome: 'unknown' });
    await alipay.execute(QUERY, {});
    await expect(alipay.execute(QUERY, {})).rejects.toMatchObject({ name: 'AlipayNetworkError', outcome: 'unknown' });
    expect(received).toHaveLength(3);
  });

  test('does not follow a redirect, which would send it again', async () => {
    const { url, received } = await gateway((response) => response.writeHead(307, { location: '/gateway.do' }).end());
    await expect(client({ gateway: url }).execute(QUERY, {})).rejects.toThrow(AlipayResponseError);
    expect(received).toHaveLength(1);
  });

  test('that gets no answer in time has an unknown outcome', async () => {
    const { url, received } = await gateway(() => {});
    const call = client({ gateway: url, timeoutMs: 100 }).execute(QUERY, {});
    await expect(call).rejects.toThrow(AlipayTimeoutError);
    await expect(call).rejects.toMatchObject({ outcome: 'unknown', message: expect.stringContaining('within 100 ms') });
    expect(received).toHaveLength(1);
  });

  test('whose answer stalls half way has an unknown outcome', async () => {
    const { url } = await gateway((response) => response.write('{"alipay_trade_query_response":{'));
    const call = client({ gateway: url }).execute(QUERY, {}, { timeoutMs: 100 });
    await expect(call).rejects.toMatchObject({ name: 'AlipayTimeoutError', outcome: 'unknown' });
  });

  test('can be aborted by the caller: before it leaves nothing is sent, later the outcome is unknown', async () => {
    const controller = new AbortController();
    const { url, received } = await gateway(() => controller.abort());
    const alipay = client({ gateway: url });
    const signal = controller.signal;
    await expect(alipay.execute(QUERY, {}, { signal })).rejects.toMatchObject({ outcome: 'unknown' });
    await expect(alipay.execute(QUERY, {}, { signal })).rejects.toMatchObject({ outcome: 'not_sent' });
    expect(received).toHaveLength(1);
  });

  test("was certainly not sent also where the platform's errors are of another realm, as in Jest", async () => {
    const refused = `Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })`;
    const foreign = runInNewContext(`new TypeError('fetch failed', { cause: ${refused} })`);
    const transport = () => Promise.reject(foreign);
    const call = client({ transport }).execute(QUERY, {});
    await expect(call).rejects.toMatchObject({ outcome: 'not_sent', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('to a gateway that cannot be reached was certainly not sent', async () => {
    const { url } = await gateway(() => {});
    for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed));
    const call = client({ gateway: url }).execute(QUERY, {});
    await expect(call).rejects.toThrow(AlipayNetworkError);
    await expect(call).rejects.toMatchObject({ outcome: 'not_sent', message: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('a client', () => {
  test("accepts answers by any of several Alipay keys, for a key's rotation", async () => {
    const { url } = await gateway((response) => response.end(answer(QUERY, PAID)));
    const keys = [keyPair().spki, alipayKeys.spki];
    expect(await client({ gateway: url, alipayPublicKey: keys }).execute(QUERY, {})).toEqual(PAID);
    const rotated = client({ gateway: url, alipayPublicKey: [keyPair().spki] });
    await expect(rotated.execute(QUERY, {})).rejects.toThrow(AlipaySignatureError);
    expect(() => client({ alipayPublicKey: [] })).toThrow('alipayPublicKey is an empty list');
    expect(() => client({ alipayPublicKey: [alipayKeys.spki, app.spki] })).toThrow("the app's own public key");
  });

  test.each<[string, Partial<Record<keyof AlipayOptions, unknown>>, RegExp]>([
    ['no app id', { appId: undefined }, /appId is missing/],
    ['an app id that is a number', { appId: 2021000000000001 }, /appId is 2021000000000001. Give .* as text/],
    ['an app id with spaces', { appId: ' 2021' }, /appId is " 2021"/],
    ['a gateway that is no url', { gateway: 'openapi.alipay.com' }, /gateway is "openapi.alipay.com"/],
    ['an unknown sign type', { signType: 'SM2' }, /signType is "SM2"/],
    ['an unknown charset', { charset: 'big5' }, /charset is "big5"/],
    [
      'a gateway with a password',
      { gateway: 'https://user:secret@x.example/' },
      /^(?!.*secret)gateway holds a user name or password/,
    ],
    ['a transport that is no function', { transport: 'http' }, /transport is a value of type string/],
    ['a clock without a time', { clock: {} }, /clock has no function "now"/],
    ['no time to wait', { timeoutMs: 0 }, /timeoutMs is 0/],
    ['no private key', { privateKey: undefined }, /privateKey is missing/],
    ["the app's own public key as Alipay's", { alipayPublicKey: app.spki }, /the app's own public key/],
  ])('with %s is refused with the reason', (_what, options, reason) => {
    const build = () => client(options as Partial<AlipayOptions>);
    expect(build).toThrow(AlipayConfigError);
    expect(build).toThrow(reason);
  });

  test('without options is refused with the reason', () => {
    expect(() => new Alipay(undefined as never)).toThrow('Give { appId, privateKey, alipayPublicKey }');
  });

  test('shows no key when it is printed or written as JSON', async () => {
    const { inspect } = await import('node:util');
    const alipay: Alipay = client();
    expect(JSON.stringify(alipay) + inspect(alipay, { depth: 9, showHidden: true })).not.toMatch(/PRIVATE|MII/);
  });
});
