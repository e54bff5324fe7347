import { afterAll, beforeAll, expect, test } from 'vitest';
import { Merchant, openShop } from '../../testing/merchant.ts';

/** For tests that leave nothing behind which another could stumble over. */
let shared: Awaited<ReturnType<typeof openShop>>;
let orders = 0;
beforeAll(async () => {
  shared = await openShop();
});
afterAll(() => shared.sandbox.close());

const ORDER = { out_trade_no: 'order-1' };

test('a trade that nobody has opened at the cashier does not exist, and failed calls echo what Alipay echoes', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  expect((await merchant.order()).status).toBe(302);
  const unknown = { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST', sub_msg: '交易不存在' };
  expect((await merchant.call('alipay.trade.query', ORDER)).node).toEqual({
    ...unknown,
    ...{ buyer_pay_amount: '0.00', invoice_amount: '0.00', out_trade_no: 'order-1' },
    ...{ point_amount: '0.00', receipt_amount: '0.00' },
  });
  const refund = await merchant.call('alipay.trade.refund', { ...ORDER, refund_amount: '1' });
  expect(refund.node).toEqual({ ...unknown, out_trade_no: 'order-1', refund_fee: '0.00', send_back_fee: '0.00' });
  expect((await merchant.call('alipay.trade.close', ORDER)).node).toEqual({ ...unknown, out_trade_no: 'order-1' });
  const asked = await merchant.call('alipay.trade.fastpay.refund.query', { ...ORDER, out_request_no: 'r' });
  expect(asked.node).toEqual(unknown);
});

const PID = '2'.repeat(17);
const LONG = 'x'.repeat(65);
const GOODS = [{ goods_id: 'g1', goods_name: '苹果', quantity: 1, price: 'one' }];

test.each([
  ['query', { ...ORDER, org_pid: PID }, 'org_pid超过16个字符'],
  ['query', { ...ORDER, query_options: 'fund_bill_list' }, 'query_options应为数组'],
  ['fastpay.refund.query', { ...ORDER, out_request_no: 'r', org_pid: PID }, 'org_pid超过16个字符'],
  ['refund', { ...ORDER, refund_amount: '1', org_pid: PID }, 'org_pid超过16个字符'],
  ['refund', { ...ORDER, refund_amount: '1', goods_detail: GOODS }, '商品单价price格式错误'],
  ['close', { ...ORDER, operator_id: '1'.repeat(29) }, 'operator_id超过28个字符'],
  [
    'create',
    { ...ORDER, total_amount: '1', subject: 'x', logistics_detail: 'by post' },
    'logistics_detail应为JSON对象',
  ],
  [
    'orderinfo.sync',
    { trade_no: '1', out_request_no: '1', biz_type: 'x', orig_request_no: LONG },
    'orig_request_no超过',
  ],
])('a %s with %o is refused before the trade is looked for', async (method, content, message) => {
  const { node } = await shared.merchant.call(`alipay.trade.${method}`, content);
  expect([node.sub_code, node.sub_msg]).toEqual(['ACQ.INVALID_PARAMETER', expect.stringContaining(message)]);
});

test('a refund that is refused for what it asks to be told has not been made', async () => {
  await using shop = await openShop();
  const { merchant, sandbox } = shop;
  await merchant.paidTrade(ORDER);
  const content = { ...ORDER, refund_amount: '1', out_request_no: 'r', query_options: 'refund_detail_item_list' };
  expect((await merchant.call('alipay.trade.refund', content)).node.sub_code).toBe('ACQ.INVALID_PARAMETER');
  expect(sandbox.summary().refund_count).toBe(0);
});

test('a page refund checks the credit product that it names', async () => {
  const content = { ...ORDER, out_request_no: 'r', refund_amount: '1', extend_params: { credit_service_id: LONG } };
  const page = await shared.merchant.call('alipay.trade.page.refund', content);
  expect(new TextDecoder('gbk').decode(page.bytes)).toContain('credit_service_id超过64个字符');
});

test('a query tells a waiting trade from a paid one, every value a string, keys in order', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { tradeNo } = await merchant.openCashier();
  const waiting = await merchant.call('alipay.trade.query', ORDER);
  expect(waiting.node).toMatchObject({
    code: '10000',
    trade_status: 'WAIT_BUYER_PAY',
    total_amount: '88.88',
    trade_no: tradeNo,
  });
  expect(waiting.node).not.toHaveProperty('send_pay_date');
  await sandbox.pay(tradeNo);
  const paid = await merchant.call('alipay.trade.query', { trade_no: tradeNo });
  expect(merchant.verifyAnswer(paid)).toBe(true);
  expect(paid.node).toMatchObject({
    trade_status: 'TRADE_SUCCESS',
    buyer_user_id: '2088002100000011',
    buyer_logon_id: 'lil***@example.com',
    buyer_pay_amount: '0.00',
    send_pay_date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  });
  const [, , ...fields] = Object.keys(paid.node);
  expect(fields).toEqual(fields.toSorted());
  expect(Object.values(paid.node).every((value) => typeof value === 'string')).toBe(true);
  const detailed = await merchant.call('alipay.trade.query', { ...ORDER, query_options: ['fund_bill_list'] });
  expect(detailed.node).toMatchObject({
    buyer_pay_amount: '88.88',
    fund_bill_list: [{ amount: '88.88', fund_channel: 'ALIPAYACCOUNT' }],
  });
});

