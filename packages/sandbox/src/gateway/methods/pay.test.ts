import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../index.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { listenForNotifications, Merchant, openShop } from '../../testing/merchant.ts';
import { V3Merchant } from '../../testing/v3-merchant.ts';

/** May spend 500 yuan a day. */
const LIMITED = '2088002100000077';
const HOUR_MS = 3_600_000;
const ORDER = { out_trade_no: 'o1', total_amount: '400.00', subject: '会员', product_code: 'GENERAL_WITHHOLDING' };
const ASK = { query_options: ['async_pay_info'] };

async function signAgreement(merchant: Merchant): Promise<string> {
  const content = { personal_product_code: 'GENERAL_WITHHOLDING_P', access_params: { channel: 'ALIPAYAPP' } };
  const return_url = 'https://music.example/back';
  const page = await merchant.call('alipay.user.agreement.page.sign', content, { return_url });
  const body = JSON.stringify({ buyer_id: LIMITED });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await fetch(`${page.headers.get('location')}/yes`, { method: 'POST', body, headers });
  const { continue_url } = (await answer.json()) as { continue_url: string };
  return new URL(continue_url).searchParams.get('agreement_no') ?? '';
}

async function openMusicShop() {
  const shop = await openShop();
  return { ...shop, ...(await callsOf(shop.merchant)) };
}

async function callsOf(merchant: Merchant) {
  const { sandbox } = merchant;
  const agreement_no = await signAgreement(merchant);
  const deduct = async (more: object, notify_url = '') =>
    (await merchant.call('alipay.trade.pay', { ...ORDER, agreement_params: { agreement_no }, ...more }, { notify_url }))
      .node;
  const call = async (method: string, more: object = {}) =>
    (await merchant.call(`alipay.trade.${method}`, { out_trade_no: 'o1', ...more })).node;
  /** Leaves too little of the day's limit for the order. */
  const spend = async () => {
    const code = { scene: 'bar_code', auth_code: sandbox.paymentCode(LIMITED).code };
    await merchant.call('alipay.trade.pay', { out_trade_no: 'lunch', total_amount: '200', subject: 'x', ...code });
  };
  return { agreement_no, deduct, call, spend };
}

function statusOf(sandbox: Sandbox) {
  return sandbox.trades({ out_trade_no: 'o1' })[0]?.trade_status;
}

