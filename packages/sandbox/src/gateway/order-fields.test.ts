import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenForNotifications, openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const LI_LEI = '2088002100000011';
const WANG_XIAOMING = '2088002100000033';
const MINUTE_MS = 60_000;

/** For orders that are refused: nothing remains of them. */
let shared: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  shared = await openShop();
});
afterAll(() => shared.sandbox.close());

const ORDER = { out_trade_no: 'o', total_amount: '10', subject: 'x' };
const GOODS = { goods_id: 'g1', goods_name: '苹果', quantity: 2, price: '5.00' };

const PARTS = ['INVALID_PARAMETER', /可打折金额与不可打折金额之和应等于订单总金额/] as const;

const REFUSED: readonly (readonly [string, object, string, RegExp])[] = [
  ['goods without a number', { goods_detail: [{ ...GOODS, goods_id: '' }] }, 'INVALID_PARAMETER', /goods_id/],
  ['goods without a name', { goods_detail: [{ ...GOODS, goods_name: '' }] }, 'INVALID_PARAMETER', /goods_name/],
  ['no goods', { goods_detail: [{ ...GOODS, quantity: 0 }] }, 'INVALID_PARAMETER', /quantity应为正整数/],
  ['half a good', { goods_detail: [{ ...GOODS, quantity: 0.5 }] }, 'INVALID_PARAMETER', /quantity应为正整数/],
  ['goods without a price', { goods_detail: [{ ...GOODS, price: 'x' }] }, 'INVALID_PARAMETER', /price格式错误/],
  ['goods that are no list', { goods_detail: GOODS }, 'INVALID_PARAMETER', /goods_detail应为对象数组/],
  ['too many goods', { goods_detail: Array(151).fill(GOODS) }, 'SUB_GOODS_SIZE_MAX_COUNT', /子商品明细超长/],
  ['a strange kind of goods', { goods_type: '2' }, 'INVALID_PARAMETER', /goods_type应为0、1/],
  ['a strange QR mode', { qr_pay_mode: '5' }, 'INVALID_PARAMETER', /qr_pay_mode/],
  ['a QR code of no width', { qrcode_width: 'wide' }, 'INVALID_PARAMETER', /qrcode_width应为正整数/],
  ['a strange integration', { integration_type: 'APP' }, 'INVALID_PARAMETER', /ALIAPP、PCWEB/],
  ['business_params that are no JSON', { business_params: 'a=b' }, 'INVALID_PARAMETER', /business_params应为JSON对象/],
  [
    'a long address of the buyer’s',
    { business_params: { mc_create_trade_ip: '1'.repeat(129) } },
    'INVALID_PARAMETER',
    /ip超过/,
  ],
  ['an invoice without its key', { invoice_info: { details: '[]' } }, 'INVALID_PARAMETER', /key_info/],
  ['query_options as a text', { query_options: 'fund_bill_list' }, 'INVALID_PARAMETER', /query_options应为数组/],
  ['a long merchant_order_no', { merchant_order_no: '1'.repeat(33) }, 'INVALID_PARAMETER', /merchant_order_no/],
  ['somebody else’s account', { seller_id: '2088102146225135' }, 'INVALID_RECEIVE_ACCOUNT', /收款账户不支持/],
  [
    'a strange kind of sub-merchant',
    { sub_merchant: { merchant_id: '1', merchant_type: 'x' } },
    'SUB_MERCHANT_TYPE_INVALID',
    /类型非法/,
  ],
  ['another single channel', { specified_channel: 'balance' }, 'INVALID_PARAMETER', /仅支持pcredit/],
  [
    'a single channel and instalments',
    { specified_channel: 'pcredit', extend_params: { hb_fq_num: '3' } },
    'INVALID_PARAMETER',
    /不能同时传入/,
  ],
  [
    'a flag that is none',
    { ext_user_info: { need_check_info: 'yes' } },
    'INVALID_PARAMETER',
    /need_check_info应为T或F/,
  ],
  [
    'a fixed buyer without papers',
    { ext_user_info: { fix_buyer: 'T', name: '李雷' } },
    'INVALID_PARAMETER',
    /cert_type、cert_no和name必填/,
  ],
  ['strange papers', { ext_user_info: { cert_type: 'LIBRARY_CARD' } }, 'INVALID_PARAMETER', /cert_type应为/],
  ['parts that are less than the whole', { discountable_amount: '4', undiscountable_amount: '5' }, ...PARTS],
  ['more to be discounted than the whole', { discountable_amount: '10.01' }, ...PARTS],
  ['a long body', { body: '长'.repeat(129) }, 'INVALID_PARAMETER', /body超过128个字符/],
  [
    'goods with a long body',
    { goods_detail: [{ ...GOODS, body: '1'.repeat(401) }] },
    'INVALID_PARAMETER',
    /body超过400/,
  ],
  ['a login that is nobody’s', { buyer_logon_id: 'nobody@example.com' }, 'BUYER_NOT_EXIST', /买家账号不存在/],
  ['the login of a frozen buyer', { buyer_logon_id: '13600000066' }, 'BUYER_ENABLE_STATUS_FORBID', /买家状态非法/],
  ['an age below nothing', { ext_user_info: { min_age: '-1' } }, 'INVALID_PARAMETER', /min_age/],
];

