import { describe, expect, test, vi } from 'vitest';
import { APP_ID, client, NOW } from '../client/client.fixture.ts';
import { AlipayConfigError, AlipayNotificationError } from '../errors/index.ts';
import { createTestAlipay, type TestFields } from '../testing/index.ts';
import type { NotificationKind } from './event.ts';
import {
  AlipayOrderMismatchError,
  handleNotification,
  type NotificationHandlers,
  receiveNotification,
} from './index.ts';

const testAlipay = createTestAlipay({ appId: APP_ID, clock: { now: () => NOW } });
const alipay = client({ alipayPublicKey: testAlipay.publicKey });
const TRADE = { trade_no: '2026030122001453030500000001', out_trade_no: 'A1', total_amount: '88.88' };

function handlers(given: Partial<NotificationHandlers> = {}) {
  const observed: string[] = [];
  return {
    observed,
    handlers: {
      on: {},
      findOrder: (outTradeNo: string) => (outTradeNo === 'A1' ? { amountFen: 8888n } : undefined),
      observe: ({ outcome }) => observed.push(outcome),
      ...given,
    } satisfies NotificationHandlers,
  };
}

function receive(given: NotificationHandlers, kind: NotificationKind, fields: TestFields = TRADE) {
  return receiveNotification(alipay, testAlipay.notification(kind, fields).body, given);
}

