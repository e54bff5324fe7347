import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox } from '../index.ts';
import { listenForNotifications, Merchant, openShop, PUBLIC_KEY } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';
import type { AppRegistration } from './registration.ts';

/** A shop whose app is registered so. */
async function shopWith(settings: AppRegistration) {
  const shop = await openShop();
  const app = await shop.sandbox.registerApp({ app_id: shop.merchant.app.app_id, ...settings });
  const v3 = new V3Merchant(shop.sandbox, app);
  return { ...shop, app, v3, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
}

const TRANSFER = {
  ...{ out_biz_no: 't1', trans_amount: '1.00', product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' },
  payee_info: { identity: '2088002100000022', identity_type: 'ALIPAY_USER_ID' },
};

test('an app may call the methods that it has, and no others', async () => {
  await using shop = await shopWith({ methods: ['alipay.trade.query', 'alipay.fund.*'] });
  const call = async (method: string, content: object = {}) => (await shop.merchant.call(method, content)).node;
  const refused = { code: '40006', msg: 'Insufficient Permissions', sub_code: 'isv.insufficient-isv-permissions' };
  expect(await call('alipay.trade.refund')).toMatchObject(refused);
  expect(await call('alipay.open.app.qrcode.create')).toMatchObject(refused);
  expect((await call('alipay.trade.query', { out_trade_no: 'x' })).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  expect((await call('alipay.fund.trans.uni.transfer', TRANSFER)).code).toBe('10000');
  const page = await shop.merchant.order();
  expect(new TextDecoder('gbk').decode(page.bytes)).toContain('insufficient-isv-permissions');
  const refund = await shop.v3.post('/v3/alipay/trade/refund', {});
  expect([refund.status, refund.body.code]).toEqual([403, 'insufficient-isv-permissions']);
  await shop.sandbox.registerApp({ app_id: shop.app.app_id, methods: ['*'] });
  expect((await call('alipay.trade.refund')).sub_code).toBe('ACQ.INVALID_PARAMETER');
});

test('a strict app sends no money in key mode', async () => {
  await using shop = await shopWith({ money_out_needs_cert: true });
  const transfer = await shop.merchant.call('alipay.fund.trans.uni.transfer', TRANSFER);
  expect(transfer.node).toMatchObject({ code: '40002', sub_code: 'isv.missing-app-cert-sn' });
  const overV3 = await shop.v3.post('/v3/alipay/fund/trans/uni/transfer', TRANSFER);
  expect([overV3.status, overV3.body.code]).toEqual([400, 'missing-app-cert-sn']);
  expect((await shop.merchant.call('alipay.trade.query', { out_trade_no: 'x' })).node.code).toBe('40004');
});

test('… but does with certificates', async () => {
  await using shop = await shopWith({ money_out_needs_cert: true, sign_mode: 'cert' });
  const sns = await serialNumbers(shop.merchant);
  const transfer = await shop.merchant.call('alipay.fund.trans.uni.transfer', TRANSFER, sns);
  expect(transfer.node.code).toBe('10000');
});

/** What the gateway says the numbers should be. */
async function serialNumbers(merchant: Merchant): Promise<Record<string, string>> {
  const wanted = async (given: Record<string, string>) =>
    /应为([\da-f_]+)/.exec((await merchant.call('alipay.trade.query', {}, given)).node.sub_msg ?? '')?.[1] ?? '';
  const app = await wanted({ app_cert_sn: '1' });
  return { app_cert_sn: app, alipay_root_cert_sn: await wanted({ app_cert_sn: app, alipay_root_cert_sn: '1' }) };
}

test('a merchant whose account starts empty cannot refund more than has come in after fees', async () => {
  await using shop = await shopWith({ opening_balance: '0.00' });
  const { merchant, sandbox } = shop;
  await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100.00' });
  const refund = async (refund_amount: string, out_request_no = refund_amount) =>
    (await merchant.call('alipay.trade.refund', { out_trade_no: 'o1', refund_amount, out_request_no })).node;
  // 0.60 of the 100.00 went to Alipay.
  expect(await refund('100.00')).toMatchObject({ sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH', refund_fee: '0.00' });
  const cancelled = await merchant.call('alipay.trade.cancel', { out_trade_no: 'o1' });
  expect(cancelled.node.sub_code).toBe('ACQ.SELLER_BALANCE_NOT_ENOUGH');
  expect((await refund('99.40')).fund_change).toBe('Y');
  expect((await refund('0.60')).sub_code).toBe('ACQ.SELLER_BALANCE_NOT_ENOUGH');
  const asked = await merchant.call('alipay.data.bill.balance.query', {});
  expect(asked.node.available_amount).toBe('0.00');
  const transfer = await merchant.call('alipay.fund.trans.uni.transfer', TRANSFER);
  expect(transfer.node.sub_code).toBe('PAYER_BALANCE_NOT_ENOUGH');
  const span = { start_time: '2026-03-01 00:00:00', end_time: '2027-03-01 00:00:00' };
  const log = await merchant.call('alipay.data.bill.accountlog.query', span);
  expect(log.node.detail_list).toMatchObject([{ balance: '100.00' }, { balance: '99.40' }, { balance: '0.00' }]);
  const { app_id } = shop.app;
  await expect(sandbox.registerApp({ app_id, opening_balance: '1' })).rejects.toThrow('began with 0.00');
  expect((await sandbox.registerApp({ app_id, opening_balance: '0.00' })).opening_balance).toBe('0.00');
  await sandbox.reset();
  expect((await sandbox.registerApp({ app_id, opening_balance: '5' })).opening_balance).toBe('5.00');
});

test('what returns its fee can be refunded whole out of what it brought', async () => {
  await using shop = await shopWith({ opening_balance: '0.00' });
  const { merchant, sandbox } = shop;
  const auth_code = sandbox.paymentCode().code;
  const order = { out_trade_no: 'o1', total_amount: '100.00', subject: '茶', scene: 'bar_code', auth_code };
  await merchant.call('alipay.trade.pay', order);
  const refund = await merchant.call('alipay.trade.refund', { out_trade_no: 'o1', refund_amount: '100.00' });
  expect(refund.node.fund_change).toBe('Y');
});

/** The states that a merchant hears of when a trade is closed, one expires, one is refunded whole, and one grows old. */
async function heard(settings: AppRegistration): Promise<string[]> {
  await using server = await listenForNotifications();
  await using shop = await shopWith(settings);
  const { merchant, sandbox } = shop;
  const notify = { notify_url: server.url };
  await merchant.openCashier({ out_trade_no: 'closed' }, notify);
  await merchant.call('alipay.trade.close', { out_trade_no: 'closed' });
  await merchant.openCashier({ out_trade_no: 'expired', timeout_express: '1h' }, notify);
  await merchant.paidTrade({ out_trade_no: 'refunded' }, notify);
  const refund = (out_trade_no: string, refund_amount: string, out_request_no: string) =>
    merchant.call('alipay.trade.refund', { out_trade_no, refund_amount, out_request_no });
  await refund('refunded', '80.00', 'r1');
  await sandbox.advance(0);
  await refund('refunded', '8.88', 'r2');
  await merchant.paidTrade({ out_trade_no: 'old' }, notify);
  await sandbox.advance(366 * 24 * 3_600_000);
  for (const { body } of server.received) expect(merchant.verifyMessage(body)).toBe(true);
  return server.received.map((_, index) => {
    const { out_trade_no, trade_status } = server.fields(index);
    return `${out_trade_no} ${trade_status}`;
  });
}

test('what a merchant is told of by default, and what it can have or do without', async () => {
  const always = ['refunded TRADE_SUCCESS', 'refunded TRADE_SUCCESS', 'old TRADE_SUCCESS'];
  expect((await heard({})).toSorted()).toEqual([...always, 'refunded TRADE_CLOSED'].toSorted());
  expect((await heard({ notify_on: [] })).toSorted()).toEqual(always.toSorted());
  const created = ['closed', 'expired', 'refunded', 'old'].map((name) => `${name} WAIT_BUYER_PAY`);
  const ended = ['closed TRADE_CLOSED', 'expired TRADE_CLOSED', 'refunded TRADE_CLOSED', 'old TRADE_FINISHED'];
  const everything = await heard({ notify_on: ['created', 'full_refund', 'closed', 'finished'] });
  expect(everything.toSorted()).toEqual([...always, ...created, ...ended].toSorted());
});

test('the console shows what has been set, and a trade what was taken off it', async () => {
  await using shop = await shopWith({ opening_balance: '12.30', notify_on: ['closed', 'finished'] });
  const { sandbox, merchant } = shop;
  const read = async (query: string) =>
    (await fetch(`${sandbox.url}/_sandbox/?${query}`, { headers: { accept: 'text/html' } })).text();
  const apps = await read('view=apps');
  expect(apps).toMatch(/opening_balance<\/code><\/dt><dd><code>12.30</);
  expect(apps).toMatch(/notify_on<\/code><\/dt><dd><code>closed, finished</);
  expect(apps).not.toContain('money_out_needs_cert');
  sandbox.giveCoupon('2088002100000011', { amount: '5.00', name: '立减' });
  const tradeNo = await merchant.paidTrade();
  expect(await read(`view=trades&id=${tradeNo}`)).toContain('COUPON ¥5.00 立减');
});

test('settings last through a restart, and are told with the app', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'till-settings-'));
  const dataFile = join(folder, 'sandbox.db');
  const settings: AppRegistration = {
    ...{ methods: ['alipay.trade.*'], money_out_needs_cert: true, opening_balance: '12.30', notify_on: ['closed'] },
  };
  const first = await createSandbox({ dataFile });
  const registered = await first.registerApp({ app_id: 'strict', public_key: PUBLIC_KEY, ...settings });
  expect(registered).toMatchObject(settings);
  await first.close();
  const second = await createSandbox({ dataFile });
  expect(await second.registerApp({ app_id: 'strict' })).toEqual(registered);
  const merchant = new Merchant(second, registered);
  expect((await merchant.call('alipay.fund.trans.uni.transfer', TRANSFER)).node.code).toBe('40006');
  await second.close();
  await rm(folder, { recursive: true });
});
