import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import { unzip } from '../testing/unzip.ts';

const HOUR_MS = 3_600_000;
const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';

/** A day with a payment, a part refund and a payment face to face that is refunded whole; it ends at 9:00 next day. */
async function openBusyShop() {
  const setting = await openShop();
  const { sandbox, merchant } = setting;
  const first = await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '88.88', subject: '咖啡,大杯' });
  await merchant.call('alipay.trade.refund', { out_trade_no: 'o1', refund_amount: '8.88', out_request_no: 'r1' });
  const auth_code = sandbox.paymentCode().code;
  const face = { out_trade_no: 'o2', total_amount: '10', subject: '茶', auth_code, scene: 'bar_code', store_id: 'S1' };
  await merchant.call('alipay.trade.pay', face);
  await merchant.call('alipay.trade.refund', { out_trade_no: 'o2', refund_amount: '10' });
  const fetchBill = async (bill_type: string, bill_date: string) => {
    const { node } = await merchant.call(METHOD, { bill_type, bill_date });
    const response = await fetch(node.bill_download_url ?? '');
    return { node, files: unzip(Buffer.from(await response.arrayBuffer())) };
  };
  return { ...setting, first, fetchBill };
}

test('the business bill of a day is there at nine the next morning, and not before', async () => {
  await using shop = await openBusyShop();
  const { sandbox, merchant } = shop;
  const ask = async (bill_date: string, bill_type = 'trade') =>
    (await merchant.call(METHOD, { bill_date, bill_type })).node;
  expect((await ask('2026-03-01')).sub_code).toBe('INVAILID_ARGUMENTS');
  await sandbox.setNow(Date.parse('2026-03-02T08:59:59+08:00'));
  expect(await ask('2026-03-01')).toMatchObject({ code: '40004', sub_code: 'BILL_NOT_EXIST' });
  await sandbox.advance(1000);
  expect((await ask('2026-03-01')).code).toBe('10000');
  expect((await ask('2026-02')).bill_file_code).toBe('EMPTY_DATA_WITH_BILL_FILE');
  expect((await ask('2026-03')).sub_code).toBe('INVAILID_ARGUMENTS');
  expect((await ask('2026-13-01')).sub_code).toBe('INVAILID_ARGUMENTS');
  expect((await ask('2026-03-01', 'merchant_act')).sub_code).toBe('TYPE_NOT_SUPPORTED');
});

test('bills are kept for six years', async () => {
  await using shop = await openShop();
  const ask = async (bill_date: string) =>
    (await shop.merchant.call(METHOD, { bill_type: 'signcustomer', bill_date })).node;
  for (const kept of ['2020-03-01', '2020-03']) {
    expect(await ask(kept)).toMatchObject({ code: '10000', bill_file_code: 'EMPTY_DATA_WITH_BILL_FILE' });
  }
  for (const gone of ['2020-02-29', '2020-02']) expect((await ask(gone)).sub_code).toBe('BILL_NOT_EXIST');
});

test('the business bill is two GBK files in a zip, line for line as Alipay makes them', async () => {
  await using shop = await openBusyShop();
  await shop.sandbox.setNow(Date.parse('2026-03-02T09:00:00+08:00'));
  const { files } = await shop.fetchBill('trade', '2026-03-01');
  const account = `${shop.merchant.app.seller_id}0156`;
  const [detailName, summaryName] = [`${account}_20260301_业务明细.csv`, `${account}_20260301_业务明细(汇总).csv`];
  expect(Object.keys(files)).toEqual([detailName, summaryName]);
  const lines = (files[detailName] ?? '').split('\r\n');
  expect(lines.slice(0, 3)).toEqual([
    '#支付宝业务明细查询',
    `#账号：[${account}]`,
    '#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]',
  ]);
  expect(lines[3]).toBe(
    '#-----------------------------------------业务明细列表----------------------------------------',
  );
  const titles = (lines[4] ?? '').split(',');
  expect(titles).toHaveLength(25);
  const rows = lines.slice(5, 9).map((line) => line.split(','));
  expect(rows.map((row) => row.length)).toEqual([25, 25, 25, 25]);
  const at = (row: number, title: string) => rows[row]?.[titles.indexOf(title)];
  expect([at(0, '支付宝交易号'), at(0, '业务类型'), at(0, '商品名称')]).toEqual([
    `${shop.first}\t`,
    '交易\t',
    '咖啡 大杯',
  ]);
  expect([0, 1, 2, 3].map((row) => at(row, '订单金额（元）'))).toEqual(['88.88', '-8.88', '10.00', '-10.00']);
  expect([0, 1, 2, 3].map((row) => at(row, '服务费（元）'))).toEqual(['-0.53', '0.00', '-0.06', '0.06']);
  expect([0, 1].map((row) => at(row, '退款批次号/请求号'))).toEqual(['\t', 'r1\t']);
  expect(at(0, '对方账户')).toBe('*雷(lil***@example.com)\t');
  expect(lines.slice(9)).toEqual([
    '#-----------------------------------------业务明细列表结束------------------------------------',
    '#交易合计：2笔，商家实收共98.88元，商家优惠共0.00元',
    '#退款合计：2笔，商家实收退款共-18.88元，商家优惠退款共0.00元',
    '#导出时间：[2026年03月02日 09:00:00]',
    '',
  ]);
  const total = (files[summaryName] ?? '').split('\r\n').find((line) => line.startsWith('合计'));
  expect(total).toBe('合计\t,\t,2,2,80.00,80.00,0.00,0.00,0.00,-0.53,0.00,79.47');
});