test('trade_no wins over out_trade_no, one of them is needed, and no app sees the trades of another', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { tradeNo } = await merchant.openCashier();
  const both = await merchant.call('alipay.trade.query', { out_trade_no: 'wrong', trade_no: tradeNo });
  expect(both.node.trade_no).toBe(tradeNo);
  expect((await merchant.call('alipay.trade.query', {})).node.sub_code).toBe('ACQ.INVALID_PARAMETER');
  const stranger = await Merchant.of(sandbox);
  for (const numbers of [ORDER, { trade_no: tradeNo }]) {
    expect((await stranger.call('alipay.trade.query', numbers)).node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  }
});

test('a waiting trade can be closed once, a paid one never', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { tradeNo } = await merchant.openCashier();
  const closed = await merchant.call('alipay.trade.close', ORDER);
  expect(closed.node).toEqual({ code: '10000', msg: 'Success', out_trade_no: 'order-1', trade_no: tradeNo });
  expect((await merchant.call('alipay.trade.close', ORDER)).node.sub_code).toBe('ACQ.TRADE_STATUS_ERROR');
  expect((await merchant.call('alipay.trade.query', ORDER)).node.trade_status).toBe('TRADE_CLOSED');
  await expect(sandbox.pay(tradeNo)).rejects.toThrow('TRADE_HAS_CLOSE');
  await merchant.paidTrade({ out_trade_no: 'order-2' });
  const late = await merchant.call('alipay.trade.close', { out_trade_no: 'order-2' });
  expect(late.node.sub_code).toBe('ACQ.TRADE_STATUS_ERROR');
});

test('refunds add up, are known by their number, and the last one closes the trade', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const tradeNo = await merchant.paidTrade();
  const refund = (refund_amount: string | number, out_request_no?: string) =>
    merchant.call('alipay.trade.refund', { ...ORDER, refund_amount, ...(out_request_no ? { out_request_no } : {}) });

  const first = await refund('8.88', 'r1');
  expect(first.node).toMatchObject({
    code: '10000',
    fund_change: 'Y',
    refund_fee: '8.88',
    trade_no: tradeNo,
    send_back_fee: '0.00',
  });
  const again = await refund('8.88', 'r1');
  expect(again.node).toEqual({ ...first.node, fund_change: 'N' });
  expect((await refund('8.87', 'r1')).node.sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  expect((await refund('8.88')).node.sub_code).toBe('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
  expect((await refund('80.01', 'r2')).node.sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  expect((await refund(0.5, 'r3')).node.refund_fee).toBe('9.38');
  expect((await merchant.call('alipay.trade.query', ORDER)).node.trade_status).toBe('TRADE_SUCCESS');
  expect((await refund('79.50', 'r4')).node).toMatchObject({ fund_change: 'Y', refund_fee: '88.88' });
  expect((await merchant.call('alipay.trade.query', ORDER)).node.trade_status).toBe('TRADE_CLOSED');
  expect((await refund('79.50', 'r4')).node).toMatchObject({ code: '10000', fund_change: 'N' });
  expect((await refund('0.01', 'r5')).node.sub_code).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR');
  expect(sandbox.summary()).toEqual({
    ...{ trades: 1, paid_count: 1, paid_amount: '88.88' },
    ...{ refund_count: 3, refund_amount: '88.88', fee_amount: '0.53' },
  });
});

test.each([['0'], ['0.00'], ['-1'], ['1.001'], ['1e1'], [' 1'], ['abc'], [''], [{}]])(
  'a refund of %j is refused',
  async (amount) => {
    const { merchant } = shared;
    const out_trade_no = `refused-${++orders}`;
    await merchant.paidTrade({ out_trade_no });
    const answered = await merchant.call('alipay.trade.refund', {
      out_trade_no,
      refund_amount: amount,
      out_request_no: 'r',
    });
    expect(answered.node).toMatchObject({ code: '40004', sub_code: 'ACQ.INVALID_PARAMETER', refund_fee: '0.00' });
  },
);

test('a waiting trade cannot be refunded', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  await merchant.openCashier();
  const answered = await merchant.call('alipay.trade.refund', { ...ORDER, refund_amount: '88.88' });
  expect(answered.node.sub_code).toBe('ACQ.TRADE_STATUS_ERROR');
});

test('the refund query proves a refund, and says only Success for a number it does not know', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const tradeNo = await merchant.paidTrade();
  await merchant.call('alipay.trade.refund', {
    ...ORDER,
    refund_amount: '1',
    out_request_no: 'r1',
    refund_reason: '不想要了',
  });
  const ask = (content: object) => merchant.call('alipay.trade.fastpay.refund.query', { ...ORDER, ...content });
  expect((await ask({ out_request_no: 'r2' })).node).toEqual({ code: '10000', msg: 'Success' });
  expect((await ask({ out_request_no: 'r1' })).node).toEqual({
    ...{ code: '10000', msg: 'Success', out_request_no: 'r1', out_trade_no: 'order-1' },
    ...{ refund_amount: '1.00', refund_reason: '不想要了', refund_status: 'REFUND_SUCCESS' },
    ...{ total_amount: '88.88', trade_no: tradeNo },
  });
  expect((await ask({ out_request_no: 'r1', query_options: ['gmt_refund_pay'] })).node).toHaveProperty(
    'gmt_refund_pay',
  );
  expect((await ask({})).node.sub_code).toBe('ACQ.INVALID_PARAMETER');
});

