/** Refunds over real HTTP, against a sandbox that fails in every way, on both databases. */
import type { GatewayFault } from '@till/sandbox';
import { afterAll, describe, expect, it } from 'vitest';
import type { TillServer } from '../create-server.ts';
import { testEngines } from '../testing/engines.ts';
import { eventually } from '../testing/eventually.ts';
import { type House, openHouse } from '../testing/house.ts';

function refund(house: House, query: { amount: string; requestNo?: string }, server?: TillServer) {
  return house.call('OrderRefund', {
    method: 'POST',
    query: { orderNo: 'order-1', ...query },
    ...(server && { server }),
  });
}

/** Refunds fail, and no notification tells that they were made after all. */
function failRefunds(house: House, kind: GatewayFault) {
  house.sandbox.setFaults({
    gateway: [{ method: 'alipay.trade.refund', p: 1, kind }],
    notify: [{ p: 1, kind: 'drop' }],
  });
}

async function storedRefunds({ database }: House) {
  return await database.queries
    .selectFrom('refunds')
    .select(['request_no', 'state', 'amount_fen', 'problem', 'leased_until'])
    .orderBy('id')
    .execute();
}

async function refundEvents({ database }: House): Promise<string[]> {
  const rows = await database.queries.selectFrom('events').select('type').where('refund_id', 'is not', null).execute();
  return rows.map((row) => row.type);
}