test('the business bill tells what each kind of coupon brought, and what went back', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  for (const channel of ['COUPON', 'DISCOUNT', 'MDISCOUNT'] as const) {
    sandbox.giveCoupon('2088002100000011', { amount: '20.00', channel, name: '满百减二十,全场' });
    await merchant.paidTrade({ out_trade_no: channel, total_amount: '100.00' });
  }
  await merchant.call('alipay.trade.refund', { out_trade_no: 'MDISCOUNT', refund_amount: '90', out_request_no: 'r' });
  await sandbox.setNow(Date.parse('2026-03-02T09:00:00+08:00'));
  const { node } = await merchant.call(METHOD, { bill_type: 'trade', bill_date: '2026-03-01' });
  const archive = Buffer.from(await (await fetch(node.bill_download_url ?? '')).arrayBuffer());
  const [detail = '', summary = ''] = Object.values(unzip(archive));
  const lines = detail.split('\r\n');
  const titles = [
    '订单金额（元）',
    '商家实收（元）',
    '支付宝红包（元）',
    '支付宝优惠（元）',
    '商家优惠（元）',
    '券核销金额（元）',
    '券名称',
    '服务费（元）',
  ];
  const places = titles.map((title) => (lines[4] ?? '').split(',').indexOf(title));
  const rows = lines.slice(5, 9).map((line) => places.map((place) => line.split(',')[place]));
  expect(rows).toEqual([
    ['100.00', '100.00', '20.00', '0.00', '0.00', '0.00', '', '-0.60'],
    ['100.00', '100.00', '0.00', '20.00', '0.00', '20.00', '满百减二十 全场', '-0.60'],
    ['100.00', '80.00', '0.00', '0.00', '20.00', '20.00', '满百减二十 全场', '-0.48'],
    ['-90.00', '-80.00', '0.00', '0.00', '-10.00', '-10.00', '满百减二十 全场', '0.00'],
  ]);
  expect(lines.slice(10, 12)).toEqual([
    '#交易合计：3笔，商家实收共280.00元，商家优惠共20.00元',
    '#退款合计：1笔，商家实收退款共-80.00元，商家优惠退款共-10.00元',
  ]);
  const total = summary.split('\r\n').find((line) => line.startsWith('合计'));
  expect(total).toBe('合计\t,\t,3,1,210.00,200.00,20.00,10.00,0.00,-1.68,0.00,198.32');
});

