import { expect, test } from 'vitest';
import { listenForNotifications, openShop } from '../testing/merchant.ts';

const FREEZE = {
  ...{ out_order_no: 'a1', out_request_no: 'f1', order_title: '押金', amount: '300.00', product_code: 'PRE_AUTH' },
  ...{ auth_code_type: 'bar_code' },
};
const LI_LEI = '2088002100000011';

async function openRental() {
  const setting = await openShop();
  const inbox = await listenForNotifications();
  const { sandbox, merchant } = setting;
  const call = async (method: string, content: object) =>
    (await merchant.call(`alipay.fund.auth.${method}`, content, { notify_url: inbox.url })).node;
  const freeze = async (content: object = {}) =>
    call('order.freeze', { ...FREEZE, auth_code: sandbox.paymentCode(LI_LEI).code, ...content });
  const detail = async (content: object = {}) =>
    call('operation.detail.query', { out_order_no: 'a1', out_request_no: 'f1', ...content });
  const money = () => sandbox.buyers()[0]?.funding[0]?.available_amount;
  const close = async () => {
    await inbox[Symbol.asyncDispose]();
    await sandbox.close();
  };
  return { ...setting, inbox, call, freeze, detail, money, [Symbol.asyncDispose]: close };
}

test('a deposit is frozen, paid from, given back in parts, and then finished', async () => {
  await using rental = await openRental();
  const frozen = await rental.freeze();
  expect(frozen).toMatchObject({ code: '10000', status: 'SUCCESS', amount: '300.00', payer_user_id: LI_LEI });
  expect(rental.money()).toBe('99700.00');
  const order = {
    out_trade_no: 'rent',
    total_amount: '100',
    subject: '租金',
    product_code: 'PRE_AUTH',
    auth_no: frozen.auth_no,
  };
  const paid = await rental.merchant.call('alipay.trade.pay', { ...order, auth_confirm_mode: 'NOT_COMPLETE' });
  expect(paid.node).toMatchObject({ code: '10000', buyer_user_id: LI_LEI });
  expect(rental.money()).toBe('99700.00');
  const back = { auth_no: frozen.auth_no, out_request_no: 'u1', amount: '50', remark: '退押金' };
  const unfrozen = await rental.call('order.unfreeze', back);
  expect(unfrozen).toMatchObject({ code: '10000', status: 'SUCCESS', amount: '50.00' });
  expect(await rental.call('order.unfreeze', back)).toEqual(unfrozen);
  expect((await rental.call('order.unfreeze', { ...back, amount: '51' })).sub_code).toBe('UNIQUE_VIOLATION');
  const tooMuch = { ...back, out_request_no: 'u2', amount: '150.01' };
  expect((await rental.call('order.unfreeze', tooMuch)).sub_code).toBe('REQUEST_AMOUNT_EXCEED');
  expect(await rental.detail()).toMatchObject({
    ...{ order_status: 'AUTHORIZED', total_freeze_amount: '300.00', total_pay_amount: '100.00', rest_amount: '150.00' },
  });
  expect((await rental.call('order.unfreeze', { ...tooMuch, amount: '150' })).code).toBe('10000');
  expect((await rental.detail()).order_status).toBe('FINISH');
  expect(rental.money()).toBe('99900.00');
  const late = await rental.merchant.call('alipay.trade.pay', { ...order, out_trade_no: 'late' });
  expect(late.node.sub_code).toBe('ACQ.AUTH_ORDER_HAS_FINISHED');
  await rental.sandbox.advance(0);
  const told = rental.inbox.received.map((_, index) => rental.inbox.fields(index));
  expect(told.map(({ notify_type, rest_amount }) => `${notify_type} ${rest_amount}`)).toEqual([
    'fund_auth_freeze 300.00',
    'fund_auth_unfreeze 150.00',
    'fund_auth_unfreeze 0.00',
  ]);
  expect(rental.inbox.received.every(({ body }) => rental.merchant.verifyMessage(body))).toBe(true);
});

