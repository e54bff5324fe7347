import { expect, test } from 'vitest';
import { openShop } from '../../testing/merchant.ts';
import { V3Merchant } from '../../testing/v3-merchant.ts';

const LI_LEI = '2088002100000011';
const HAN_MEIMEI = '2088002100000022';
const LIMITED = '2088002100000077';
const HOUR_MS = 3_600_000;
const ORDER = { out_trade_no: 'o1', total_amount: '400.00', subject: 'x' };

type Shop = Awaited<ReturnType<typeof openShop>>;

function callsOf({ sandbox, merchant }: Shop) {
  const v3 = new V3Merchant(sandbox, merchant.app);
  return {
    call: async (method: string, more: object = {}) =>
      (await merchant.call(`alipay.trade.${method}`, { ...ORDER, ...more })).node,
    callV3: async (method: string, more: object = {}) =>
      (await v3.post(`/v3/alipay/trade/${method}`, { ...ORDER, ...more })).body,
    scan: (buyerId: string) => ({ scene: 'bar_code', auth_code: sandbox.paymentCode(buyerId).code }),
  };
}

test('an order that belongs to one buyer is not joined by another, whichever call asks', async () => {
  await using shop = await openShop();
  const { call, callV3, scan } = callsOf(shop);
  const first = await call('create', { buyer_id: LI_LEI });
  const other = 'ACQ.TRADE_BUYER_NOT_MATCH';
  expect((await call('create', { buyer_id: HAN_MEIMEI })).sub_code).toBe(other);
  expect((await callV3('create', { buyer_id: HAN_MEIMEI })).code).toBe(other);
  expect((await call('precreate', { buyer_logon_id: '13800000022' })).sub_code).toBe(other);
  expect((await call('pay', scan(HAN_MEIMEI))).sub_code).toBe(other);
  expect((await call('create', { buyer_id: LI_LEI })).trade_no).toBe(first.trade_no);
  expect((await call('pay', scan(LI_LEI))).trade_no).toBe(first.trade_no);
});

test('an order that nobody owned yet is that buyer’s who is asked for it next', async () => {
  await using shop = await openShop();
  const { merchant, sandbox } = shop;
  const { call, scan } = callsOf(shop);
  const order = { ...ORDER, total_amount: '2000.01' };
  const { tradeNo } = await merchant.openCashier(order);
  expect(await call('pay', { ...order, ...scan(HAN_MEIMEI) })).toMatchObject({ code: '10003', trade_no: tradeNo });
  await expect(sandbox.pay(tradeNo, { buyer_id: LI_LEI })).rejects.toThrow('TRADE_BUYER_NOT_MATCH');
  expect((await sandbox.pay(tradeNo)).buyer_id).toBe(HAN_MEIMEI);
});

test('a payment code is used up by an order that still waits for its buyer', async () => {
  await using shop = await openShop();
  const { call, scan } = callsOf(shop);
  const code = scan(LI_LEI);
  expect((await call('pay', { ...code, total_amount: '2000.01' })).code).toBe('10003');
  expect((await call('pay', { ...code, out_trade_no: 'o2' })).sub_code).toBe('ACQ.PAYMENT_AUTH_CODE_INVALID');
  expect((await call('pay', { ...code, total_amount: '2000.01' })).code).toBe('10003');
});

test('a refused request leaves the notify_url of the one before', async () => {
  await using shop = await openShop();
  const { merchant, sandbox } = shop;
  const create = (buyer_id: string, notify_url: string) =>
    merchant.call('alipay.trade.create', { ...ORDER, buyer_id }, { notify_url });
  await create(LI_LEI, 'http://127.0.0.1:9/first');
  await create(HAN_MEIMEI, 'http://127.0.0.1:9/second');
  expect(sandbox.trades()[0]?.notify_url).toBe('http://127.0.0.1:9/first');
});

test('a payment that is asked for again is told to be paid, not that the buyer has nothing left', async () => {
  await using shop = await openShop();
  const { call, callV3, scan } = callsOf(shop);
  const code = scan(LIMITED);
  expect((await call('pay', code)).code).toBe('10000');
  // Another 400 would exceed what this buyer may spend in a day.
  for (const again of [code, scan(LIMITED)]) {
    expect((await call('pay', again)).sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
    expect((await callV3('pay', again)).code).toBe('ACQ.TRADE_HAS_SUCCESS');
  }
  await call('refund', { refund_amount: '400' });
  expect((await call('pay', scan(LIMITED))).sub_code).toBe('ACQ.TRADE_HAS_CLOSE');
});

test('once a QR code was scanned there is no other for its order, and none for an order that differs', async () => {
  await using shop = await openShop();
  const { call } = callsOf(shop);
  const { qr_code = '' } = await call('precreate');
  expect((await call('precreate')).code).toBe('10000');
  await fetch(qr_code);
  expect((await call('precreate')).sub_code).toBe('ACQ.APPLY_PC_MERCHANT_CODE_ERROR');
  expect((await call('precreate', { subject: 'y' })).sub_code).toBe('ACQ.CONTEXT_INCONSISTENT');
  expect((await call('precreate', { total_amount: '1' })).sub_code).toBe('ACQ.CONTEXT_INCONSISTENT');
});

test('a QR code for somebody is paid by nobody else', async () => {
  await using shop = await openShop();
  const { call } = callsOf(shop);
  const { qr_code = '' } = await call('precreate', { buyer_logon_id: 'lilei@example.com' });
  await fetch(qr_code);
  const tradeNo = shop.sandbox.trades()[0]?.trade_no ?? '';
  await expect(shop.sandbox.pay(tradeNo, { buyer_id: HAN_MEIMEI })).rejects.toThrow('TRADE_BUYER_NOT_MATCH');
  await shop.sandbox.pay(tradeNo, { buyer_id: LI_LEI });
});

test.each([
  ['precreate', {}, 3 * HOUR_MS],
  ['create', { buyer_id: LI_LEI, product_code: 'FACE_TO_FACE_PAYMENT' }, 3 * HOUR_MS],
  ['create', { buyer_id: LI_LEI, product_code: 'JSAPI_PAY' }, 15 * 24 * HOUR_MS],
])('%s %o can be paid for as long as its product says', async (method, more, lifeMs) => {
  await using shop = await openShop();
  const { sandbox } = shop;
  const { call } = callsOf(shop);
  const { qr_code } = await call(method, more);
  if (qr_code !== undefined) await fetch(qr_code);
  await sandbox.advance(lifeMs - 1);
  expect(sandbox.trades()[0]?.trade_status).toBe('WAIT_BUYER_PAY');
  await sandbox.advance(1);
  expect(sandbox.trades()[0]?.trade_status).toBe('TRADE_CLOSED');
});
