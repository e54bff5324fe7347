import { afterEach, describe, expect, test } from 'vitest';
import { AlipaySignatureError } from '../errors/index.ts';
import { answer, client } from './client.fixture.ts';
import { startGateway, stopGateways } from './gateway.fixture.ts';
import type { CallEvent } from './index.ts';
import { isReadingMethod, isReadingOperation } from './retry.ts';

const QUERY = 'alipay.trade.query';
const REFUND = 'alipay.trade.refund';
const DONE = { code: '10000', msg: 'Success' };
const retry = { attempts: 2, delayMs: 1 };

afterEach(stopGateways);

describe('a client told to try again', () => {
  test('does so for what only reads: after a broken connection, a broken answer, a system error', async () => {
    const { url, received } = await startGateway((response, { parameters }, count) => {
      if (count === 1) response.destroy();
      else if (count === 2) response.writeHead(502).end('<html>');
      else response.end(answer(String(parameters.method), DONE));
    });
    expect(await client({ gateway: url, retry }).execute(QUERY, {})).toEqual(DONE);
    expect(received).toHaveLength(3);
    const { url: other, received: asked } = await startGateway((response, _request, count) =>
      response.end(answer(QUERY, count === 1 ? { code: '20000', sub_code: 'isp.unknow-error' } : DONE)),
    );
    expect(await client({ gateway: other, retry }).execute(QUERY, {})).toEqual(DONE);
    expect(asked).toHaveLength(2);
  });

  test('never does so for what moves money and may have arrived', async () => {
    for (const fail of [502, 0]) {
      const { url, received } = await startGateway((response) =>
        fail === 0 ? response.destroy() : response.writeHead(fail).end(),
      );
      await expect(client({ gateway: url, retry }).execute(REFUND, {})).rejects.toMatchObject({ outcome: 'unknown' });
      await expect(client({ gateway: url, retry }).v3('POST /v3/alipay/trade/refund', {})).rejects.toMatchObject({
        outcome: 'unknown',
      });
      expect(received).toHaveLength(2);
    }
  });

  test('does so for anything that certainly was not sent, and signs anew each time', async () => {
    let now = 0;
    const { url } = await startGateway((response) => response.end(answer(REFUND, DONE)));
    const timestamps: (string | null)[] = [];
    const alipay = client({
      gateway: url,
      retry,
      clock: { now: () => (now += 1000) },
      transport: (to, init) => {
        timestamps.push(new URLSearchParams(String(init.body)).get('timestamp'));
        const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
        return timestamps.length < 3 ? Promise.reject(refused) : fetch(to, init);
      },
    });
    expect(await alipay.execute(REFUND, {})).toEqual(DONE);
    expect(new Set(timestamps).size).toBe(3);
  });

  test('gives up after the last time, and at once on a verdict, a forged answer or an abort', async () => {
    const { url, received } = await startGateway((response) => response.writeHead(500).end());
    await expect(client({ gateway: url, retry }).execute(QUERY, {})).rejects.toMatchObject({ httpStatus: 500 });
    expect(received).toHaveLength(3);

    const bodies = [
      answer(QUERY, { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' }),
      answer(QUERY, DONE).replace('Success', 'Succesx'),
    ];
    const { url: definite, received: asked } = await startGateway((response, _request, count) =>
      response.end(bodies[count - 1]),
    );
    const alipay = client({ gateway: definite, retry });
    await expect(alipay.execute(QUERY, {})).rejects.toMatchObject({ outcome: 'refused' });
    await expect(alipay.execute(QUERY, {})).rejects.toThrow(AlipaySignatureError);
    expect(asked).toHaveLength(2);

    const controller = new AbortController();
    const { url: failing, received: sent } = await startGateway((response) => response.writeHead(500).end());
    const patient = client({
      gateway: failing,
      retry: { attempts: 5, delayMs: 60_000 },
      observe: () => controller.abort(),
    });
    await expect(patient.execute(QUERY, {}, { signal: controller.signal })).rejects.toMatchObject({ httpStatus: 500 });
    expect(sent).toHaveLength(1);
  });

  test('is told nothing by default', async () => {
    const { url, received } = await startGateway((response) => response.writeHead(500).end());
    await expect(client({ gateway: url }).execute(QUERY, {})).rejects.toThrow();
    expect(received).toHaveLength(1);
  });

  test.each([
    { attempts: -1, delayMs: 0 },
    { attempts: 1.5, delayMs: 0 },
    { attempts: 99, delayMs: 0 },
    { attempts: 1 },
    3,
  ])('refuses what makes no sense: %j', (wrong) => {
    expect(() => client({ retry: wrong as never })).toThrow(/retry is .*Give \{ attempts/);
  });
});

describe('what only reads is known by its name', () => {
  test.each([
    [QUERY, true],
    ['alipay.trade.royalty.relation.batchquery', true],
    ['alipay.data.dataservice.bill.downloadurl.query', true],
    [REFUND, false],
    ['alipay.trade.pay', false],
    ['alipay.fund.trans.uni.transfer', false],
    ['alipay.querysomething.pay', false],
    ['alipay.marketing.queryx', false],
  ])('%s: %s', (method, reads) => {
    expect(isReadingMethod(method)).toBe(reads);
  });

  test.each([
    ['GET /v3/alipay/data/bill', true],
    ['POST /v3/alipay/trade/query', true],
    ['POST /v3/alipay/trade/refund', false],
    ['POST /v3/alipay/query/pay', false],
    ['DELETE /v3/alipay/card/query', false],
  ])('%s: %s', (operation, reads) => {
    expect(isReadingOperation(operation)).toBe(reads);
  });
});

describe('whoever observes a client', () => {
  test('is told of every exchange, without secrets', async () => {
    const node = {
      code: '10000',
      access_token: 'SECRET-1',
      user_id: 'SECRET-2',
      trade_no: 'T1',
      nested: '{"buyer_id":"SECRET-3"}',
    };
    const { url } = await startGateway((response, { parameters }) =>
      response.writeHead(200, { trace_id: '21af' }).end(answer(String(parameters.method), node)),
    );
    const events: CallEvent[] = [];
    const alipay = client({ gateway: url, observe: (event) => events.push(event) });
    const params = { grant_type: 'authorization_code', code: 'SECRET-4' };
    await alipay.execute('alipay.system.oauth.token', undefined, { params, appAuthToken: 'SECRET-5' });
    await alipay.execute('alipay.trade.pay', { out_trade_no: 'A1', auth_code: 'SECRET-6' }, { authToken: 'SECRET-7' });
    expect(events).toHaveLength(2);
    expect(JSON.stringify(events)).not.toMatch(/SECRET|PRIVATE/);
    expect(events[0]).toMatchObject({
      protocol: 'v2',
      method: 'alipay.system.oauth.token',
      attempt: 1,
      outcome: 'done',
      httpStatus: 200,
      traceId: '21af',
      durationMs: 0,
    });
    expect(JSON.parse(events[0]?.request ?? '')).toMatchObject({
      auth_code: '[redacted]',
      sign: '[redacted]',
      grant_type: 'authorization_code',
    });
    expect(JSON.parse(events[1]?.request ?? '').biz_content).toEqual({ out_trade_no: 'A1', auth_code: '[redacted]' });
    expect(events[0]?.response).toContain('"trade_no":"T1"');
  });

  test('is told no secret that Alipay repeats in an error or a page', async () => {
    const echo =
      '验签字符串为：app_auth_token=SECRET-1&amp;biz_content={&quot;auth_code&quot;:&quot;SECRET-2&quot;,"user_id":"SECRET-3"}&amp;code=SECRET-4&amp;out_trade_no=A1';
    const bodies = [
      answer(QUERY, { code: '40002', sub_code: 'isv.invalid-signature', sub_msg: echo }),
      `<p>${echo}</p>`,
    ];
    const { url } = await startGateway((response, _request, count) => response.end(bodies[count - 1]));
    const events: CallEvent[] = [];
    const alipay = client({ gateway: url, observe: (event) => events.push(event) });
    for (const _body of bodies) await expect(alipay.execute(QUERY, {})).rejects.toThrow();
    for (const { response } of events) {
      expect(response).not.toContain('SECRET');
      expect(response).toContain('out_trade_no=A1');
    }
  });

  test('is told of failures, each time, by their class and codes', async () => {
    const { url } = await startGateway((response, _request, count) =>
      count === 1
        ? response.writeHead(502).end('<html>')
        : response.end(answer(QUERY, { code: '40004', sub_code: 'ACQ.X' })),
    );
    const events: CallEvent[] = [];
    const alipay = client({ gateway: url, retry, observe: (event) => events.push(event) });
    await expect(alipay.execute(QUERY, {})).rejects.toThrow();
    expect(events).toMatchObject([
      { attempt: 1, outcome: 'unknown', error: { name: 'AlipayResponseError' }, httpStatus: 502, response: '<html>' },
      { attempt: 2, outcome: 'refused', error: { name: 'AlipayGatewayError', code: '40004', subCode: 'ACQ.X' } },
    ]);
  });

  test('cannot break a call', async () => {
    const { url } = await startGateway((response) => response.end(answer(QUERY, DONE)));
    const observe = () => {
      throw new Error('the log is full');
    };
    expect(await client({ gateway: url, observe }).execute(QUERY, {})).toEqual(DONE);
    const later = async () => observe();
    expect(await client({ gateway: url, observe: later }).execute(QUERY, {})).toEqual(DONE);
  });

  test('is told of an answer, however deep it is', async () => {
    const events: CallEvent[] = [];
    const node = { ...DONE, deep: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) };
    const { url } = await startGateway((response) => response.end(answer(QUERY, node)));
    await client({ gateway: url, observe: (event) => events.push(event) }).execute(QUERY, {});
    expect(events[0]?.response).toContain('[too deep]');
  });
});