test('a deduction with is_async_pay is accepted at once, made a little later, and told by the notification', async () => {
  await using inbox = await listenForNotifications();
  await using shop = await openMusicShop();
  const { sandbox, deduct, call } = shop;
  const accepted = await deduct({ is_async_pay: true, ...ASK }, inbox.url);
  expect(accepted).toMatchObject({
    ...{ code: '10003', msg: ' order success pay inprocess', buyer_user_id: LIMITED, buyer_pay_amount: '0.00' },
    ...{ async_payment_mode: 'NORMAL_ASYNC_PAY', async_pay_apply_status: 'S' },
  });
  expect(await call('query', ASK)).toMatchObject({ trade_status: 'WAIT_BUYER_PAY', async_pay_apply_status: 'S' });
  expect(await call('query')).not.toHaveProperty('async_pay_apply_status');
  const again = await deduct({ pay_params: { async_type: 'NEAR_REAL_TIME_ASYNC' } }, inbox.url);
  expect([again.trade_no, again.async_payment_mode]).toEqual([accepted.trade_no, 'NORMAL_ASYNC_PAY']);
  const page = `${sandbox.url}/_sandbox/?view=trades&id=${accepted.trade_no}&lang=en`;
  const shown = await (await fetch(page, { headers: { accept: 'text/html' } })).text();
  expect(shown).toContain('Takes the money under the agreement');
  await sandbox.advance(60_000);
  expect(statusOf(sandbox)).toBe('TRADE_SUCCESS');
  expect(inbox.received).toHaveLength(1);
  expect(inbox.fields(0)).toMatchObject({ out_trade_no: 'o1', trade_status: 'TRADE_SUCCESS', total_amount: '400.00' });
  expect((await deduct({ is_async_pay: true })).sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
  expect(sandbox.summary()).toMatchObject({ paid_count: 1, paid_amount: '400.00' });
});

test('over v3 an accepted deduction is a 202 that names its mode', async () => {
  await using shop = await openMusicShop();
  const { sandbox, merchant, agreement_no } = shop;
  const v3 = new V3Merchant(sandbox, merchant.app);
  const pay_params = { async_type: 'NEAR_REAL_TIME_ASYNC' };
  const content = { ...ORDER, agreement_params: { agreement_no }, pay_params, ...ASK };
  const { status, body } = await v3.post('/v3/alipay/trade/pay', content);
  expect([status, body]).toMatchObject([
    202,
    { out_trade_no: 'o1', async_payment_mode: 'ASYNC_REALTIME_PAY', async_pay_apply_status: 'S' },
  ]);
  await sandbox.advance(60_000);
  expect(statusOf(sandbox)).toBe('TRADE_SUCCESS');
});

test.each([
  ['is tried again until it can be made', { is_async_pay: true }, 'WAIT_BUYER_PAY', 'TRADE_SUCCESS'],
  [
    'is tried again when that is asked for',
    { pay_params: { async_type: 'NORMAL_ASYNC', retry_type: 'RETY' } },
    'WAIT_BUYER_PAY',
    'TRADE_SUCCESS',
  ],
  [
    'waits for the trade to expire',
    { pay_params: { async_type: 'NORMAL_ASYNC', retry_type: 'NONE' } },
    'WAIT_BUYER_PAY',
    'WAIT_BUYER_PAY',
  ],
  [
    'ends the trade',
    { pay_params: { async_type: 'NORMAL_ASYNC', retry_type: 'NONE_AND_CLOSETRADE' } },
    'TRADE_CLOSED',
    'TRADE_CLOSED',
  ],
  [
    'waits, of near real time',
    { pay_params: { async_type: 'NEAR_REAL_TIME_ASYNC' } },
    'WAIT_BUYER_PAY',
    'WAIT_BUYER_PAY',
  ],
])('a deduction that fails %s', async (_what, more, soon, nextDay) => {
  await using shop = await openMusicShop();
  const { sandbox, deduct, spend } = shop;
  await spend();
  expect((await deduct({})).sub_code).toBe('ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR');
  expect(statusOf(sandbox)).toBeUndefined();
  expect((await deduct(more)).code).toBe('10003');
  await sandbox.advance(HOUR_MS);
  expect(statusOf(sandbox)).toBe(soon);
  await sandbox.advance(24 * HOUR_MS);
  expect(statusOf(sandbox)).toBe(nextDay);
});

test('a deduction that was cancelled, or whose agreement has ended, is not made', async () => {
  await using shop = await openMusicShop();
  const { sandbox, merchant, deduct, call, agreement_no } = shop;
  await deduct({ is_async_pay: true });
  expect(await call('cancel')).toMatchObject({ code: '10000', action: 'close' });
  await deduct({ is_async_pay: true, out_trade_no: 'o2', timeout_express: '1d' });
  await merchant.call('alipay.user.agreement.unsign', { agreement_no });
  await sandbox.advance(25 * HOUR_MS);
  expect(sandbox.trades().map(({ trade_status }) => trade_status)).toEqual(['TRADE_CLOSED', 'TRADE_CLOSED']);
  expect((await deduct({ is_async_pay: true, out_trade_no: 'o3' })).sub_code).toBe('ACQ.AGREEMENT_STATUS_NOT_NORMAL');
  expect(sandbox.summary().paid_count).toBe(0);
});

test('an accepted deduction is made after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'till-sandbox-'));
  try {
    const dataFile = join(folder, 'async.db');
    const first = await createSandbox({ dataFile });
    await first.freeze();
    const merchant = await Merchant.of(first);
    const agreement_params = { agreement_no: await signAgreement(merchant) };
    const accepted = await merchant.call('alipay.trade.pay', { ...ORDER, agreement_params, is_async_pay: true });
    expect(accepted.node.code).toBe('10003');
    await first.close();
    await using second = await createSandbox({ dataFile });
    expect(statusOf(second)).toBe('WAIT_BUYER_PAY');
    await second.advance(60_000);
    expect(statusOf(second)).toBe('TRADE_SUCCESS');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a deduction that failed is tried again when it was to be, and not sooner for a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'till-sandbox-'));
  try {
    const dataFile = join(folder, 'async.db');
    // At midnight the buyer's limit begins anew.
    const clock = manualClock(Date.parse('2026-03-01T23:30:00+08:00'));
    const first = await createSandbox({ dataFile, clock });
    const { deduct, spend } = await callsOf(await Merchant.of(first));
    await spend();
    expect((await deduct({ is_async_pay: true })).code).toBe('10003');
    await first.advance(HOUR_MS * 0.7);
    await first.close();
    await using second = await createSandbox({ dataFile, clock });
    await second.advance(60_000);
    expect(statusOf(second)).toBe('WAIT_BUYER_PAY');
    await second.advance(HOUR_MS);
    expect(statusOf(second)).toBe('TRADE_SUCCESS');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a payment code pays at once, whatever is_async_pay says', async () => {
  await using shop = await openMusicShop();
  const code = { scene: 'bar_code', auth_code: shop.sandbox.paymentCode().code };
  const order = { out_trade_no: 'o1', total_amount: '1', subject: 'x', is_async_pay: true, ...code };
  expect((await shop.merchant.call('alipay.trade.pay', order)).node.code).toBe('10000');
});

