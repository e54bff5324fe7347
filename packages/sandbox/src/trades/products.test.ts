import { expect, test } from 'vitest';
import { listenForNotifications, openShop } from '../testing/merchant.ts';

const ORDER = { out_trade_no: 'o1', total_amount: '88.88', subject: '咖啡 & more' };
const LI_LEI = '2088002100000011';
const HAN_MEIMEI = '2088002100000022';
const DAY_MS = 24 * 3_600_000;

test('a scanned payment code pays at once, only once, and the merchant is notified too', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { code } = sandbox.paymentCode(HAN_MEIMEI);
  const content = { ...ORDER, scene: 'bar_code', auth_code: code };
  const paid = await merchant.call('alipay.trade.pay', content, { notify_url: shop.url });
  expect(merchant.verifyAnswer(paid)).toBe(true);
  expect(paid.node).toMatchObject({
    code: '10000',
    buyer_user_id: HAN_MEIMEI,
    fund_bill_list: [{ amount: '88.88', fund_channel: 'FINANCEACCOUNT' }],
    total_amount: '88.88',
  });
  await sandbox.advance(0);
  expect(shop.fields(0)).toMatchObject({ trade_status: 'TRADE_SUCCESS', out_trade_no: 'o1' });
  expect((await merchant.call('alipay.trade.pay', content)).node.sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
  const reused = await merchant.call('alipay.trade.pay', { ...content, out_trade_no: 'o2' });
  expect(reused.node).toMatchObject({ sub_code: 'ACQ.PAYMENT_AUTH_CODE_INVALID', out_trade_no: 'o2' });
  const late = sandbox.paymentCode(HAN_MEIMEI);
  await sandbox.advance(2 * 60_000);
  const tooLate = await merchant.call('alipay.trade.pay', { ...content, out_trade_no: 'o3', auth_code: late.code });
  expect(tooLate.node.sub_code).toBe('ACQ.PAYMENT_AUTH_CODE_INVALID');
});

test('above 2000 yuan the buyer must confirm: 10003, then paid, declined or cancelled', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const scan = async (out_trade_no: string) => {
    const { code } = sandbox.paymentCode(LI_LEI);
    const content = { ...ORDER, out_trade_no, total_amount: '2000.01', scene: 'bar_code', auth_code: code };
    return (await merchant.call('alipay.trade.pay', content)).node;
  };
  const state = async (out_trade_no: string) =>
    (await merchant.call('alipay.trade.query', { out_trade_no })).node.trade_status;
  const waiting = await scan('big-1');
  expect(waiting).toMatchObject({ code: '10003', msg: ' order success pay inprocess', buyer_pay_amount: '0.00' });
  expect(await state('big-1')).toBe('WAIT_BUYER_PAY');
  await expect(sandbox.pay(waiting.trade_no ?? '', { buyer_id: HAN_MEIMEI })).rejects.toThrow('TRADE_BUYER_NOT_MATCH');
  await expect(sandbox.pay(waiting.trade_no ?? '', { password: '123456' })).rejects.toThrow('PAYMENT_PASSWORD_ERROR');
  await sandbox.pay(waiting.trade_no ?? '', { password: '111111' });
  expect(await state('big-1')).toBe('TRADE_SUCCESS');
  const declined = await scan('big-2');
  await sandbox.decline(declined.trade_no ?? '');
  expect(await state('big-2')).toBe('TRADE_CLOSED');
  await scan('big-3');
  const cancelled = await merchant.call('alipay.trade.cancel', { out_trade_no: 'big-3' });
  expect(cancelled.node).toMatchObject({ code: '10000', action: 'close', retry_flag: 'N' });
  expect(await state('big-3')).toBe('TRADE_CLOSED');
});

test.each([
  ['2088002100000055', '1.00', 'ACQ.BUYER_BALANCE_NOT_ENOUGH'],
  ['2088002100000066', '1.00', 'ACQ.BUYER_ENABLE_STATUS_FORBID'],
  ['2088002100000077', '500.01', 'ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'],
])('the code of buyer %s does not pay %s: %s', async (buyer, total_amount, code) => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const auth_code = sandbox.paymentCode(buyer).code;
  const answered = await merchant.call('alipay.trade.pay', { ...ORDER, total_amount, scene: 'bar_code', auth_code });
  expect(answered.node).toMatchObject({ code: '40004', sub_code: code });
  expect(sandbox.trades()).toEqual([]);
});