test('a refund without a number is found under the order number', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  await merchant.paidTrade();
  await merchant.call('alipay.trade.refund', { ...ORDER, refund_amount: 88.88 });
  const asked = await merchant.call('alipay.trade.fastpay.refund.query', { ...ORDER, out_request_no: 'order-1' });
  expect(asked.node.refund_status).toBe('REFUND_SUCCESS');
});

test.each([
  ['no order number', { out_trade_no: '' }, 'ACQ.INVALID_PARAMETER'],
  ['an order number with a slash', { out_trade_no: 'a/b' }, 'ACQ.INVALID_PARAMETER'],
  ['an order number too long', { out_trade_no: 'a'.repeat(65) }, 'ACQ.INVALID_PARAMETER'],
  ['no amount', { total_amount: '' }, 'ACQ.INVALID_PARAMETER'],
  ['three decimals', { total_amount: '0.001' }, 'ACQ.INVALID_PARAMETER'],
  ['an exponent', { total_amount: '1E2' }, 'ACQ.INVALID_PARAMETER'],
  ['nothing to pay', { total_amount: '0.00' }, 'ACQ.TOTAL_FEE_EXCEED'],
  ['too much to pay', { total_amount: '100000000.01' }, 'ACQ.TOTAL_FEE_EXCEED'],
  ['no subject', { subject: '' }, 'ACQ.INVALID_PARAMETER'],
  ['a subject too long', { subject: '长'.repeat(257) }, 'ACQ.INVALID_PARAMETER'],
  ['the product of another method', { product_code: 'QUICK_WAP_WAY' }, 'ACQ.INVALID_PARAMETER'],
  ['a wrong timeout', { timeout_express: '16d' }, 'ACQ.INVALID_PARAMETER'],
  ['a wrong expiry', { time_expire: 'tomorrow' }, 'ACQ.INVALID_PARAMETER'],
  ['an expiry at this moment', { time_expire: '2026-03-01 10:00:00' }, 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR'],
  ['an expiry in the past', { time_expire: '2020-01-01 00:00:00' }, 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR'],
])('a page payment with %s is refused on a page', async (_name, content, code) => {
  const { merchant } = shared;
  const answered = await merchant.order(content);
  expect(answered.status).toBe(200);
  expect(new TextDecoder('gbk').decode(answered.bytes)).toContain(`错误代码 ${code}`);
});

test.each(['QUICK_WAP_WAY', 'QUICK_WAP_PAY'])('a phone page can be ordered as %s', async (product_code) => {
  const { merchant } = shared;
  const order = { out_trade_no: product_code, product_code };
  const answered = await merchant.order(order, {}, 'alipay.trade.wap.pay');
  expect(answered.headers.get('location')).toMatch(/\/cashier\/[\w-]+\/m$/);
});

test.each(['ftp://shop.example/', '/relative', 'shop.example', 'javascript:alert(1)'])(
  'a notify_url or return_url like %s is refused',
  async (url) => {
    const { merchant } = shared;
    expect((await merchant.order({}, { notify_url: url })).status).toBe(200);
    expect((await merchant.order({}, { return_url: url })).status).toBe(200);
  },
);

test('the smallest and the largest amount can be paid, as text or as a number', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  for (const [index, total_amount] of ['0.01', 100_000_000, '1', 0.5].entries()) {
    const tradeNo = await merchant.paidTrade({ out_trade_no: `o${index}`, total_amount });
    expect(sandbox.trades({ trade_no: tradeNo })[0]?.trade_status).toBe('TRADE_SUCCESS');
  }
  expect(sandbox.summary().paid_amount).toBe('100000001.51');
});