test('the account bill adds up line by line, and ends where the balance query says', async () => {
  await using shop = await openBusyShop();
  await shop.sandbox.setNow(Date.parse('2026-03-02T09:00:00+08:00'));
  const { files } = await shop.fetchBill('signcustomer', '2026-03-01');
  const [detail = '', summary = ''] = Object.values(files);
  const lines = detail.split('\r\n');
  const end = lines.findIndex((line) => line.includes('账务明细列表结束'));
  const rows = lines.slice(5, end).map((line) => line.split(','));
  expect(rows.map((row) => row[10])).toEqual(['在线支付', '收费', '交易退款', '在线支付', '收费', '交易退款', '退费']);
  let balance = 1_000_000;
  for (const row of rows) {
    balance += Number(row[6]) + Number(row[7]);
    expect(Number(row[8])).toBeCloseTo(balance, 5);
  }
  const asked = await shop.merchant.call('alipay.data.bill.balance.query', {});
  expect(asked.node.available_amount).toBe(balance.toFixed(2));
  expect(lines.slice(end + 1, end + 3)).toEqual(['#支出合计：4笔，共19.47元', '#收入合计：3笔，共98.94元']);
  expect(summary).toContain('合计,3,98.94,4,-19.47,79.47\r\n');
});

test('a month has its bill too, and an address works for 30 seconds only', async () => {
  await using shop = await openBusyShop();
  const { sandbox, merchant } = shop;
  await sandbox.setNow(Date.parse('2026-04-01T09:00:00+08:00'));
  const { files } = await shop.fetchBill('trade', '2026-03');
  expect(Object.keys(files)[0]).toContain('_202603_业务明细.csv');
  const { node } = await merchant.call(METHOD, { bill_type: 'trade', bill_date: '2026-03' });
  const url = node.bill_download_url ?? '';
  expect((await fetch(url.replace('202603', '202602'))).status).toBe(403);
  await sandbox.advance(31_000);
  expect((await fetch(url)).status).toBe(403);
});

test('sales and account lines can be asked for at once, a page at a time', async () => {
  await using shop = await openBusyShop();
  const span = { start_time: '2026-03-01 00:00:00', end_time: '2026-03-02 00:00:00' };
  const sales = await shop.merchant.call('alipay.data.bill.sell.query', { ...span, page_no: '2', page_size: '3' });
  expect(sales.node).toMatchObject({
    ...{ code: '10000', page_no: '2', page_size: '3', total_size: '4' },
    detail_list: [{ merchant_order_no: 'o2', trade_type: '退款', refund_amount: '10.00' }],
  });
  const log = await shop.merchant.call('alipay.data.bill.accountlog.query', { ...span, merchant_order_no: 'o1' });
  expect(log.node.detail_list).toMatchObject([
    { direction: '收入', trans_amount: '88.88', type: '在线支付' },
    { direction: '支出', trans_amount: '-0.53' },
    { direction: '支出', trans_amount: '-8.88' },
  ]);
  const ofStore = await shop.merchant.call('alipay.data.bill.sell.query', { ...span, store_no: 'S1' });
  expect(ofStore.node).toMatchObject({ total_size: '2', detail_list: [{ store_no: 'S1' }, { store_no: 'S1' }] });
  const wrong = await shop.merchant.call('alipay.data.bill.sell.query', { ...span, page_size: '2001' });
  expect(wrong.node.sub_code).toBe('INVALID_PARAMETER');
});

test.each([
  ['missing_row', []],
  ['duplicate_row', ['88.88', '88.88']],
  ['altered_amount', ['88.89']],
] as const)('the fault plan can make a bill wrong: %s', async (kind, amounts) => {
  await using shop = await openBusyShop();
  const { sandbox } = shop;
  await sandbox.setNow(Date.parse('2026-03-02T09:00:00+08:00'));
  sandbox.setFaults({ bill: [{ p: 1, kind }] });
  const { files } = await shop.fetchBill('trade', '2026-03-01');
  const rows = (Object.values(files)[0] ?? '').split('\r\n').filter((line) => line.startsWith(shop.first));
  expect(rows.map((row) => row.split(',')[11]).filter((amount) => Number(amount) > 0)).toEqual(amounts);
});

test('the fault plan can make a bill late', async () => {
  await using shop = await openBusyShop();
  const { sandbox, merchant } = shop;
  await sandbox.setNow(Date.parse('2026-03-02T09:00:00+08:00'));
  sandbox.setFaults({ bill: [{ p: 1, kind: 'late' }] });
  const late = await merchant.call(METHOD, { bill_type: 'trade', bill_date: '2026-03-01' });
  expect(late.node.sub_code).toBe('BILL_NOT_EXIST');
  sandbox.setFaults({});
  await sandbox.advance(HOUR_MS);
  expect((await merchant.call(METHOD, { bill_type: 'trade', bill_date: '2026-03-01' })).node.code).toBe('10000');
});
