import { expect, test } from 'vitest';
import { listenForNotifications, openShop } from './testing/merchant.ts';
import { V3Merchant } from './testing/v3-merchant.ts';

const BUYERS = ['2088002100000011', '2088002100000022', '2088002100000033'];
const TRADES = 6;
/** What a buyer, a shop and its impatient retries do to one trade in the same moment. */
const ROUNDS = 4;

test('buyers pay, and shops refund, close and cancel, all at once: everything happens once, and every fen is accounted for', async () => {
  await using inbox = await listenForNotifications();
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const v3 = new V3Merchant(sandbox, merchant.app);
  const before = moneyOfBuyers(sandbox);
  const opened = await Promise.all(
    Array.from({ length: TRADES }, async (_, at) => {
      const order = { out_trade_no: `o${at}`, total_amount: '10.01', subject: '茶' };
      return (await merchant.order(order, { notify_url: inbox.url })).headers.get('location') ?? '';
    }),
  );
  await Promise.all(opened.map((url) => fetch(url)));

  const pay = (url: string, buyer_id: string) =>
    fetch(`${url}/pay`, { method: 'POST', body: new URLSearchParams({ buyer_id }), redirect: 'manual' });
  const refund = (at: number, out_request_no: string, refund_amount: string) =>
    merchant.call('alipay.trade.refund', { out_trade_no: `o${at}`, out_request_no, refund_amount });
  const refundV3 = (at: number, out_request_no: string, refund_amount: string) =>
    v3.post('/v3/alipay/trade/refund', { out_trade_no: `o${at}`, out_request_no, refund_amount });
  await Promise.all(
    opened.flatMap((url, at) =>
      Array.from({ length: ROUNDS }, (_, round) => [
        ...BUYERS.map((buyer) => pay(url, buyer)),
        refund(at, 'same', '3.00'),
        refundV3(at, 'same', '3.00'),
        refund(at, `part-${round}`, '2.50'),
        refundV3(at, `part-v3-${round}`, '2.50'),
        at % 3 === 1 && merchant.call('alipay.trade.close', { out_trade_no: `o${at}` }),
        at % 3 === 2 && round === ROUNDS - 1 && merchant.call('alipay.trade.cancel', { out_trade_no: `o${at}` }),
      ]).flat(),
    ),
  );
  await sandbox.advance(0);

  const trades = sandbox.trades({ app_id: merchant.app.app_id });
  expect(trades).toHaveLength(TRADES);
  const paid = trades.filter(({ gmt_payment }) => gmt_payment !== undefined);
  expect(paid.length).toBeGreaterThan(0);
  let refundedFen = 0;
  let refunds = 0;
  for (const trade of trades) {
    const numbers = trade.refunds.map(({ out_request_no }) => out_request_no);
    expect(new Set(numbers).size, 'a number refunds once').toBe(numbers.length);
    const sum = trade.refunds.reduce((total, { refund_amount }) => total + fenOf(refund_amount), 0);
    expect(sum).toBe(fenOf(trade.refund_fee));
    expect(sum).toBeLessThanOrEqual(1001);
    if (trade.gmt_payment === undefined) expect(sum).toBe(0);
    refundedFen += sum;
    refunds += numbers.length;
  }
  const summary = sandbox.summary(merchant.app.app_id);
  expect(summary).toMatchObject({ trades: TRADES, paid_count: paid.length, refund_count: refunds });
  expect(fenOf(summary.paid_amount)).toBe(paid.length * 1001);
  expect(fenOf(summary.refund_amount)).toBe(refundedFen);
  expect(moneyOfBuyers(sandbox)).toBe(before - paid.length * 1001 + refundedFen);
  const balance = await merchant.call('alipay.data.bill.balance.query', {});
  const earned = paid.length * 1001 - refundedFen - fenOf(summary.fee_amount);
  expect(fenOf(balance.node.available_amount ?? '')).toBe(100_000_000 + earned);
  const told = inbox.received.map((_, index) => inbox.fields(index));
  const payments = told.filter(({ refund_fee, trade_status }) => !refund_fee && trade_status === 'TRADE_SUCCESS');
  expect(payments.map(({ trade_no }) => trade_no).sort()).toEqual(paid.map(({ trade_no }) => trade_no).sort());
  expect(told.filter(({ refund_fee }) => refund_fee)).toHaveLength(refunds);
});

test('of two payment codes used at once for one order, and one code used twice, one payment is made', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const bar = (auth_code: string, out_trade_no: string) =>
    merchant.call('alipay.trade.pay', {
      ...{ out_trade_no, total_amount: '5.00', subject: '茶', scene: 'bar_code', auth_code },
    });
  const codes = BUYERS.map((buyer) => sandbox.paymentCode(buyer).code);
  await Promise.all(codes.map((code) => bar(code, 'one-order')));
  const { code } = sandbox.paymentCode(BUYERS[0]);
  await Promise.all(['a', 'b', 'c'].map((number) => bar(code, number)));
  expect(sandbox.summary()).toMatchObject({ paid_count: 2, paid_amount: '10.00' });
});

function moneyOfBuyers(sandbox: Awaited<ReturnType<typeof openShop>>['sandbox']): number {
  return sandbox
    .buyers()
    .flatMap(({ funding }) => funding)
    .reduce((sum, { available_amount }) => sum + fenOf(available_amount), 0);
}

function fenOf(yuan: string): number {
  return Number(yuan.replace('.', ''));
}