describe('a notification', () => {
  test('of a payment reaches its handler as amounts in fen and times in milliseconds', async () => {
    const paid = vi.fn();
    const receipt = await receive(handlers({ on: { 'trade.paid': paid } }).handlers, 'trade.paid');
    expect(receipt).toMatchObject({ outcome: 'handled', answer: 'success', status: 200 });
    expect(paid).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        kind: 'trade.paid',
        ...{ tradeNo: TRADE.trade_no, outTradeNo: 'A1', totalFen: 8888n, receiptFen: 8888n, status: 'TRADE_SUCCESS' },
        ...{ paidAt: NOW, sentAt: NOW, buyerId: '2088102175953034', subject: '龙井茶 Longjing tea' },
        fundBills: [{ channel: 'ALIPAYACCOUNT', amountFen: 8888n }],
      }),
    );
  });

  test.each<[NotificationKind, Record<string, unknown>]>([
    ['trade.waiting', { status: 'WAIT_BUYER_PAY' }],
    ['trade.finished', { status: 'TRADE_FINISHED', receiptFen: 1n }],
    ['trade.closed', { status: 'TRADE_CLOSED', closedAt: NOW }],
    ['trade.refunded', { refundedTotalFen: 1n, refundedAt: NOW + 143, isFull: false }],
    ['refund.deposited_back', { succeeded: true, amountFen: 1n, bankAcknowledgedAt: NOW }],
    ['trade.settled', { royalties: [expect.objectContaining({ amountFen: 1n, state: 'SUCCESS' })] }],
    ['transfer.changed', { status: 'SUCCESS', amountFen: 1n, payDate: NOW }],
    ['fund_auth.frozen', { operationType: 'FREEZE', amountFen: 1n, restFen: 1n, doneAt: NOW }],
    ['fund_auth.unfrozen', { operationType: 'UNFREEZE', restFen: 0n }],
    ['fund_auth.cancelled', { status: 'SUCCESS' }],
    ['agreement.signed', { status: 'NORMAL', signedAt: NOW, productCode: 'GENERAL_WITHHOLDING_P' }],
    ['agreement.unsigned', { status: 'UNSIGN', unsignedAt: NOW }],
    ['message', { method: 'alipay.open.app.api.test', content: { text: 'hello' }, sentAt: NOW }],
    ['unknown', { notifyType: 'open_app_auth_notify' }],
  ])('of kind %s is told apart and read, in UTF-8 and GBK', async (kind, facts) => {
    const events: unknown[] = [];
    const given = handlers({
      on: { [kind]: (event: unknown) => events.push(event) },
      findOrder: () => ({ amountFen: 1n }),
    }).handlers;
    await receive(given, kind, {});
    await receiveNotification(alipay, testAlipay.notification(kind, {}, { charset: 'gbk' }).body, given);
    expect(events).toEqual([expect.objectContaining({ kind, ...facts }), expect.objectContaining({ kind, ...facts })]);
  });

  test('of a full refund closes the trade, and is a refund all the same', async () => {
    const refunded = vi.fn();
    const fields = { ...TRADE, trade_status: 'TRADE_CLOSED', refund_fee: '88.88' };
    await receive(handlers({ on: { 'trade.refunded': refunded } }).handlers, 'trade.refunded', fields);
    expect(refunded.mock.calls[0]?.[0]).toMatchObject({ isFull: true, refundedTotalFen: 8888n });
  });

  test('is answered success only once its handler has finished', async () => {
    const gate = Promise.withResolvers<void>();
    let answered = false;
    const given = handlers({ on: { 'trade.paid': () => gate.promise } }).handlers;
    const receipt = receive(given, 'trade.paid').then((value) => {
      answered = true;
      return value;
    });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(answered).toBe(false);
    gate.resolve();
    expect((await receipt).answer).toBe('success');
  });

  test('whose handler throws is answered failure, and handled when Alipay repeats it', async () => {
    const paid = vi.fn().mockRejectedValueOnce(new Error('the database is away'));
    const { handlers: given, observed } = handlers({ on: { 'trade.paid': paid } });
    const { body } = testAlipay.notification('trade.paid', TRADE);
    expect(await receiveNotification(alipay, body, given)).toMatchObject({ answer: 'failure', status: 500 });
    expect(await receiveNotification(alipay, body, given)).toMatchObject({ answer: 'success' });
    expect(await receiveNotification(alipay, body, given)).toMatchObject({ answer: 'success' });
    expect(observed).toEqual(['failed', 'handled', 'repeated']);
    expect(paid).toHaveBeenCalledTimes(2);
  });

  test("that a handler's own error resembles a refusal is a failure all the same", async () => {
    const paid = vi.fn().mockRejectedValue(new AlipayNotificationError('signature', 'another message'));
    expect(await receive(handlers({ on: { 'trade.paid': paid } }).handlers, 'trade.paid')).toMatchObject({
      outcome: 'failed',
    });
  });

  test.each<[string, TestFields, string, RegExp]>([
    ['another amount', { ...TRADE, total_amount: '0.01' }, 'amount', /amount is 88.88 yuan, but .* says 0.01/],
    ['an order that nobody has placed', { ...TRADE, out_trade_no: 'A2' }, 'unknown_order', /no such order/],
    ["another seller's account", { ...TRADE, seller_id: '2088000000000000' }, 'seller', /went to 2088000000000000/],
  ])('with %s is refused before any handler sees it', async (_what, fields, reason, message) => {
    const paid = vi.fn();
    const given = handlers({ on: { 'trade.paid': paid }, sellerId: '2088102175950000' }).handlers;
    const { outcome, answer, error } = await receive(given, 'trade.paid', fields);
    expect({ outcome, answer }).toEqual({ outcome: 'refused', answer: 'failure' });
    expect(error).toBeInstanceOf(AlipayOrderMismatchError);
    expect(error).toMatchObject({ reason, message: expect.stringMatching(message) });
    expect(paid).not.toHaveBeenCalled();
  });

  test('that is forged is refused, and looks nothing up', async () => {
    const findOrder = vi.fn();
    const given = handlers({ on: { 'trade.paid': vi.fn() }, findOrder }).handlers;
    const { body } = testAlipay.notification('trade.paid', TRADE);
    const receipt = await receiveNotification(alipay, body.replace('88.88', '0.01'), given);
    expect(receipt).toMatchObject({ outcome: 'refused', status: 400, error: { reason: 'signature' } });
    expect(findOrder).not.toHaveBeenCalled();
  });

  test('that comes twice at once is handled once', async () => {
    const paid = vi.fn(() => new Promise((resolve) => setImmediate(resolve)));
    const { handlers: given, observed } = handlers({ on: { 'trade.paid': paid } });
    await Promise.all([receive(given, 'trade.paid'), receive(given, 'trade.paid'), receive(given, 'trade.paid')]);
    expect(paid).toHaveBeenCalledTimes(1);
    expect(observed.toSorted()).toEqual(['handled', 'repeated', 'repeated']);
  });

  test('that comes again after a restart is told by the store that the user gives', async () => {
    const seen = new Set<string>();
    const paid = vi.fn();
    await receive(handlers({ on: { 'trade.paid': paid }, seen }).handlers, 'trade.paid');
    await receive(handlers({ on: { 'trade.paid': paid }, seen }).handlers, 'trade.paid');
    expect(paid).toHaveBeenCalledTimes(1);
  });

  test('of a payment is stale once the trade is known to be closed', async () => {
    const paid = vi.fn();
    const { handlers: given, observed } = handlers({ on: { 'trade.paid': paid, 'trade.refunded': vi.fn() } });
    await receive(given, 'trade.refunded', { ...TRADE, trade_status: 'TRADE_CLOSED', refund_fee: '88.88' });
    await receive(given, 'trade.paid');
    expect(observed).toEqual(['handled', 'stale']);
    expect(paid).not.toHaveBeenCalled();
  });

  test('of a payment still counts after one of a part refund has overtaken it', async () => {
    const { handlers: given, observed } = handlers({ on: { 'trade.paid': vi.fn(), 'trade.refunded': vi.fn() } });
    await receive(given, 'trade.refunded', { ...TRADE, refund_fee: '1.00' });
    await receive(given, 'trade.paid');
    expect(observed).toEqual(['handled', 'handled']);
  });

  test('of each refund of a trade counts, in any order, once', async () => {
    const { handlers: given, observed } = handlers({ on: { 'trade.refunded': vi.fn() } });
    const refund = (number: string, total: string) =>
      receive(given, 'trade.refunded', { ...TRADE, out_biz_no: number, refund_fee: total });
    await refund('R2', '3.00');
    await refund('R1', '1.00');
    await refund('R2', '3.00');
    expect(observed).toEqual(['handled', 'handled', 'repeated']);
  });

  test('of a finished trade counts as the payment where only payments are handled', async () => {
    const paid = vi.fn();
    const { handlers: given, observed } = handlers({ on: { 'trade.paid': paid } });
    await receive(given, 'trade.finished');
    await receive(given, 'trade.paid');
    expect(paid).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ status: 'TRADE_FINISHED' }));
    expect(observed[0]).toBe('handled');
    expect(observed[1]).not.toBe('handled');
  });

  test('that nobody wants is acknowledged; `otherwise` takes all that is left', async () => {
    const otherwise = vi.fn();
    expect(await receive(handlers().handlers, 'agreement.signed')).toMatchObject({
      outcome: 'ignored',
      answer: 'success',
    });
    await receive(handlers({ otherwise }).handlers, 'agreement.signed');
    expect(otherwise.mock.calls[0]?.[0]).toMatchObject({ kind: 'agreement.signed' });
  });

  test('of a known kind that cannot be read is refused, with the field named', async () => {
    const given = handlers({ on: { 'trade.paid': vi.fn() } }).handlers;
    const { outcome, error } = await receive(given, 'trade.paid', { ...TRADE, receipt_amount: '1E2' });
    expect(outcome).toBe('refused');
    expect((error as Error).message).toMatch(/receipt_amount: "1E2" .*exponent/);
  });

  test('that is refused is complained of where nobody observes', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    await receiveNotification(alipay, 'sign=x', { on: {} });
    expect(complaint.mock.calls[0]?.[0]).toMatch(/Alipay notification refused: .*cut off/);
    complaint.mockRestore();
  });
});

