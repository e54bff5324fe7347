import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import { unzip } from '../testing/unzip.ts';

const HAN_MEIMEI = '2088002100000022';
const LI_LEI = '2088002100000011';
const STORES = ['', 'S1', 'S2'] as const;

/** A month of a merchant's trades: paid on pages, by code and by periods, with coupons, divided, refunded, cancelled. */
const step = fc.record({
  kind: fc.constantFrom(
    ...([
      'page',
      'code',
      'held',
      'refund',
      'refund the rest',
      'cancel',
      'coupon',
      'divide',
      'confirm',
      'wait',
    ] as const),
  ),
  order: fc.integer({ min: 0, max: 4 }),
  fen: fc.constantFrom(1, 99, 2_500, 9_999, 10_000, 12_345),
});

test('whatever a merchant sells and refunds, its bills agree with each other to the fen', {
  timeout: 90_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      await using shop = await openShop();
      const receiver_list = [{ type: 'userId', account: HAN_MEIMEI }];
      await shop.merchant.call('alipay.trade.royalty.relation.bind', { out_request_no: 'b', receiver_list });
      for (const [index, one] of steps.entries()) await take(shop, one, index);
      await shop.sandbox.setNow(Date.parse('2026-04-01T09:00:00+08:00'));
      const trade = await fetchBill(shop, 'trade');
      const account = await fetchBill(shop, 'signcustomer');

      const rows = tableOf(trade.detail);
      checkRows(rows);
      checkTotals(trade.detail, rows);
      const stores = tableOf(trade.summary);
      const all = stores.pop();
      for (const [title, inDetail] of SUMMED) {
        const total = sum(rows, inDetail);
        expect(fenOf(all?.[title]), title).toBe(total);
        expect(sum(stores, title), title).toBe(total);
      }
      const net = sum(rows, '商家实收（元）') + sum(rows, '服务费（元）') + sum(rows, '分润（元）');
      expect(fenOf(all?.['实收净额（元）'])).toBe(net);

      // What trades brought and cost is what they moved in the account, apart from shares given and taken back.
      const lines = tableOf(account.detail);
      const ofTrades = lines.filter(({ 业务类型: type }) => !/分账/.test(type ?? ''));
      expect(sum(ofTrades, '收入金额（+元）') + sum(ofTrades, '支出金额（-元）')).toBe(net);
      const types = tableOf(account.summary);
      const whole = types.pop();
      for (const title of ['收入金额（+元）', '支出金额（-元）']) {
        expect(fenOf(whole?.[title])).toBe(sum(lines, title));
        expect(sum(types, title)).toBe(sum(lines, title));
      }
      let balance = fenOf('1000000.00');
      for (const line of lines) {
        balance += fenOf(line['收入金额（+元）']) + fenOf(line['支出金额（-元）']);
        expect(fenOf(line['账户余额（元）'])).toBe(balance);
      }
      const { node } = await shop.merchant.call('alipay.data.bill.balance.query', {});
      expect([node.available_amount, node.settle_amount].map(fenOf)).toEqual([balance, 0n]);
    }),
    { numRuns: 12 },
  );
});

type Shop = Awaited<ReturnType<typeof openShop>>;
type Row = Readonly<Record<string, string>>;

async function take(
  { sandbox, merchant }: Shop,
  { kind, order, fen }: { kind: string; order: number; fen: number },
  index: number,
) {
  const amount = (fen / 100).toFixed(2);
  const out_trade_no = `o${order}`;
  const trade = sandbox.trades({ out_trade_no })[0];
  const store_id = STORES[order % STORES.length];
  const terms = { out_trade_no, total_amount: amount, subject: 'x', ...(store_id ? { store_id } : {}) };
  const call = (method: string, content: object) => merchant.call(`alipay.${method}`, content);
  const settle_detail_infos = [{ trans_in_type: 'defaultSettle', amount }];
  if (kind === 'page' && trade === undefined) await merchant.paidTrade(terms);
  if (kind === 'held' && trade === undefined)
    await merchant.paidTrade({ ...terms, settle_info: { settle_detail_infos, settle_period_time: '3d' } });
  const scan = { scene: 'bar_code', auth_code: sandbox.paymentCode().code };
  if (kind === 'code') await call('trade.pay', { ...terms, ...scan });
  const rest = fenOf(trade?.total_amount ?? '0.00') - fenOf(trade?.refund_fee ?? '0.00');
  if (kind === 'refund the rest')
    await call('trade.refund', { out_trade_no, refund_amount: yuan(rest), out_request_no: `r${index}` });
  if (kind === 'refund')
    await call('trade.refund', {
      out_trade_no,
      refund_amount: amount,
      out_request_no: `r${index}`,
      ...related(order, index),
    });
  if (kind === 'cancel') await call('trade.cancel', { out_trade_no });
  const channel = (['COUPON', 'DISCOUNT', 'MDISCOUNT'] as const)[order % 3] ?? 'COUPON';
  if (kind === 'coupon') sandbox.giveCoupon(LI_LEI, { amount, channel, name: `券${order}` });
  const trade_no = trade?.trade_no ?? '1';
  const royalty = { trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount };
  if (kind === 'divide')
    await call('trade.order.settle', { out_request_no: `s${index}`, trade_no, royalty_parameters: [royalty] });
  const part = { settle_detail_infos: [{ trans_in_type: 'defaultSettle', actual_amount: amount }] };
  if (kind === 'confirm')
    await call('trade.settle.confirm', { out_request_no: `c${order}`, trade_no, settle_info: part });
  if (kind === 'wait') await sandbox.advance(30 * 3_600_000);
}