describe.each(testEngines())('refunds on $engine', ({ available, freshUrl, cleanUp }) => {
  afterAll(cleanUp);
  const check = it.skipIf(!available);

  const faults: GatewayFault[] = [
    'timeout_after',
    'timeout_before',
    'unknown_error_after',
    'reset_after',
    'reset_before',
  ];
  for (const fault of faults) {
    check(`settles a refund once when its outcome is unknown: ${fault}`, async () => {
      await using house = await openHouse(await freshUrl());
      await house.paidOrder('order-1');
      failRefunds(house, fault);
      const { status, envelope } = await refund(house, { amount: '10.00' });
      expect(status).toBe(200);
      expect(envelope).toMatchObject({ code: 504, data: null, err: expect.stringMatching(/unknown.*settled.*safe/) });
      expect(await storedRefunds(house)).toMatchObject([{ state: 'UNKNOWN', leased_until: null }]);
      expect(await refundEvents(house)).toEqual([]);

      house.sandbox.setFaults({});
      await house.sandbox.advance(5_000);
      await eventually(async () => expect(await storedRefunds(house)).toMatchObject([{ state: 'SUCCEEDED' }]));
      expect(await refundEvents(house)).toEqual(['refund.succeeded']);
      expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 1, refund_amount: '10.00' });
      expect((await refund(house, { amount: '10.00' })).envelope).toMatchObject({
        code: 200,
        data: { refundFee: '10.00', outTradeNo: 'order-1', gmtRefundPay: expect.any(String), isError: false },
      });
    });
  }

  check('settles at once, and once only, when the call is repeated after an unknown outcome', async () => {
    await using house = await openHouse(await freshUrl());
    await house.paidOrder('order-1');
    failRefunds(house, 'timeout_after');
    expect((await refund(house, { amount: '3.00' })).envelope.code).toBe(504);
    house.sandbox.setFaults({});
    expect((await refund(house, { amount: '3.00' })).envelope).toMatchObject({
      code: 200,
      data: { refundFee: '3.00' },
    });
    expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 1, refund_amount: '3.00' });
  });

  check('holds the amount of an undecided refund back from others', async () => {
    await using house = await openHouse(await freshUrl());
    await house.paidOrder('order-1');
    failRefunds(house, 'timeout_before');
    expect((await refund(house, { amount: '6.00' })).envelope.code).toBe(504);
    house.sandbox.setFaults({});
    expect((await refund(house, { amount: '4.01', requestNo: 'other' })).envelope).toMatchObject({
      code: 409,
      err: expect.stringContaining('6.00 undecided, 4.00 left'),
    });
  });

  check('settles after a restart what was unknown before it', async () => {
    const url = await freshUrl();
    await using house = await openHouse(url);
    await house.paidOrder('order-1');
    failRefunds(house, 'timeout_after');
    expect((await refund(house, { amount: '10.00' })).envelope.code).toBe(504);
    await house.server.close();
    house.sandbox.setFaults({});
    await house.anotherServer();
    await house.sandbox.advance(60_000);
    await eventually(async () => expect(await storedRefunds(house)).toMatchObject([{ state: 'SUCCEEDED' }]));
    expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 1, refund_amount: '10.00' });
  });

  check('takes up a refund whose process died in the middle, and asks Alipay for it once', async () => {
    await using house = await openHouse(await freshUrl());
    await house.paidOrder('order-1');
    // What a process leaves that stored the refund and died before it asked.
    const now = BigInt(house.sandbox.clock.now());
    await house.database.queries
      .insertInto('refunds')
      .values({
        app_id: 1n,
        order_id: 1n,
        request_no: 'orphan',
        amount_fen: 500n,
        state: 'UNKNOWN',
        attempts: 1n,
        leased_until: now + 2_400n,
        next_check_at: now + 2_400n,
        created_at: now,
        updated_at: now,
      })
      .execute();
    await house.sandbox.advance(3_000);
    await eventually(async () => expect(await storedRefunds(house)).toMatchObject([{ state: 'SUCCEEDED' }]));
    expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 1, refund_amount: '5.00' });
  });

  check('never refunds more than was paid, however many servers are asked at once', async () => {
    await using house = await openHouse(await freshUrl());
    const other = await house.anotherServer();
    await house.paidOrder('order-1');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        refund(house, { amount: '1.00', requestNo: `part-${index}` }, index % 2 === 0 ? house.server : other),
      ),
    );
    const codes = answers.map(({ envelope }) => envelope.code).sort();
    expect(codes).toEqual([...Array(10).fill(200), ...Array(10).fill(409)]);
    expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 10, refund_amount: '10.00' });
  });

  check('refunds once when the same call is made many times at once, and answers all alike', async () => {
    await using house = await openHouse(await freshUrl());
    const other = await house.anotherServer();
    await house.paidOrder('order-1');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        refund(house, { amount: '7.00' }, index % 2 === 0 ? house.server : other),
      ),
    );
    for (const { envelope } of answers) expect(envelope).toEqual(answers[0]?.envelope);
    expect(answers[0]?.envelope).toMatchObject({ code: 200, data: { refundFee: '7.00' } });
    expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 1, refund_amount: '7.00' });
    expect(await storedRefunds(house)).toHaveLength(1);
    expect(await refundEvents(house)).toEqual(['refund.succeeded']);
  });

  check('holds the books together through a storm of faults and repeated calls', async () => {
    await using house = await openHouse(await freshUrl());
    const other = await house.anotherServer();
    await house.paidOrder('order-1');
    house.sandbox.setFaults({
      seed: 7,
      gateway: [
        { method: 'alipay.trade.refund', p: 0.3, kind: 'timeout_after' },
        { method: 'alipay.trade.refund', p: 0.3, kind: 'unknown_error_after' },
        { method: 'alipay.trade.refund', p: 0.3, kind: 'timeout_before' },
        { method: 'alipay.trade.fastpay.refund.query', p: 0.3, kind: 'timeout_before' },
      ],
    });
    const call = (index: number) =>
      refund(house, { amount: '2.00', requestNo: `part-${index % 6}` }, index % 2 === 0 ? house.server : other);
    await Promise.all(Array.from({ length: 18 }, (_, index) => call(index)));
    house.sandbox.setFaults({});
    await eventually(async () => {
      const refunds = await storedRefunds(house);
      // Time passes only while nobody is at a refund: an hour would end the lease of whoever is.
      if (refunds.every((one) => one.leased_until === null)) await house.sandbox.advance(3_600_000);
      for (const one of refunds) expect(one.state).toBe('SUCCEEDED');
    });
    expect(await storedRefunds(house)).toHaveLength(5);
    expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 5, refund_amount: '10.00' });
    expect(await refundEvents(house)).toEqual(Array(5).fill('refund.succeeded'));
  });

  check('says why Alipay refuses a refund, and lets the same one be tried again', async () => {
    await using house = await openHouse(await freshUrl());
    await house.paidOrder('order-1');
    await house.alipay.execute('alipay.trade.refund', {
      out_trade_no: 'order-1',
      out_request_no: 'by-hand',
      refund_amount: '6.00',
    });
    for (const _ of ['first', 'again']) {
      const { status, envelope } = await refund(house, { amount: '5.00' });
      expect(status).toBe(200);
      expect(envelope).toMatchObject({ code: 400, data: null, err: expect.stringMatching(/^ACQ\.\w+: ./) });
    }
    expect(await storedRefunds(house)).toMatchObject([{ state: 'FAILED', problem: expect.stringContaining('ACQ.') }]);
    expect(await refundEvents(house)).toEqual(['refund.failed', 'refund.failed']);
    expect((await refund(house, { amount: '4.00' })).envelope.code).toBe(200);
  });

  check('refuses to refund what is not paid or not there', async () => {
    await using house = await openHouse(await freshUrl());
    expect((await refund(house, { amount: '1.00' })).envelope).toMatchObject({ code: 404, data: null });
    await house.openOrder('order-1');
    expect((await refund(house, { amount: '1.00' })).envelope).toMatchObject({
      code: 409,
      err: expect.stringContaining('not paid'),
    });
    expect(await storedRefunds(house)).toEqual([]);
  });
});