test('handlers of orders without a look-up are a mistake that shows at once', async () => {
  await expect(receiveNotification(alipay, '', { on: { 'trade.paid': vi.fn() } })).rejects.toThrow(AlipayConfigError);
  await expect(receiveNotification(alipay, '', { on: {}, otherwise: vi.fn() })).rejects.toThrow(/without findOrder/);
});

test('a handler that hangs does not hold up later messages for ever, nor does it run twice at once', async () => {
  vi.useFakeTimers();
  try {
    const finish = Promise.withResolvers<void>();
    const paid = vi.fn(() => finish.promise);
    const given = handlers({ on: { 'trade.paid': paid } }).handlers;
    const first = receive(given, 'trade.paid');
    const later = [receive(given, 'trade.paid'), receive(given, 'trade.paid')];
    await vi.advanceTimersByTimeAsync(60_000);
    for (const receipt of await Promise.all(later)) {
      expect(receipt).toMatchObject({ outcome: 'failed', answer: 'failure' });
      expect(String(receipt.error)).toContain('has not finished within 60 s');
    }
    finish.resolve();
    expect(await first).toMatchObject({ outcome: 'handled' });
    expect(await receive(given, 'trade.paid')).toMatchObject({ outcome: 'repeated' });
    expect(paid).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test('handlers for a kind that does not exist are a mistake that shows at once', async () => {
  const misspelt = { findOrder: () => undefined, on: { 'trade.payed': vi.fn() } } as NotificationHandlers;
  await expect(receiveNotification(alipay, '', misspelt)).rejects.toThrow('"trade.payed", which is no kind of event');
  await expect(receiveNotification(alipay, '', {} as NotificationHandlers)).rejects.toThrow('on is missing');
  for (const handler of [undefined, 'pay']) {
    const lost = { findOrder: () => undefined, on: { 'trade.paid': handler as never } };
    await expect(receiveNotification(alipay, '', lost)).rejects.toThrow(/on\["trade.paid"\] is .*, not a function/);
  }
});

test('an order that a database gives as null is an unknown order', async () => {
  const receipt = await receive(
    handlers({ on: { 'trade.paid': vi.fn() }, findOrder: () => null }).handlers,
    'trade.paid',
  );
  expect(receipt).toMatchObject({ outcome: 'refused', error: { reason: 'unknown_order' } });
});

test('an order whose amount is no bigint is a mistake of the look-up, not of the buyer', async () => {
  const paid = vi.fn();
  const findOrder = () => ({ amountFen: 8888 as never });
  const receipt = await receive(handlers({ on: { 'trade.paid': paid }, findOrder }).handlers, 'trade.paid');
  expect(receipt).toMatchObject({ outcome: 'failed', error: expect.any(AlipayConfigError) });
  expect(String(receipt.error)).toContain('findOrder gave amountFen as number');
  expect(paid).not.toHaveBeenCalled();
});

describe('a web request', () => {
  const given = handlers({ on: { 'trade.paid': vi.fn() } }).handlers;
  const URL = 'https://shop.example/notify';

  test('is answered with exactly success, or failure', async () => {
    const { body } = testAlipay.notification('trade.paid', TRADE);
    const genuine = await handleNotification(alipay, new Request(URL, { method: 'POST', body }), given);
    expect([genuine.status, await genuine.text()]).toEqual([200, 'success']);
    const forged = await handleNotification(alipay, new Request(URL, { method: 'POST', body: 'sign=x' }), given);
    expect([forged.status, await forged.text()]).toEqual([400, 'failure']);
  });

  test('that is not a notification at all is answered failure', async () => {
    const big = new Request(URL, { method: 'POST', body: 'a'.repeat(300_000) });
    expect((await handleNotification(alipay, big, given)).status).toBe(400);
    expect((await handleNotification(alipay, new Request(URL), given)).status).toBe(405);
    expect((await handleNotification(alipay, new Request(URL, { method: 'POST' }), given)).status).toBe(400);
  });

  test('whose body somebody has read is a mistake that shows at once', async () => {
    const request = testAlipay.notification('trade.paid').request(URL);
    await request.text();
    await expect(handleNotification(alipay, request, given)).rejects.toThrow('has been read already');
  });
});