test.each(REFUSED)('an order with %s is refused, over v2 and v3', async (_what, fields, code, message) => {
  const content = { ...ORDER, ...fields };
  const { node } = await shared.merchant.call('alipay.trade.precreate', content);
  expect([node.sub_code, node.sub_msg]).toEqual([`ACQ.${code}`, expect.stringMatching(message)]);
  const v3 = new V3Merchant(shared.sandbox, shared.merchant.app);
  expect((await v3.post('/v3/alipay/trade/precreate', content)).body.code).toBe(`ACQ.${code}`);
});

test('addresses are of 256 characters at most, but for the one of who gives up', async () => {
  const url = (length: number) => 'http://a.example/'.padEnd(length, 'x');
  const { merchant } = shared;
  const order = (out_trade_no: string) => ({ ...ORDER, out_trade_no });
  const precreated = async (length: number) =>
    (await merchant.call('alipay.trade.precreate', order(`n${length}`), { notify_url: url(length) })).node;
  expect((await precreated(256)).code).toBe('10000');
  expect((await precreated(257)).sub_msg).toContain('notify_url超过256个字符');
  const returned = await merchant.order(order('r257'), { return_url: url(257) });
  expect(returned.text).toContain('return_url');
  const quit = await merchant.order({ ...order('q400'), quit_url: url(400) }, {}, 'alipay.trade.wap.pay');
  expect(quit.status).toBe(302);
});

test('numbers that are sent as such keep every digit, and one with an exponent is no amount', async () => {
  const send = async (numbers: string) => {
    const biz_content = `{"subject":"x",${numbers}}`;
    return (await shared.merchant.call('alipay.trade.precreate', {}, { biz_content })).node;
  };
  expect(await send('"out_trade_no":20260301000000000123,"total_amount":10.50')).toMatchObject({
    code: '10000',
    out_trade_no: '20260301000000000123',
  });
  expect((await send('"out_trade_no":"e2","total_amount":1E2')).sub_msg).toContain('订单总金额格式错误');
  expect((await send('"out_trade_no":"f1","total_amount":0.30000000000000004')).sub_msg).toContain('格式错误');
  expect((await send('"out_trade_no":1234567890123456,"total_amount":"1"')).out_trade_no).toBe('1234567890123456');
});

test('an order with everything that Alipay knows is taken, as objects or as JSON in texts', async () => {
  await using shop = await openShop();
  const nested = {
    goods_detail: [{ ...GOODS, goods_category: '34543238', categories_tree: '1|2', show_url: 'http://a.example/x' }],
    extend_params: { sys_service_provider_id: '2088511833207846' },
    business_params: { mc_create_trade_ip: '127.0.0.1' },
    promo_params: { actual_order_time: '2026-03-01 09:00:00' },
    invoice_info: {
      key_info: { is_support_invoice: true, invoice_merchant_name: 'ABC|003', tax_num: '1464888883494' },
      details: '[{"code":"100294400","name":"服饰"}]',
    },
    ext_user_info: { name: '王小明', mobile: '16587658765', min_age: '18', fix_buyer: 'F', need_check_info: 'F' },
  };
  const plain = {
    ...{ goods_type: '1', integration_type: 'PCWEB', qr_pay_mode: '4', qrcode_width: 100 },
    ...{ request_from_url: 'https://shop.example', seller_id: shop.merchant.app.seller_id },
    ...{ sub_merchant: { merchant_id: '2088000603999128', merchant_type: 'alipay' } },
  };
  await shop.merchant.paidTrade({ out_trade_no: 'o1', ...plain, ...nested });
  const texts = Object.entries(nested).map(([name, value]) => [name, JSON.stringify(value)]);
  await shop.merchant.paidTrade({ out_trade_no: 'o2', ...plain, ...Object.fromEntries(texts) });
  expect(shop.sandbox.summary().paid_count).toBe(2);
});

