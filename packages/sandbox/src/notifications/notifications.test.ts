import { createServer } from 'node:net';
import { encodeText } from '@till/alipay/charset';
import { expect, test } from 'vitest';
import { createSandbox } from '../index.ts';
import { listenForNotifications, Merchant, openShop, read, signText, stringToSign } from '../testing/merchant.ts';
import { printForm } from '../wire/form-text.ts';

const MINUTE = 60_000;

test('a notification is sent again after 4m, 10m, 10m, 1h, 2h, 6h and 15h, and then given up', async () => {
  await using shop = await listenForNotifications(() => ({ text: 'failure' }));
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(0);
  expect(shop.received).toHaveLength(1);
  await sandbox.advance(48 * 60 * MINUTE);
  const rows = sandbox.notifications();
  const minutes = rows.map((row) => (row.at - (rows[0]?.at ?? 0)) / MINUTE);
  expect(minutes).toEqual([0, 4, 14, 24, 84, 204, 564, 1464]);
  expect(rows.map((row) => row.next_at)).toEqual([...rows.slice(1).map((row) => row.at), null]);
  expect(new Set(rows.map((row) => row.notify_id)).size).toBe(1);
  expect(rows[0]?.notify_id).toMatch(/^\d{34}$/);
  expect(rows.every((row) => row.status === 200 && row.answer === 'failure')).toBe(true);
  expect(shop.received.map(({ body }) => body)).toEqual(rows.map((row) => row.body));
  for (const { body } of shop.received) expect(merchant.verifyMessage(body)).toBe(true);
  expect(new Set(shop.received.map((_, index) => shop.fields(index).notify_time)).size).toBe(8);
});

test('after a notification was sent again by hand its timetable goes on from then, and from then only', async () => {
  await using shop = await listenForNotifications(() => ({ text: 'failure' }));
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(MINUTE);
  const id = sandbox.notifications()[0]?.notify_id;
  await fetch(`${sandbox.url}/_sandbox/notifications/${id}/resend`, { method: 'POST' });
  await sandbox.advance(20 * MINUTE);
  const rows = sandbox.notifications();
  expect(rows.map((row) => (row.at - (rows[0]?.at ?? 0)) / MINUTE)).toEqual([0, 1, 11, 21]);
});

test('retries end with the first success', async () => {
  await using shop = await listenForNotifications((count) => ({ text: count < 3 ? 'failure' : 'success' }));
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(48 * 60 * MINUTE);
  expect(shop.received).toHaveLength(3);
  expect(sandbox.notifications().at(-1)).toMatchObject({ status: 200, answer: 'success', next_at: null });
});

test.each([
  ['a newline after success', { text: 'success\n' }],
  ['SUCCESS', { text: 'SUCCESS' }],
  ['success with status 201', { text: 'success', status: 201 }],
  ['success with status 500', { text: 'success', status: 500 }],
  ['a redirect', { text: 'success', status: 302, location: '/elsewhere' }],
  ['a long page', { text: 'x'.repeat(100_000) }],
])('%s is no acknowledgement', async (_name, answer) => {
  await using shop = await listenForNotifications(() => answer);
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(4 * MINUTE);
  expect(shop.received).toHaveLength(2);
  expect(sandbox.notifications()[0]?.answer.length).toBeLessThanOrEqual(4096);
});

test('a merchant that is not there, or hangs up, is a try without status', async () => {
  const rude = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
  const address = rude.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade({}, { notify_url: `http://127.0.0.1:${port}/` });
  await sandbox.advance(0);
  expect(sandbox.notifications()).toMatchObject([
    { status: null, answer: expect.stringMatching(/hang up|ECONNRESET/) },
  ]);
  await new Promise((resolve) => rude.close(resolve));
  await sandbox.advance(4 * MINUTE);
  expect(sandbox.notifications()[1]).toMatchObject({ status: null, answer: expect.stringMatching(/ECONNREFUSED/) });
});

test('closing does not wait for a merchant that never answers', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  const sandbox = await createSandbox();
  const merchant = await Merchant.of(sandbox);
  await merchant.paidTrade({}, { notify_url: `http://127.0.0.1:${port}/` });
  await connected;
  await sandbox.close();
  await new Promise((resolve) => silent.close(resolve));
});