test('a daily limit counts what was spent that day, and begins anew the next', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const buy = async (out_trade_no: string) => {
    const auth_code = sandbox.paymentCode('2088002100000077').code;
    const content = { ...ORDER, out_trade_no, total_amount: '300', scene: 'bar_code', auth_code };
    return (await merchant.call('alipay.trade.pay', content)).node.code;
  };
  expect([await buy('a'), await buy('b')]).toEqual(['10000', '40004']);
  await sandbox.advance(DAY_MS);
  expect(await buy('c')).toBe('10000');
});

test('a precreated trade begins when its QR code is scanned, and is paid on the phone', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const made = await merchant.call('alipay.trade.precreate', ORDER);
  expect(made.node).toMatchObject({ code: '10000', out_trade_no: 'o1' });
  expect(made.node).not.toHaveProperty('trade_no');
  const query = () => merchant.call('alipay.trade.query', { out_trade_no: 'o1' });
  expect((await query()).node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  const scanned = await fetch(made.node.qr_code ?? '');
  expect(await scanned.text()).toContain('88.88');
  expect((await query()).node.trade_status).toBe('WAIT_BUYER_PAY');
  const again = await merchant.call('alipay.trade.precreate', ORDER);
  expect(again.node.sub_code).toBe('ACQ.APPLY_PC_MERCHANT_CODE_ERROR');
  const token = (made.node.qr_code ?? '').split('/').at(-1);
  const body = JSON.stringify({ buyer_id: LI_LEI });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  await fetch(`${sandbox.url}/cashier/${token}/pay`, { method: 'POST', body, headers });
  expect((await query()).node.trade_status).toBe('TRADE_SUCCESS');
});

test('a QR code that nobody scans grows old', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const made = await merchant.call('alipay.trade.precreate', { ...ORDER, qr_code_timeout_express: '30m' });
  await sandbox.advance(30 * 60_000);
  expect(await (await fetch(made.node.qr_code ?? '')).text()).toContain('expired');
  expect(sandbox.trades()).toEqual([]);
});

test('a created trade is there at once, belongs to its buyer, and the mini program pays it', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const create = (content: object) => merchant.call('alipay.trade.create', { ...ORDER, ...content });
  expect((await create({})).node.sub_code).toBe('ACQ.INVALID_PARAMETER');
  expect((await create({ buyer_id: '2088000000000000' })).node.sub_code).toBe('ACQ.BUYER_NOT_EXIST');
  const made = await create({ buyer_id: HAN_MEIMEI, product_code: 'JSAPI_PAY' });
  expect(made.node).toMatchObject({ code: '10000', trade_no: expect.stringMatching(/^\d{28}$/) });
  expect((await create({ buyer_id: HAN_MEIMEI })).node.trade_no).toBe(made.node.trade_no);
  expect((await create({ buyer_id: HAN_MEIMEI, subject: 'x' })).node.sub_code).toBe('ACQ.CONTEXT_INCONSISTENT');
  const page = await fetch(`${sandbox.url}/app/trade/${made.node.trade_no}`);
  expect(await page.text()).toContain('88.88');
  await sandbox.pay(made.node.trade_no ?? '');
  expect(sandbox.trades()[0]).toMatchObject({ trade_status: 'TRADE_SUCCESS', buyer_id: HAN_MEIMEI });
});

