import { Alipay } from '@till/alipay';
import { AlipaySdk } from 'alipay-sdk';
import { afterAll, test as base, beforeAll, beforeEach, describe, expect } from 'vitest';
import { openTestShop, type SandboxFixtures, sandboxFixtures, useTestShop } from './index.ts';

const test = base.extend<SandboxFixtures>(sandboxFixtures);

test('a test that names the shop has one, with a trade that is paid and told about in one line', async ({ shop }) => {
  const trade = await shop.paidTrade({ out_trade_no: 'tea-1', total_amount: '12.50' });
  expect(trade).toMatchObject({ out_trade_no: 'tea-1', total_amount: '12.50', trade_status: 'TRADE_SUCCESS' });
  expect(shop.inbox.messages).toMatchObject([{ out_trade_no: 'tea-1', trade_status: 'TRADE_SUCCESS' }]);
});

test('the keys fit the official SDK as they are, over v2 and v3', async ({ shop }) => {
  const { trade_no } = await shop.paidTrade();
  const official = new AlipaySdk(shop.keys);
  expect(await official.exec('alipay.trade.query', { bizContent: { trade_no } })).toMatchObject({
    code: '10000',
    tradeStatus: 'TRADE_SUCCESS',
  });
  const { data } = await official.curl('POST', '/v3/alipay/trade/query', { body: { trade_no } });
  expect(data).toMatchObject({ trade_status: 'TRADE_SUCCESS' });
  expect(official.checkNotifySign(Object.assign({}, shop.inbox.messages[0]))).toBe(true);
});

test('what an SDK made is checked out as a browser would: a form, or an address', async ({ shop }) => {
  const alipay = new Alipay(shop.keys);
  const order = { total_amount: '1.00', subject: `"tea" & 'cake'`, product_code: 'FAST_INSTANT_TRADE_PAY' };
  const urls = { notifyUrl: shop.inbox.url };
  const form = alipay.pageForm('alipay.trade.page.pay', { ...order, out_trade_no: 'by-form' }, urls);
  const official = new AlipaySdk(shop.keys).pageExecute('alipay.trade.page.pay', 'POST', {
    bizContent: { ...order, out_trade_no: 'by-official-form' },
  });
  const url = alipay.pageUrl('alipay.trade.page.pay', { ...order, out_trade_no: 'by-url' }, urls);
  for (const made of [form, official, url]) {
    expect(await shop.checkout(made)).toMatchObject({ subject: order.subject, trade_status: 'WAIT_BUYER_PAY' });
  }
  expect(shop.sandbox.trades().map(({ out_trade_no }) => out_trade_no)).toEqual([
    'by-form',
    'by-official-form',
    'by-url',
  ]);
});

test('orders at once are not taken for one another', async ({ shop }) => {
  const numbers = Array.from({ length: 12 }, (_, at) => `at-once-${at}`);
  const trades = await Promise.all(numbers.map((out_trade_no) => shop.paidTrade({ out_trade_no })));
  expect(trades.map(({ out_trade_no }) => out_trade_no)).toEqual(numbers);
  expect(shop.inbox.messages).toHaveLength(numbers.length);
});

test('a refused page says why', async ({ shop }) => {
  await expect(shop.order({ total_amount: '0' })).rejects.toThrow(/refused the page: .*订单总金额不在允许范围内/);
  await expect(shop.checkout(`${shop.sandbox.url}/nowhere`)).rejects.toThrow('nothing at /nowhere');
  await expect(shop.checkout(`${shop.sandbox.url}/app`)).rejects.toThrow('no trade of this shop began');
  await expect(shop.checkout('app_id=1&sign=x')).rejects.toThrow('give the HTML of a form, or an address');
});

test('a merchant that does not acknowledge is told again', async ({ shop, sandbox }) => {
  shop.inbox.answer = 'fail';
  await shop.paidTrade();
  await sandbox.advance(4 * 60_000);
  expect(shop.inbox.messages).toHaveLength(2);
});

test('a hundred shops live side by side, each with an app and a trade', async () => {
  const shops = await Promise.all(Array.from({ length: 100 }, () => openTestShop()));
  await Promise.all(shops.map((shop) => shop.paidTrade()));
  expect(shops.map(({ inbox }) => inbox.messages.length)).toEqual(shops.map(() => 1));
  expect(shops.map(({ sandbox }) => sandbox.summary().paid_count)).toEqual(shops.map(() => 1));
  await Promise.all(shops.map((shop) => shop.close()));
});

test('shops have keys of their own if they want', async () => {
  await using shared = await openTestShop();
  await using alone = await openTestShop({ reuseKeys: false });
  await using same = await openTestShop();
  expect(same.keys.privateKey).toBe(shared.keys.privateKey);
  expect(alone.keys.privateKey).not.toBe(shared.keys.privateKey);
  expect(shared.app.alipay_public_key).not.toBe(alone.app.alipay_public_key);
});

describe('one shop for a whole file, in any framework', () => {
  const shop = useTestShop({ beforeAll, beforeEach, afterAll });

  base.each([1, 2])('begins every test empty, time %i', async () => {
    await shop().paidTrade({ out_trade_no: 'the-same' });
    expect(shop().inbox.messages).toHaveLength(1);
    expect(shop().sandbox.summary().trades).toBe(1);
  });

  base('is not there before its tests run', () => {
    const early = useTestShop({ beforeAll: () => 0, beforeEach: () => 0, afterAll: () => 0 });
    expect(early).toThrow('not open yet');
  });
});