test('a part refund is told as TRADE_SUCCESS, the rest as TRADE_CLOSED, with the sum so far', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade({}, { notify_url: shop.url });
  const refund = (amount: string, no: string) =>
    merchant.call('alipay.trade.refund', { out_trade_no: 'order-1', refund_amount: amount, out_request_no: no });
  await refund('8.88', 'r1');
  await refund('8.88', 'r1');
  await refund('80', 'r2');
  await sandbox.advance(0);
  expect(shop.received).toHaveLength(3);
  const told = shop.received.map((_, index) => shop.fields(index));
  const part = told.find((fields) => fields.out_biz_no === 'r1');
  const rest = told.find((fields) => fields.out_biz_no === 'r2');
  expect(part).toMatchObject({ trade_status: 'TRADE_SUCCESS', refund_fee: '8.88', total_amount: '88.88' });
  expect(part?.gmt_refund).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
  expect(part).not.toHaveProperty('gmt_close');
  expect(part).not.toHaveProperty('receipt_amount');
  expect(rest).toMatchObject({ trade_status: 'TRADE_CLOSED', refund_fee: '88.88', gmt_close: expect.any(String) });
  for (const { body } of shop.received) expect(merchant.verifyMessage(body)).toBe(true);
});

test('closing and expiry are not announced', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.openCashier({ out_trade_no: 'a', timeout_express: '1m' }, { notify_url: shop.url });
  await merchant.openCashier({ out_trade_no: 'b' }, { notify_url: shop.url });
  await merchant.call('alipay.trade.close', { out_trade_no: 'b' });
  await sandbox.advance(2 * MINUTE);
  expect(sandbox.trades().map((trade) => trade.trade_status)).toEqual(['TRADE_CLOSED', 'TRADE_CLOSED']);
  expect(shop.received).toEqual([]);
});

test('a trade ordered in GBK is notified in GBK, signed over GBK bytes', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const content = { out_trade_no: 'gbk', total_amount: '1', subject: '充值', product_code: 'FAST_INSTANT_TRADE_PAY' };
  const { sign: _sign, ...signed } = merchant.parameters('alipay.trade.page.pay', content, {
    charset: 'GBK',
    notify_url: shop.url,
  });
  const sign = signText(encodeText(stringToSign(signed), 'gbk'));
  const response = await fetch(`${sandbox.gatewayUrl}?charset=GBK`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: printForm(Object.entries({ ...signed, sign }), 'gbk'),
  });
  await fetch((await read(response)).headers.get('location') ?? '');
  expect(sandbox.trades()[0]?.subject).toBe('充值');
  await sandbox.pay(sandbox.trades()[0]?.trade_no ?? '');
  await sandbox.advance(0);
  expect(shop.received[0]?.body).toContain('subject=%B3%E4%D6%B5');
  expect(shop.received[0]?.body).toContain('charset=GBK');
});

test('the merchant that asks back while it is being notified gets its answer', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const asked: (string | undefined)[] = [];
  await using told = await createSandbox({
    postForm: async () => {
      asked.push((await merchant.call('alipay.trade.query', { out_trade_no: 'order-1' })).node.code);
      return { status: 200, text: 'success' };
    },
  });
  const other = await Merchant.of(told);
  await other.paidTrade({}, { notify_url: 'http://shop.example/' });
  await told.advance(0);
  expect(asked).toEqual(['40004']);
  expect(sandbox.notifications()).toEqual([]);
});

test('a notification that is sent again while a try is under way goes out once more', async () => {
  const begun = Promise.withResolvers<string>();
  const slow = Promise.withResolvers<void>();
  await using sandbox = await createSandbox({
    postForm: async ({ body }) => {
      begun.resolve(new URLSearchParams(body).get('notify_id') ?? '');
      await slow.promise;
      return { status: 200, text: 'success' };
    },
  });
  const merchant = await Merchant.of(sandbox);
  await merchant.paidTrade({}, { notify_url: 'http://shop.example/' });
  const path = `/_sandbox/notifications/${await begun.promise}/resend`;
  const again = sandbox.fetch(`${sandbox.url}${path}`, { method: 'POST' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  slow.resolve();
  expect(await (await again).json()).toMatchObject({ notifications: [{ status: 200 }, { status: 200 }] });
});