test('cancelling refunds what is paid, forgives what never was, and is refused after a day', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const cancel = (out_trade_no: string) => merchant.call('alipay.trade.cancel', { out_trade_no });
  expect((await cancel('never')).node).toEqual({
    code: '10000',
    msg: 'Success',
    out_trade_no: 'never',
    retry_flag: 'N',
  });
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'paid' });
  const cancelled = { code: '10000', msg: 'Success', action: 'refund', out_trade_no: 'paid', retry_flag: 'N' };
  expect((await cancel('paid')).node).toEqual({ ...cancelled, trade_no: tradeNo });
  expect((await cancel('paid')).node.action).toBe('refund');
  expect(sandbox.summary().refund_count).toBe(1);
  await merchant.paidTrade({ out_trade_no: 'part' });
  await merchant.call('alipay.trade.refund', { out_trade_no: 'part', refund_amount: '1', out_request_no: 'r' });
  expect((await cancel('part')).node.sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  await merchant.paidTrade({ out_trade_no: 'old' });
  await sandbox.advance(DAY_MS + 1);
  expect((await cancel('old')).node).toMatchObject({ sub_code: 'ACQ.TRADE_CANCEL_TIME_OUT', retry_flag: 'N' });
});

test('an order string for the app leads to the phone cashier, and the app tells a signed result', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const orderString = new URLSearchParams(merchant.parameters('alipay.trade.app.pay', ORDER)).toString();
  const opened = await fetch(`${sandbox.url}/app`, { method: 'POST', body: orderString });
  expect(opened.url).toMatch(/\/cashier\/[\w-]+\/m$/);
  const token = opened.url.split('/').at(-2);
  const result = async () =>
    (await (await fetch(`${sandbox.url}/cashier/${token}/result`)).json()) as Record<string, string>;
  expect(await result()).toMatchObject({ resultStatus: '6001' });
  await sandbox.pay(sandbox.trades()[0]?.trade_no ?? '');
  const paid = await result();
  expect(paid.resultStatus).toBe('9000');
  const bytes = Buffer.from(paid.result ?? '');
  const answered = { bytes: Buffer.concat([bytes.subarray(0, bytes.indexOf(',"sign_type"')), Buffer.from('}')]) };
  expect(merchant.verifyAnswer({ ...(await merchant.call('x', {})), ...answered })).toBe(true);
  const bad = await fetch(`${sandbox.url}/app`, { method: 'POST', body: 'what' });
  expect(bad.status).toBe(400);
});

test('a page refund is made when somebody confirms it, once, and returns to the merchant signed', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'o1' });
  const content = { out_trade_no: 'o1', out_request_no: 'r1', refund_amount: '8.88', biz_type: 'CREDIT_REFUND' };
  const asked = await merchant.call('alipay.trade.page.refund', content, { return_url: 'https://shop.example/back' });
  const page = asked.headers.get('location') ?? '';
  expect(await (await fetch(page)).text()).toContain('8.88');
  expect(sandbox.summary().refund_count).toBe(0);
  for (let twice = 0; twice < 2; twice++) {
    const yes = await fetch(`${page}/yes`, { method: 'POST', headers: { accept: 'text/html' }, redirect: 'manual' });
    const back = new URL(yes.headers.get('location') ?? '');
    expect(merchant.verifyMessage(back.search.slice(1))).toBe(true);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      ...{ trade_no: tradeNo, out_request_no: 'r1', refund_amount: '8.88', out_trade_no: 'o1' },
    });
  }
  expect(sandbox.summary()).toMatchObject({ refund_count: 1, refund_amount: '8.88' });
  const tooMuch = await merchant.call('alipay.trade.page.refund', {
    ...content,
    out_request_no: 'r2',
    refund_amount: '99',
  });
  expect(new TextDecoder('gbk').decode(tooMuch.bytes)).toContain('ACQ.REASON_TRADE_REFUND_FEE_ERR');
});

test('instalments are paid by Huabei alone, and cost the seller who bears them', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const extend_params = { hb_fq_num: '3', hb_fq_seller_percent: '100' };
  const { tradeNo } = await merchant.openCashier({ total_amount: '1000', extend_params });
  await expect(sandbox.pay(tradeNo)).rejects.toThrow('NO_PAYMENT_INSTRUMENTS_AVAILABLE');
  await sandbox.pay(tradeNo, { buyer_id: '2088002100000033' });
  const query = await merchant.call('alipay.trade.query', { trade_no: tradeNo, query_options: ['fund_bill_list'] });
  expect(query.node).toMatchObject({
    fund_bill_list: [{ amount: '1000.00', fund_channel: 'PCREDIT' }],
    hb_fq_pay_info: { user_install_num: '3' },
  });
  const wrong = await merchant.order({ out_trade_no: 'o2', extend_params: { hb_fq_num: '5' } });
  expect(new TextDecoder('gbk').decode(wrong.bytes)).toContain('hb_fq_num');
});