test('paying with COMPLETE gives the rest back at once; a refund returns what was paid', async () => {
  await using rental = await openRental();
  const { auth_no } = await rental.freeze();
  const order = {
    out_trade_no: 'rent',
    total_amount: '100',
    subject: '租金',
    product_code: 'PRE_AUTH_ONLINE',
    auth_no,
  };
  const tooMuch = await rental.merchant.call('alipay.trade.pay', { ...order, total_amount: '300.01' });
  expect(tooMuch.node.sub_code).toBe('ACQ.AUTH_AMOUNT_NOT_ENOUGH');
  await rental.merchant.call('alipay.trade.pay', { ...order, auth_confirm_mode: 'COMPLETE' });
  expect(rental.money()).toBe('99900.00');
  expect((await rental.detail()).order_status).toBe('FINISH');
  const again = await rental.merchant.call('alipay.trade.pay', order);
  expect(again.node.sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
  await rental.merchant.call('alipay.trade.refund', { out_trade_no: 'rent', refund_amount: '100' });
  expect(rental.money()).toBe('100000.00');
});

test('the same freeze again is the same; another amount under its numbers is refused', async () => {
  await using rental = await openRental();
  const first = await rental.freeze();
  expect((await rental.freeze()).auth_no).toBe(first.auth_no);
  expect((await rental.freeze({ amount: '301' })).sub_code).toBe('UNIQUE_VIOLATION');
  expect((await rental.freeze({ order_title: '订金' })).sub_code).toBe('UNIQUE_VIOLATION');
  expect((await rental.freeze({ auth_code_type: '' })).sub_code).toBe('ILLEGAL_ARGUMENT');
  expect((await rental.freeze({ auth_code: '1' })).sub_code).toBe('PAYMENT_AUTH_CODE_INVALID');
  expect((await rental.freeze({ product_code: 'x' })).sub_code).toBe('ILLEGAL_ARGUMENT');
  const poor = { out_order_no: 'a2', auth_code: rental.sandbox.paymentCode('2088002100000055').code };
  expect((await rental.freeze(poor)).sub_code).toBe('MONEY_NOT_ENOUGH');
  expect(rental.money()).toBe('99700.00');
});

test('a large deposit waits for the buyer, who confirms, or lets it close after a quarter of an hour', async () => {
  await using rental = await openRental();
  const waiting = await rental.freeze({ amount: '2000.01' });
  expect(waiting).toMatchObject({ code: '10000', status: 'INIT' });
  const unpaid = await rental.merchant.call('alipay.trade.pay', {
    ...{ out_trade_no: 'x', total_amount: '1', subject: 'x', product_code: 'PRE_AUTH', auth_no: waiting.auth_no },
  });
  expect(unpaid.node.sub_code).toBe('ACQ.AUTH_ORDER_NOT_PAID');
  const confirm = (authNo: string) =>
    fetch(`${rental.sandbox.url}/_sandbox/authorizations/${authNo}/confirm`, { method: 'POST' });
  expect((await confirm(waiting.auth_no ?? '')).status).toBe(200);
  expect((await rental.detail()).order_status).toBe('AUTHORIZED');
  const second = await rental.freeze({ out_order_no: 'a2', amount: '2000.01' });
  await rental.sandbox.advance(15 * 60_000);
  expect((await rental.detail({ out_order_no: 'a2' })).order_status).toBe('CLOSED');
  expect((await confirm(second.auth_no ?? '')).status).toBe(409);
});

test('an order string or a QR code leads to a page on which the buyer freezes the deposit', async () => {
  await using rental = await openRental();
  const content = { ...FREEZE, product_code: 'PRE_AUTH_ONLINE' };
  const app = await rental.merchant.call('alipay.fund.auth.order.app.freeze', content);
  const qr = await rental.call('order.voucher.create', { ...FREEZE, out_order_no: 'a2' });
  expect(qr).toMatchObject({ code: '10000', code_type: 'qrCode' });
  for (const page of [app.headers.get('location') ?? '', qr.code_value ?? '']) {
    expect(await (await fetch(page)).text()).toContain('300.00');
    const body = new URLSearchParams({ buyer_id: LI_LEI });
    await fetch(`${page}/yes`, { method: 'POST', body });
    expect(await (await fetch(page)).text()).toContain('confirmed');
    const money = rental.money();
    const headers = { accept: 'application/json' };
    const again = await fetch(`${page}/yes`, { method: 'POST', body, headers });
    expect(await again.json()).toHaveProperty('status', 'confirmed');
    expect(rental.money()).toBe(money);
  }
  expect((await rental.detail()).order_status).toBe('AUTHORIZED');
  expect((await rental.detail({ out_order_no: 'a2' })).order_status).toBe('AUTHORIZED');
  const twice = await rental.merchant.call('alipay.fund.auth.order.app.freeze', content);
  expect(new TextDecoder('gbk').decode(twice.bytes)).toContain('FREEZE_ALREADY_SUCCESS');
  const again = await rental.call('order.voucher.create', { ...FREEZE, out_order_no: 'a2' });
  expect(again.sub_code).toBe('FREEZE_ALREADY_SUCCESS');
});

test('what is over cannot be frozen again under its number', async () => {
  await using rental = await openRental();
  const { auth_no } = await rental.freeze();
  await rental.call('order.unfreeze', { auth_no, out_request_no: 'u1', amount: '300', remark: '归还' });
  expect((await rental.freeze()).sub_code).toBe('ORDER_ALREADY_FINISH');
  expect((await rental.call('order.voucher.create', { ...FREEZE, auth_code_type: '' })).sub_code).toBe(
    'ORDER_ALREADY_FINISH',
  );
  await rental.freeze({ out_order_no: 'a2', amount: '2000.01' });
  await rental.sandbox.advance(15 * 60_000);
  expect((await rental.freeze({ out_order_no: 'a2', amount: '2000.01' })).sub_code).toBe('ORDER_ALREADY_CLOSED');
  const voucher = { ...FREEZE, auth_code_type: '', out_order_no: 'a2', amount: '2000.01' };
  expect((await rental.call('order.voucher.create', voucher)).sub_code).toBe('ORDER_ALREADY_CLOSED');
  expect(rental.money()).toBe('100000.00');
});

test('cancelling closes an unconfirmed freeze, gives a frozen deposit back, and comes too late after a day', async () => {
  await using rental = await openRental();
  const cancel = (out_order_no: string) =>
    rental.call('operation.cancel', { out_order_no, out_request_no: 'f1', remark: '撤销' });
  await rental.freeze();
  expect(await cancel('a1')).toMatchObject({ code: '10000', action: 'unfreeze' });
  expect(rental.money()).toBe('100000.00');
  expect((await cancel('a1')).sub_code).toBe('ORDER_ALREADY_CLOSED');
  await rental.freeze({ out_order_no: 'a2', amount: '2000.01' });
  expect(await cancel('a2')).toMatchObject({ code: '10000', action: 'close' });
  await rental.freeze({ out_order_no: 'a3' });
  await rental.sandbox.advance(24 * 3_600_000 + 1);
  expect((await cancel('a3')).sub_code).toBe('CANCEL_OPERATION_TIME_OUT');
  expect((await cancel('a4')).sub_code).toBe('AUTH_ORDER_NOT_EXIST');
  const other = { out_order_no: 'a3', out_request_no: 'f9', remark: '撤销' };
  expect((await rental.call('operation.cancel', other)).sub_code).toBe('AUTH_ORDER_NOT_EXIST');
  await using elsewhere = await listenForNotifications();
  await rental.freeze({ out_order_no: 'a5' });
  const content = { out_order_no: 'a5', out_request_no: 'f1', remark: '撤销' };
  await rental.merchant.call('alipay.fund.auth.operation.cancel', content, { notify_url: elsewhere.url });
  await rental.sandbox.advance(0);
  expect(elsewhere.fields(0)).toMatchObject({ notify_type: 'fund_auth_operation_cancel', out_order_no: 'a5' });
});

test('a deposit pays for its own buyer only', async () => {
  await using rental = await openRental();
  const { auth_no } = await rental.freeze();
  const order = { out_trade_no: 'rent', total_amount: '100', subject: '租金', product_code: 'PRE_AUTH', auth_no };
  const pay = async (buyer_id: string) => (await rental.merchant.call('alipay.trade.pay', { ...order, buyer_id })).node;
  expect((await pay('2088002100000022')).sub_code).toBe('ACQ.TRADE_BUYER_NOT_MATCH');
  expect(rental.sandbox.trades()).toEqual([]);
  expect((await pay(LI_LEI)).code).toBe('10000');
});

test('what a merchant forgets goes back to the buyer after a year, whatever was given back before', async () => {
  await using rental = await openRental();
  const { auth_no } = await rental.freeze();
  await rental.call('order.unfreeze', { auth_no, out_request_no: 'u1', amount: '100', remark: '退押金' });
  await rental.sandbox.advance(365 * 24 * 3_600_000);
  expect((await rental.detail()).order_status).toBe('FINISH');
  expect(rental.money()).toBe('100000.00');
});
