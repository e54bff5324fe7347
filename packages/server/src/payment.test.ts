/** One payment's whole life, over real HTTP, against the sandbox, on both databases. */
import { afterAll, describe, expect, it } from 'vitest';
import { testEngines } from './testing/engines.ts';
import { eventually } from './testing/eventually.ts';
import { formFields, type House, openHouse, submitForm } from './testing/house.ts';

async function storedOrder({ database }: House, orderNo: string) {
  return await database.queries
    .selectFrom('orders')
    .selectAll()
    .where('order_no', '=', orderNo)
    .executeTakeFirstOrThrow();
}

async function eventTypes({ database }: House): Promise<string[]> {
  const rows = await database.queries.selectFrom('events').select('type').orderBy('id').execute();
  return rows.map((row) => row.type);
}

async function notificationOutcomes({ database }: House): Promise<string[]> {
  const rows = await database.queries.selectFrom('notifications').select('outcome').orderBy('id').execute();
  return rows.map((row) => row.outcome);
}

describe.each(testEngines())('a payment on $engine', ({ available, freshUrl, cleanUp }) => {
  afterAll(cleanUp);
  const check = it.skipIf(!available);

  check('goes from order to cashier, payment, notification, detail, and refund by parts', async () => {
    await using house = await openHouse(await freshUrl());
    const tradeNo = await house.paidOrder('order-1');

    expect(house.sandbox.notifications({ trade_no: tradeNo })).toMatchObject([{ answer: 'success' }]);
    expect(await storedOrder(house, 'order-1')).toMatchObject({ state: 'TRADE_SUCCESS', trade_no: tradeNo });
    const detail = await house.call('OrderDetail', { query: { orderNo: 'order-1' } });
    expect(detail.envelope).toMatchObject({
      code: 200,
      err: '',
      data: {
        tradeStatus: 'TRADE_SUCCESS',
        tradeNo,
        totalAmount: '10.00',
        storeName: null,
        code: '10000',
        isError: false,
      },
    });

    const refund = (amount: string, requestNo?: string) =>
      house.call('OrderRefund', {
        method: 'POST',
        query: { orderNo: 'order-1', amount, ...(requestNo && { requestNo }) },
      });
    const part = await refund('4.00');
    expect(part.envelope).toMatchObject({ code: 200, data: { refundFee: '4.00', fundChange: 'Y', tradeNo } });
    expect(JSON.parse((part.envelope.data as { body: string }).body)).toHaveProperty('alipay_trade_refund_response');
    expect((await refund('4.00')).envelope).toEqual(part.envelope);
    expect((await refund('4.00', 'second')).envelope).toMatchObject({ code: 200, data: { refundFee: '8.00' } });
    expect((await refund('4.00', 'third')).envelope).toMatchObject({
      code: 409,
      err: expect.stringContaining('10.00 paid, 8.00 refunded, 0.00 undecided, 2.00 left'),
    });
    expect((await refund('5.00', 'second')).envelope).toMatchObject({
      code: 409,
      err: expect.stringContaining('another amount, 4.00 instead of 5.00'),
    });
    expect((await refund('2.00')).envelope).toMatchObject({ code: 200, data: { refundFee: '10.00' } });
    expect(house.sandbox.summary(house.alipayAppId)).toMatchObject({ refund_count: 3, refund_amount: '10.00' });

    // Wholly refunded, Alipay closes the trade; we ask, and follow.
    await eventually(async () =>
      expect(await storedOrder(house, 'order-1')).toMatchObject({ state: 'TRADE_CLOSED', refunded_fen: 1000n }),
    );
    expect((await eventTypes(house)).sort()).toEqual([
      'order.closed',
      'order.paid',
      'refund.succeeded',
      'refund.succeeded',
      'refund.succeeded',
    ]);
  });

  check('gives a signed form with everything Alipay needs, for desktop and mobile', async () => {
    await using house = await openHouse(await freshUrl(), { publicUrl: 'https://pay.example.com/' });
    const order = { orderNo: 'a-1', amount: 88.8, subject: `<b>"充值 100%'\\ 🎁` };
    for (const [operation, method, product] of [
      ['CreateOrderPagePay', 'alipay.trade.page.pay', 'FAST_INSTANT_TRADE_PAY'],
      ['CreateOrderWapPay', 'alipay.trade.wap.pay', 'QUICK_WAP_WAY'],
    ] as const) {
      const { envelope } = await house.call(operation, {
        json: { ...order, returnUrl: 'http://127.0.0.1/back?a=1&b=2' },
      });
      const form = String(envelope.data);
      expect(form).toMatch(
        /^<form id='alipaysubmit' name='alipaysubmit' action='http[^']*\?charset=UTF-8' method='POST'/,
      );
      const { fields } = formFields(form);
      expect(fields).toMatchObject({
        method,
        app_id: house.alipayAppId,
        notify_url: `https://pay.example.com/api/Alipay/${house.appId}/Notify`,
        return_url: 'http://127.0.0.1/back?a=1&b=2',
      });
      expect(JSON.parse(fields.biz_content ?? '')).toMatchObject({
        out_trade_no: 'a-1',
        total_amount: '88.80',
        product_code: product,
        subject: order.subject,
        time_expire: expect.any(String),
      });
      expect((await submitForm(form)).status).toBe(200);
    }
    expect(house.sandbox.trades({ out_trade_no: 'a-1' })).toMatchObject([{ subject: order.subject }]);
  });

  check('uses the return page configured for the app when the order names none', async () => {
    await using house = await openHouse(await freshUrl(), {}, { returnUrl: 'https://shop.example.com/thanks' });
    for (const returnUrl of [undefined, '', null]) {
      const { envelope } = await house.call('CreateOrderPagePay', {
        json: { orderNo: 'order-1', amount: '1', subject: 'x', returnUrl },
      });
      expect(formFields(String(envelope.data)).fields.return_url).toBe('https://shop.example.com/thanks');
    }
  });

  check('knows an order again, and refuses another amount, another subject, a paid and a closed one', async () => {
    await using house = await openHouse(await freshUrl());
    const create = async (change: object) =>
      (
        await house.call('CreateOrderPagePay', {
          json: { orderNo: 'order-1', amount: '10.00', subject: 'x', ...change },
        })
      ).envelope;
    expect(await create({})).toMatchObject({ code: 200 });
    expect(await create({})).toMatchObject({ code: 200 });
    expect(await create({ amount: '10.01' })).toMatchObject({
      code: 409,
      data: null,
      err: expect.stringContaining('order exists with another amount'),
    });
    expect(await create({ subject: 'y' })).toMatchObject({
      code: 409,
      err: expect.stringContaining('another subject'),
    });
    await house.paidOrder('paid');
    const again = { orderNo: 'paid', subject: '测试商品 "充值 100%"' };
    expect(await create(again)).toMatchObject({ code: 409, err: expect.stringContaining('order is already paid') });
    expect(await house.database.queries.selectFrom('orders').selectAll().execute()).toHaveLength(2);
  });

  check('passes on what Alipay says of an unknown order', async () => {
    await using house = await openHouse(await freshUrl());
    const { status, envelope } = await house.call('OrderDetail', { query: { orderNo: 'nobody-knows' } });
    expect(status).toBe(200);
    expect(envelope).toMatchObject({ code: 404, data: null, err: expect.stringMatching(/^ACQ\.TRADE_NOT_EXIST: ./) });
  });

  check('answers a repeated notification with success and changes nothing by it', async () => {
    await using house = await openHouse(await freshUrl());
    house.sandbox.setFaults({ notify: [{ p: 1, kind: 'duplicate' }] });
    const tradeNo = await house.paidOrder('order-1');
    const attempts = house.sandbox.notifications({ trade_no: tradeNo });
    expect(attempts.map((attempt) => attempt.answer)).toEqual(['success', 'success']);
    expect(await notificationOutcomes(house)).toEqual(['applied', 'repeated']);
    expect(await eventTypes(house)).toEqual(['order.paid']);
  });

  check('finds out about a payment whose notification is lost', async () => {
    await using house = await openHouse(await freshUrl());
    house.sandbox.setFaults({ notify: [{ p: 1, kind: 'drop' }] });
    await house.paidOrder('order-1');
    expect(await storedOrder(house, 'order-1')).toMatchObject({ state: 'WAIT_BUYER_PAY' });
    await house.sandbox.advance(10_000);
    await eventually(async () => expect(await storedOrder(house, 'order-1')).toMatchObject({ state: 'TRADE_SUCCESS' }));
    expect(await notificationOutcomes(house)).toEqual([]);
    expect(await eventTypes(house)).toEqual(['order.paid']);
  });

  check(
    'closes orders that nobody paid in time, at Alipay and here, whether their cashier was opened or not',
    async () => {
      await using house = await openHouse(await freshUrl());
      await house.openOrder('opened');
      await house.call('CreateOrderPagePay', { json: { orderNo: 'never', amount: '1', subject: 'x' } });
      await house.sandbox.advance(24 * 3_600_000 + 60_000);
      await eventually(async () => {
        expect(await storedOrder(house, 'opened')).toMatchObject({ state: 'TRADE_CLOSED', next_check_at: null });
        expect(await storedOrder(house, 'never')).toMatchObject({ state: 'TRADE_CLOSED', next_check_at: null });
      });
      expect(house.sandbox.trades({ out_trade_no: 'opened' })).toMatchObject([{ trade_status: 'TRADE_CLOSED' }]);
      expect(await eventTypes(house)).toEqual(['order.closed', 'order.closed']);
      const { envelope } = await house.call('CreateOrderPagePay', {
        json: { orderNo: 'never', amount: '1', subject: 'x' },
      });
      expect(envelope).toMatchObject({ code: 409, err: expect.stringContaining('order is closed') });
    },
  );

  check('refunds an order whose payment it has not heard of yet', async () => {
    await using house = await openHouse(await freshUrl());
    house.sandbox.setFaults({ notify: [{ p: 1, kind: 'drop' }] });
    await house.paidOrder('order-1');
    const { envelope } = await house.call('OrderRefund', {
      method: 'POST',
      query: { orderNo: 'order-1', amount: '10.00' },
    });
    expect(envelope).toMatchObject({ code: 200, data: { refundFee: '10.00' } });
  });

  check('works for two servers on one database as for one', async () => {
    await using house = await openHouse(await freshUrl());
    const other = await house.anotherServer();
    const create = { json: { orderNo: 'order-1', amount: '10.00', subject: 'x' } };
    const created = await Promise.all(
      [house.server, other, house.server, other].map((server) =>
        house.call('CreateOrderPagePay', { ...create, server }),
      ),
    );
    expect(created.map(({ envelope }) => envelope.code)).toEqual([200, 200, 200, 200]);
    await submitForm(String(created[0]?.envelope.data));
    const tradeNo = house.sandbox.trades({ out_trade_no: 'order-1' })[0]?.trade_no ?? '';
    house.sandbox.setFaults({ notify: [{ p: 1, kind: 'duplicate' }] });
    // Paid: two notifications, the schedule of both servers and four queries all learn of it at once.
    await house.sandbox.pay(tradeNo);
    await Promise.all([
      house.sandbox.advance(10_000),
      ...[house.server, other, house.server, other].map((server) =>
        house.call('OrderDetail', { query: { orderNo: 'order-1' }, server }),
      ),
    ]);
    expect(await storedOrder(house, 'order-1')).toMatchObject({ state: 'TRADE_SUCCESS' });
    expect(await eventTypes(house)).toEqual(['order.paid']);
  });
});