test('a refund to a bank card takes the bank two hours, then a message tells the app', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await sandbox.registerApp({ app_id: merchant.app.app_id, gateway_url: shop.url });
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'o1', disable_pay_channels: 'balance' });
  await merchant.call('alipay.trade.refund', { out_trade_no: 'o1', refund_amount: '5', out_request_no: 'r1' });
  const ask = async () => {
    const content = { out_trade_no: 'o1', out_request_no: 'r1', query_options: ['deposit_back_info'] };
    return (await merchant.call('alipay.trade.fastpay.refund.query', content)).node.deposit_back_info;
  };
  expect(await ask()).toMatchObject({ dback_status: 'P', has_deposit_back: 'true' });
  await sandbox.advance(2 * 3_600_000 - 1);
  expect(shop.received).toHaveLength(0);
  await sandbox.advance(1);
  expect(await ask()).toMatchObject({ dback_status: 'S', dback_amount: '5.00' });
  expect(shop.received).toHaveLength(1);
  expect(merchant.verifyMessage(shop.received[0]?.body ?? '')).toBe(true);
  const message = shop.fields(0);
  expect(message).toMatchObject({ msg_method: 'alipay.trade.refund.depositback.completed', version: '1.1' });
  expect(JSON.parse(message.biz_content ?? '')).toMatchObject({
    trade_no: tradeNo,
    dback_status: 'S',
    dback_amount: '5.00',
  });
});

test('order information is taken for a paid trade only', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { tradeNo } = await merchant.openCashier();
  const content = {
    trade_no: tradeNo,
    out_request_no: 's1',
    biz_type: 'CREDIT_AUTH',
    order_biz_info: '{"status":"COMPLETE"}',
  };
  const sync = async () => (await merchant.call('alipay.trade.orderinfo.sync', content)).node;
  expect((await sync()).sub_code).toBe('ACQ.NOTIFY_STATUS_INVALID');
  await sandbox.pay(tradeNo);
  expect(await sync()).toMatchObject({ code: '10000', trade_no: tradeNo, buyer_user_id: LI_LEI });
});

test('a closing call with a notify_url of its own is told about; without one nobody is', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.openCashier({ out_trade_no: 'quiet' }, { notify_url: shop.url });
  await merchant.call('alipay.trade.close', { out_trade_no: 'quiet' });
  await merchant.openCashier({ out_trade_no: 'told' });
  await merchant.call('alipay.trade.close', { out_trade_no: 'told' }, { notify_url: shop.url });
  await sandbox.advance(0);
  expect(shop.received).toHaveLength(1);
  expect(shop.fields(0)).toMatchObject({
    out_trade_no: 'told',
    trade_status: 'TRADE_CLOSED',
    gmt_close: expect.any(String),
  });
  expect(merchant.verifyMessage(shop.received[0]?.body ?? '')).toBe(true);
});

test('for whom a platform collects is told again by the query, and must be said', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const create = async (out_trade_no: string, sub_merchant: object) => {
    const content = { ...ORDER, out_trade_no, buyer_id: LI_LEI, product_code: 'JSAPI_PAY', sub_merchant };
    return (await merchant.call('alipay.trade.create', content)).node;
  };
  expect((await create('o1', { merchant_id: '2088440000000001', merchant_type: 'alipay' })).code).toBe('10000');
  const query = await merchant.call('alipay.trade.query', { out_trade_no: 'o1' });
  expect(query.node.alipay_sub_merchant_id).toBe('2088440000000001');
  expect((await create('o2', { merchant_type: 'alipay' })).sub_code).toBe('ACQ.SECONDARY_MERCHANT_ID_BLANK');
});