/** Every other refund names a settlement, so that both kinds of money are refunded. */
function related(order: number, index: number) {
  return index % 2 === 1 ? { related_settle_confirm_no: `c${order}` } : {};
}

async function fetchBill({ merchant }: Shop, bill_type: string) {
  const { node } = await merchant.call('alipay.data.dataservice.bill.downloadurl.query', {
    ...{ bill_type, bill_date: '2026-03' },
  });
  const archive = Buffer.from(await (await fetch(node.bill_download_url ?? '')).arrayBuffer());
  const [detail = '', summary = ''] = Object.values(unzip(archive));
  return { detail, summary };
}

/** A bill's rows by their titles. */
function tableOf(text: string): Row[] {
  const [titles = '', ...rows] = text.split('\r\n').filter((line) => line !== '' && !line.startsWith('#'));
  const names = titles.split(',');
  return rows.map((row) => {
    const columns = row.split(',').map((column) => column.trim());
    expect(columns).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, index) => [name, columns[index] ?? '']));
  });
}

/** Titles of the summary, and the title of what they add up. */
const SUMMED = [
  ['订单金额（元）', '订单金额（元）'],
  ['商家实收（元）', '商家实收（元）'],
  ['支付宝优惠（元）', '支付宝优惠（元）'],
  ['商家优惠（元）', '商家优惠（元）'],
  ['卡消费金额（元）', '卡消费金额（元）'],
  ['服务费（元）', '服务费（元）'],
  ['分润（元）', '分润（元）'],
] as const;

function checkRows(rows: readonly Row[]): void {
  for (const row of rows) {
    const isRefund = row.业务类型 === '退款';
    const fen = (title: string) => fenOf(row[title]) * (isRefund ? -1n : 1n);
    expect(fen('订单金额（元）')).toBeGreaterThan(0n);
    for (const title of [
      '商家实收（元）',
      '支付宝红包（元）',
      '支付宝优惠（元）',
      '商家优惠（元）',
      '券核销金额（元）',
    ])
      expect(fen(title), title).toBeGreaterThanOrEqual(0n);
    expect(fen('订单金额（元）')).toBe(fen('商家实收（元）') + fen('商家优惠（元）'));
    expect(fen('券核销金额（元）')).toBe(fen('支付宝优惠（元）') + fen('商家优惠（元）'));
    expect(row.券名称 !== '').toBe(fen('券核销金额（元）') > 0n);
    expect(row['退款批次号/请求号'] !== '').toBe(isRefund);
    expect(-fen('服务费（元）')).toBeGreaterThanOrEqual(0n);
  }
}

function checkTotals(detail: string, rows: readonly Row[]): void {
  for (const [word, type, prefix] of [
    ['交易', '交易', ''],
    ['退款', '退款', '退款'],
  ] as const) {
    const own = rows.filter(({ 业务类型: one }) => one === type);
    const [receipts, discounts] = ['商家实收（元）', '商家优惠（元）'].map((title) => yuan(sum(own, title)));
    expect(detail).toContain(
      `#${word}合计：${own.length}笔，商家实收${prefix}共${receipts}元，商家优惠${prefix}共${discounts}元\r\n`,
    );
  }
}

function sum(rows: readonly Row[], title: string): bigint {
  return rows.reduce((total, row) => total + fenOf(row[title]), 0n);
}

function fenOf(text = ''): bigint {
  if (!/^-?\d+\.\d\d$/.test(text)) throw new Error(`${text} is no amount with two decimals`);
  return BigInt(text.replace('.', ''));
}

function yuan(fen: bigint): string {
  const digits = `${fen < 0n ? -fen : fen}`.padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
