import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox } from '../index.ts';
import { listenForNotifications, Merchant, openShop, PUBLIC_KEY } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const HAN_MEIMEI = '2088002100000022';
const MINUTE_MS = 60_000;
const ORDER = { out_trade_no: 'o1', total_amount: '10.00' };

function callsOf(merchant: Merchant) {
  const call = async (method: string, more: object = {}) =>
    (await merchant.call(`alipay.trade.${method}`, { out_trade_no: 'o1', ...more })).node;
  return {
    call,
    apply: (refund_amount: string, out_request_no: string, more: object = {}) =>
      call('refund.apply', { refund_amount, out_request_no, ...more }),
    refund: (refund_amount: string, out_request_no: string) => call('refund', { refund_amount, out_request_no }),
    ask: (out_request_no: string) => call('fastpay.refund.query', { out_request_no }),
  };
}

async function openPaidShop(notify_url = '') {
  const shop = await openShop();
  await shop.merchant.paidTrade(ORDER, { notify_url });
  return { ...shop, ...callsOf(shop.merchant), [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
}

test('a refund that is applied for is accepted at once, made a little later, and told by the notification', async () => {
  await using inbox = await listenForNotifications();
  await using shop = await openPaidShop(inbox.url);
  const { sandbox, merchant, apply, ask } = shop;
  const tradeNo = sandbox.trades()[0]?.trade_no;
  const accepted = { code: '10000', msg: 'Success', out_request_no: 'r1', out_trade_no: 'o1', refund_amount: '4.00' };
  const processing = { ...accepted, refund_status: 'REFUND_PROCESSING', trade_no: tradeNo };
  expect(await apply('4', 'r1', { refund_reason: '少了一件' })).toEqual(processing);
  expect(await apply('4', 'r1')).toEqual(processing);
  expect(await ask('r1')).toEqual({ code: '10000', msg: 'Success' });
  expect((await apply('5', 'r1')).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  await sandbox.advance(MINUTE_MS);
  expect(await ask('r1')).toMatchObject({
    ...{ refund_amount: '4.00', refund_status: 'REFUND_SUCCESS', refund_reason: '少了一件' },
  });
  expect((await apply('4', 'r1')).refund_status).toBe('REFUND_SUCCESS');
  expect((await apply('5', 'r1')).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  expect(inbox.fields(1)).toMatchObject({ trade_status: 'TRADE_SUCCESS', refund_fee: '4.00', out_biz_no: 'r1' });
  const v3 = new V3Merchant(sandbox, merchant.app);
  const rest = { out_trade_no: 'o1', refund_amount: '6.00', out_request_no: 'r2' };
  const { status, body } = await v3.post('/v3/alipay/trade/refund/apply', rest);
  expect([status, body.refund_status]).toEqual([200, 'REFUND_PROCESSING']);
  await sandbox.advance(MINUTE_MS);
  expect(sandbox.trades()[0]).toMatchObject({ trade_status: 'TRADE_CLOSED', refund_fee: '10.00' });
});

test('the console shows what is still to be refunded', async () => {
  await using shop = await openPaidShop();
  const { sandbox, apply } = shop;
  await apply('4', 'r1');
  const shown = async (view: string) =>
    (await fetch(`${sandbox.url}/_sandbox/?view=${view}&lang=en`, { headers: { accept: 'text/html' } })).text();
  const views = [`trades&id=${sandbox.trades()[0]?.trade_no}`, 'clock'];
  for (const view of views) expect(await shown(view)).toContain('Refunds ¥4.00');
  await sandbox.advance(MINUTE_MS);
  for (const view of views) expect(await shown(view)).not.toContain('Refunds ¥4.00');
});

test('what is applied for cannot be refunded a second time', async () => {
  await using shop = await openPaidShop();
  const { sandbox, apply, refund, call } = shop;
  await apply('6', 'r1');
  expect((await apply('5', 'r2')).sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  expect((await refund('5', 'r2')).sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  expect((await call('cancel')).sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  expect((await refund('5', 'r1')).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  expect(await refund('6', 'r1')).toMatchObject({ fund_change: 'Y', refund_fee: '6.00' });
  expect(await refund('6', 'r1')).toMatchObject({ fund_change: 'N', refund_fee: '6.00' });
  await sandbox.advance(MINUTE_MS);
  expect(sandbox.summary()).toMatchObject({ refund_count: 1, refund_amount: '6.00' });
  expect((await apply('6', 'r1')).refund_status).toBe('REFUND_SUCCESS');
});

test('several refunds of a trade are applied for side by side, and each is made', async () => {
  await using shop = await openPaidShop();
  const { sandbox, apply, refund } = shop;
  await apply('3', 'r1');
  await apply('4', 'r2');
  expect((await refund('1', 'r3')).refund_fee).toBe('1.00');
  expect((await apply('2.01', 'r4')).sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  await sandbox.advance(MINUTE_MS);
  expect(sandbox.summary()).toMatchObject({ refund_count: 3, refund_amount: '8.00' });
});

test('face to face, a refund that was applied for takes the shares back in proportion', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const { call, apply } = callsOf(merchant);
  const shares = () => sandbox.buyers().find(({ buyer_id }) => buyer_id === HAN_MEIMEI)?.funding;
  const before = shares();
  await call('royalty.relation.bind', {
    out_request_no: 'b',
    receiver_list: [{ type: 'userId', account: HAN_MEIMEI }],
  });
  const scan = { scene: 'bar_code', auth_code: sandbox.paymentCode().code };
  const { trade_no } = await call('pay', { ...ORDER, subject: '面', ...scan });
  const royalty_parameters = [{ trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount: '5' }];
  await call('order.settle', { out_request_no: 's1', trade_no, royalty_parameters });
  await apply('4', 'r1');
  await sandbox.advance(MINUTE_MS);
  const options = { out_request_no: 'r1', query_options: ['refund_royaltys'] };
  expect((await call('fastpay.refund.query', options)).refund_royaltys).toMatchObject([{ refund_amount: '2.00' }]);
  await apply('6', 'r2');
  await sandbox.advance(MINUTE_MS);
  expect(shares()).toEqual(before);
});

test('a refund for which the merchant has no money fails, and frees its amount for another', async () => {
  const shop = await openShop();
  await using sandbox = shop.sandbox;
  const app = await sandbox.registerApp({ app_id: 'poor', public_key: PUBLIC_KEY, opening_balance: '0.00' });
  const merchant = new Merchant(sandbox, app);
  const { apply, refund, ask } = callsOf(merchant);
  await merchant.paidTrade(ORDER);
  // The service fee of a page payment is not returned.
  expect((await apply('10', 'r1')).refund_status).toBe('REFUND_PROCESSING');
  await sandbox.advance(MINUTE_MS);
  expect((await apply('10', 'r1')).refund_status).toBe('REFUND_FAIL');
  expect(await ask('r1')).toEqual({ code: '10000', msg: 'Success' });
  const page = `${sandbox.url}/_sandbox/?view=trades&id=${sandbox.trades()[0]?.trade_no}&lang=en`;
  const shown = await (await fetch(page, { headers: { accept: 'text/html' } })).text();
  expect(shown).toContain('Could not refund ¥10.00');
  expect((await refund('9', 'r2')).refund_fee).toBe('9.00');
});

test('an application is refused as a refund is', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const { apply, call } = callsOf(merchant);
  expect((await apply('1', 'r1')).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  const { tradeNo } = await merchant.openCashier(ORDER);
  expect((await apply('1', 'r1')).sub_code).toBe('ACQ.TRADE_STATUS_ERROR');
  await sandbox.pay(tradeNo);
  expect(await apply('0', 'r1')).toMatchObject({ sub_code: 'ACQ.INVALID_PARAMETER', out_trade_no: 'o1' });
  expect((await apply('1', 'r1', { refund_fund_details: 'all' })).sub_code).toBe('ACQ.INVALID_PARAMETER');
  expect((await call('refund.apply', { refund_amount: '1' })).sub_code).toBe('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
  expect((await apply('10.01', 'r1')).sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  expect(await call('refund.apply', { refund_amount: '10' })).toMatchObject({
    ...{ out_request_no: 'o1', refund_status: 'REFUND_PROCESSING' },
  });
});

test('a refund that was applied for is made after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'till-sandbox-'));
  try {
    const dataFile = join(folder, 'refunds.db');
    const first = await createSandbox({ dataFile });
    await first.freeze();
    const merchant = await Merchant.of(first);
    await merchant.paidTrade(ORDER);
    expect((await callsOf(merchant).apply('4', 'r1')).refund_status).toBe('REFUND_PROCESSING');
    await first.close();
    await using second = await createSandbox({ dataFile });
    expect(second.summary().refund_count).toBe(0);
    await second.advance(MINUTE_MS);
    expect(second.summary().refund_amount).toBe('4.00');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a refund that failed stays so, after a restart and with new money too; the others are made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'till-sandbox-'));
  try {
    const dataFile = join(folder, 'refunds.db');
    const first = await createSandbox({ dataFile });
    await first.freeze();
    const app = await first.registerApp({ app_id: 'poor', public_key: PUBLIC_KEY, opening_balance: '0.00' });
    const poor = new Merchant(first, app);
    await poor.paidTrade(ORDER);
    await callsOf(poor).apply('9', 'r1');
    await first.advance(3_000);
    await callsOf(poor).apply('0.50', 'r2');
    await poor.call('alipay.fund.trans.uni.transfer', {
      ...{ out_biz_no: 't1', trans_amount: '5', product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' },
      payee_info: { identity: HAN_MEIMEI, identity_type: 'ALIPAY_USER_ID' },
    });
    await first.advance(3_000);
    const standing = async (merchant: Merchant) => [
      (await callsOf(merchant).apply('9', 'r1')).refund_status,
      (await callsOf(merchant).apply('0.50', 'r2')).refund_status,
    ];
    expect(await standing(poor)).toEqual(['REFUND_FAIL', 'REFUND_PROCESSING']);
    await poor.paidTrade({ out_trade_no: 'o2', total_amount: '100.00' });
    await first.close();
    await using second = await createSandbox({ dataFile });
    await second.advance(MINUTE_MS);
    expect(second.summary().refund_amount).toBe('0.50');
    expect(await standing(new Merchant(second, app))).toEqual(['REFUND_FAIL', 'REFUND_SUCCESS']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