test('who must be a certain person is asked for name, papers and age; others cannot pay', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const [liLei, , xiaoming] = sandbox.buyers();
  const papers = { name: '李雷', cert_type: 'IDENTITY_CARD', cert_no: liLei?.cert_no };
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  let orders = 0;
  const pay = async (ext_user_info: object, buyer_id = LI_LEI) => {
    const { tradeNo } = await merchant.openCashier({ out_trade_no: `o${++orders}`, ext_user_info });
    return sandbox.pay(tradeNo, { buyer_id }).then(
      () => 'paid',
      (error: Error) => /PAYER_UNMATCHED/.exec(error.message)?.[0] ?? error.message,
    );
  };
  expect(liLei?.cert_no).toMatch(/^11010119910615011[\dX]$/);
  expect(await pay({ ...papers, fix_buyer: 'T' })).toBe('paid');
  expect(await pay({ ...papers, fix_buyer: 'T' }, WANG_XIAOMING)).toBe('PAYER_UNMATCHED');
  expect(await pay({ ...papers, cert_no: xiaoming?.cert_no, fix_buyer: 'T' })).toBe('PAYER_UNMATCHED');
  expect(await pay({ need_check_info: 'T', name: '李雷' })).toBe('paid');
  expect(await pay({ need_check_info: 'T', name: '李雷雷' })).toBe('PAYER_UNMATCHED');
  expect(await pay({ need_check_info: 'T', cert_type: 'PASSPORT' })).toBe('PAYER_UNMATCHED');
  expect(await pay({ need_check_info: 'T', min_age: '34' })).toBe('paid');
  expect(await pay({ need_check_info: 'T', min_age: '35' })).toBe('PAYER_UNMATCHED');
  expect(await pay({ need_check_info: 'T', min_age: '18' }, WANG_XIAOMING)).toBe('PAYER_UNMATCHED');
  expect(await pay({ need_check_info: 'T', identity_hash: hashOf(`李雷${liLei?.cert_no}`) })).toBe('paid');
  expect(await pay({ need_check_info: 'T', identity_hash: hashOf(`王小明${xiaoming?.cert_no}`) })).toBe(
    'PAYER_UNMATCHED',
  );
  // Names that nobody asked to be checked are passed over, and so is a mobile number always.
  expect(await pay({ name: '韩梅梅' })).toBe('paid');
  expect(await pay({ need_check_info: 'T', mobile: '1' })).toBe('paid');
});

test('a scanned code of the wrong person is refused before the trade exists', async () => {
  await using shop = await openShop();
  const scan = { scene: 'bar_code', auth_code: shop.sandbox.paymentCode(WANG_XIAOMING).code };
  const order = { ...ORDER, ...scan, ext_user_info: { need_check_info: 'T', min_age: '18' } };
  expect((await shop.merchant.call('alipay.trade.pay', order)).node.sub_code).toBe('ACQ.PAYER_UNMATCHED');
  expect(shop.sandbox.trades()).toEqual([]);
});

test('what is enabled names coupons too, else they are not taken', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const paid = async (out_trade_no: string, enable_pay_channels: string) => {
    sandbox.giveCoupon(LI_LEI, { amount: '1.00', channel: 'MDISCOUNT' });
    await merchant.paidTrade({ ...ORDER, out_trade_no, enable_pay_channels });
    const asked = { out_trade_no, query_options: ['fund_bill_list'] };
    return (await merchant.call('alipay.trade.query', asked)).node.buyer_pay_amount;
  };
  expect(await paid('o1', 'balance')).toBe('10.00');
  expect(await paid('o2', 'balance,coupon')).toBe('10.00');
  expect(await paid('o3', 'balance,mdiscount')).toBe('9.00');
});

test('Huabei is tried first when it is specified, and never pays for what is virtual', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const source = async (out_trade_no: string, buyer_id: string, more: object) => {
    const { tradeNo } = await merchant.openCashier({ ...ORDER, out_trade_no, ...more }, {}, 'alipay.trade.wap.pay');
    await sandbox.pay(tradeNo, { buyer_id });
    const asked = { out_trade_no, query_options: ['fund_bill_list'] };
    return (await merchant.call('alipay.trade.query', asked)).node.fund_bill_list;
  };
  const [chenJing, huabei] = ['2088002100000044', 'PCREDIT'];
  expect(await source('o1', chenJing, {})).toMatchObject([{ fund_channel: 'ALIPAYACCOUNT' }]);
  expect(await source('o2', chenJing, { specified_channel: 'pcredit' })).toMatchObject([{ fund_channel: huabei }]);
  expect(await source('o3', LI_LEI, { specified_channel: 'pcredit' })).toMatchObject([
    { fund_channel: 'ALIPAYACCOUNT' },
  ]);
  expect(await source('o4', WANG_XIAOMING, {})).toMatchObject([{ fund_channel: huabei }]);
  expect(await source('o5', WANG_XIAOMING, { goods_type: '0' })).toMatchObject([{ fund_channel: 'BANKCARD' }]);
});