test.each([
  ['is_async_pay that is neither', { is_async_pay: 'yes' }, /is_async_pay应为true或false/],
  ['pay_params that are no object', { pay_params: 'NORMAL_ASYNC' }, /pay_params应为JSON对象/],
  [
    'an unknown async_type',
    { pay_params: { async_type: 'LATER' } },
    /async_type应为NORMAL_ASYNC、NEAR_REAL_TIME_ASYNC/,
  ],
  ['an unknown retry_type', { pay_params: { async_type: 'NORMAL_ASYNC', retry_type: 'ALWAYS' } }, /retry_type应为/],
  ['terminal_params that are no text', { terminal_params: { sn: '1' } }, /terminal_params应为字符串/],
  ['a long request_org_pid', { request_org_pid: '2'.repeat(17) }, /request_org_pid超过16个字符/],
  ['an advance_payment_type that is no text', { advance_payment_type: true }, /advance_payment_type应为字符串/],
])('a payment with %s is refused', async (_what, fields, message) => {
  await using shop = await openMusicShop();
  const { node } = await shop.merchant.call('alipay.trade.pay', { ...ORDER, ...fields });
  expect([node.sub_code, node.sub_msg]).toEqual(['ACQ.INVALID_PARAMETER', expect.stringMatching(message)]);
});

test('the currencies of a payment come back, and only yuan are taken', async () => {
  await using shop = await openMusicShop();
  const { merchant, sandbox } = shop;
  const order = { out_trade_no: 'o1', total_amount: '1', subject: 'x', scene: 'bar_code' };
  const pay = async (more: object) =>
    (await merchant.call('alipay.trade.pay', { ...order, auth_code: sandbox.paymentCode().code, ...more })).node;
  expect((await pay({ trans_currency: 'USD' })).sub_code).toBe('ACQ.CURRENCY_NOT_SUPPORT');
  expect((await pay({ settle_currency: 'HKD' })).sub_code).toBe('ACQ.CURRENCY_NOT_SUPPORT');
  const yuan = { trans_currency: 'CNY', settle_currency: 'CNY' };
  expect(await pay({ ...yuan, terminal_params: 'sn', advance_payment_type: 'ENJOY_PAY_V2' })).toMatchObject(yuan);
  expect((await merchant.call('alipay.trade.query', { out_trade_no: 'o1' })).node).toMatchObject(yuan);
  expect(await pay({ out_trade_no: 'o2' })).not.toHaveProperty('trans_currency');
});

test('payments made face to face tell unasked where the money came from; discounts are told to who asks', async () => {
  await using shop = await openMusicShop();
  const { merchant, sandbox } = shop;
  sandbox.giveCoupon('2088002100000011', { amount: '0.40', channel: 'DISCOUNT' });
  const code = { scene: 'bar_code', auth_code: sandbox.paymentCode().code };
  const order = { out_trade_no: 'o1', total_amount: '1', subject: 'x', ...code };
  const paid = (await merchant.call('alipay.trade.pay', order)).node;
  const amounts = { buyer_pay_amount: '0.60', receipt_amount: '1.00', fund_bill_list: expect.any(Array) };
  const asked = (await merchant.call('alipay.trade.query', { out_trade_no: 'o1' })).node;
  for (const told of [paid, asked]) {
    expect(told).toMatchObject(amounts);
    expect(told).not.toHaveProperty('discount_amount');
    expect(told).not.toHaveProperty('voucher_detail_list');
  }
  const query_options = ['discount_amount', 'voucher_detail_list'];
  const detailed = (await merchant.call('alipay.trade.query', { out_trade_no: 'o1', query_options })).node;
  expect(detailed).toMatchObject({ discount_amount: '0.40', voucher_detail_list: [{ amount: '0.40' }] });
});