test('on a phone less than five minutes to pay are five minutes', async () => {
  await using shop = await openShop();
  const { tradeNo } = await shop.merchant.openCashier({ timeout_express: '1m' }, {}, 'alipay.trade.wap.pay');
  await shop.sandbox.advance(5 * MINUTE_MS - 1);
  expect(shop.sandbox.trades({ trade_no: tradeNo })[0]?.trade_status).toBe('WAIT_BUYER_PAY');
  await shop.sandbox.advance(1);
  expect(shop.sandbox.trades({ trade_no: tradeNo })[0]?.trade_status).toBe('TRADE_CLOSED');
});

test('a mini program’s buyer is named by user id, open id or login, all of the same person', async () => {
  await using shop = await openShop();
  const { merchant, sandbox } = shop;
  const create = async (out_trade_no: string, buyer: object) =>
    (await merchant.call('alipay.trade.create', { ...ORDER, out_trade_no, product_code: 'JSAPI_PAY', ...buyer })).node;
  const first = await create('o1', { buyer_id: WANG_XIAOMING });
  const asked = (await merchant.call('alipay.trade.query', { out_trade_no: 'o1' })).node;
  expect(first.code).toBe('10000');
  const openId = { buyer_open_id: asked.buyer_open_id };
  const named = await create('o2', openId);
  await expect(sandbox.pay(named.trade_no ?? '', { buyer_id: LI_LEI })).rejects.toThrow('TRADE_BUYER_NOT_MATCH');
  await sandbox.pay(named.trade_no ?? '', { buyer_id: WANG_XIAOMING });
  expect((await create('o3', { buyer_logon_id: 'lilei@example.com' })).code).toBe('10000');
  const own = { op_app_id: merchant.app.app_id, op_buyer_open_id: asked.buyer_open_id };
  expect((await create('o4', own)).code).toBe('10000');
  for (const stranger of [
    { buyer_open_id: '083luGU2ef8y' },
    { buyer_id: LI_LEI, ...openId },
    { op_app_id: '2021000000000009', op_buyer_open_id: asked.buyer_open_id },
  ])
    expect((await create('o5', stranger)).sub_code).toBe('ACQ.BUYER_NOT_EXIST');
  expect((await create('o6', {})).sub_code).toBe('ACQ.INVALID_PARAMETER');
  expect((await create('o7', { buyer_id: merchant.app.seller_id })).sub_code).toBe('ACQ.BUYER_SELLER_EQUAL');
});

test('what the order carried comes back: passback_params, the store, the merchant’s own number', async () => {
  await using inbox = await listenForNotifications();
  await using shop = await openShop();
  const { merchant, sandbox } = shop;
  const passback_params = 'a%3D1%26b%3D%E4%B8%AD';
  const order = { out_trade_no: 'o1', passback_params, store_id: 'NJ_001', merchant_order_no: '20161008001' };
  await merchant.paidTrade(order, { notify_url: inbox.url });
  await sandbox.advance(0);
  expect(inbox.fields(0)).toMatchObject({ passback_params, merchant_order_no: '20161008001' });
  const { node } = await merchant.call('alipay.trade.query', { out_trade_no: 'o1' });
  expect(node).toMatchObject({ passback_params, store_id: 'NJ_001', store_name: 'NJ_001' });
  const refunded = await merchant.call('alipay.trade.refund', { out_trade_no: 'o1', refund_amount: '88.88' });
  expect(refunded.node).toMatchObject({ store_name: 'NJ_001', buyer_open_id: node.buyer_open_id });
});

test('a refund tells which vouchers it took back, to who asks', async () => {
  await using shop = await openShop();
  const { merchant, sandbox } = shop;
  sandbox.giveCoupon(LI_LEI, { amount: '4.00', channel: 'MDISCOUNT', name: '立减' });
  await merchant.paidTrade({ ...ORDER, out_trade_no: 'o1' });
  const refund = async (refund_amount: string, out_request_no: string) => {
    const content = {
      out_trade_no: 'o1',
      refund_amount,
      out_request_no,
      query_options: ['refund_voucher_detail_list'],
    };
    return (await merchant.call('alipay.trade.refund', content)).node;
  };
  expect(await refund('6', 'r1')).not.toHaveProperty('refund_voucher_detail_list');
  const voucher = { name: '立减', amount: '3.00', merchant_contribute: '3.00', other_contribute: '0.00' };
  expect(await refund('3', 'r2')).toMatchObject({
    ...{ present_refund_buyer_amount: '0.00', present_refund_mdiscount_amount: '3.00' },
    refund_voucher_detail_list: [voucher],
  });
  const asked = { out_trade_no: 'o1', out_request_no: 'r2' };
  const options = ['refund_voucher_detail_list', 'refund_detail_item_list'];
  const { node } = await merchant.call('alipay.trade.fastpay.refund.query', { ...asked, query_options: options });
  expect(node).toMatchObject({ refund_voucher_detail_list: [voucher], send_back_fee: '0.00' });
});
