import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';

const DAY_MS = 24 * 3_600_000;
const MALL = { merchant_info: { settle_entity_type: 'SecondMerchant', settle_entity_id: '2088000000000111' } };

/** Two payments for one sub-merchant of a platform, of which the first is settled in part, and one for itself. */
async function openMall() {
  const setting = await openShop();
  const { merchant } = setting;
  const ask = async (content: object) =>
    (await merchant.call('alipay.trade.settle.receivables.query', { out_request_no: 'q_1', ...content })).node;
  const pay = (out_trade_no: string, total_amount: string, more: object = {}) => {
    const settle_detail_infos = [{ trans_in_type: 'defaultSettle', amount: total_amount }];
    const settle_info = { settle_detail_infos, settle_period_time: '90d' };
    return merchant.paidTrade({ out_trade_no, total_amount, settle_info, store_id: 'S1', ...more });
  };
  const sub_merchant = { merchant_id: '2088000000000111' };
  const tradeNo = await pay('m1', '100', { sub_merchant });
  await pay('m2', '40', { sub_merchant });
  await pay('own', '7');
  const part = { settle_detail_infos: [{ trans_in_type: 'defaultSettle', actual_amount: '30' }] };
  const confirm = { out_request_no: 'c1', trade_no: tradeNo, settle_info: part };
  await merchant.call('alipay.trade.settle.confirm', confirm);
  return { ...setting, ask, tradeNo };
}

test('what waits to be settled is told of a payment, of a sub-merchant and of a store', async () => {
  await using mall = await openMall();
  const { ask, tradeNo, merchant } = mall;
  const told = { on_settle_amount: '0.00', settled_amount: '30.00' };
  expect(await ask({ trade_no: tradeNo })).toMatchObject({ ...told, unsettled_amount: '70.00' });
  expect(await ask(MALL)).toMatchObject({ ...told, unsettled_amount: '110.00' });
  const store = { merchant_info: { settle_entity_type: 'Store', settle_entity_id: 'S1' } };
  expect(await ask(store)).toMatchObject({ ...told, unsettled_amount: '117.00' });
  const refund = { trade_no: tradeNo, refund_amount: '10', out_request_no: 'r1' };
  await merchant.call('alipay.trade.refund', { ...refund, related_settle_confirm_no: 'c1' });
  expect(await ask(MALL)).toMatchObject({ settled_amount: '20.00', unsettled_amount: '110.00' });
});

test('what waited at the end of a day is told for thirty days, from two in the morning on', async () => {
  await using mall = await openMall();
  const { ask, sandbox, merchant, tradeNo } = mall;
  const on = async (query_his_date: string) => ask({ ...MALL, query_his_date });
  expect((await on('20260301')).sub_msg).toContain('昨日起');
  await sandbox.setNow(Date.parse('2026-03-02T01:59:59+08:00'));
  expect((await on('20260301')).sub_msg).toContain('02:00');
  await sandbox.advance(1_000);
  const rest = { settle_detail_infos: [{ trans_in_type: 'defaultSettle', actual_amount: '70' }] };
  const confirm = { out_request_no: 'c2', trade_no: tradeNo, settle_info: rest };
  expect((await merchant.call('alipay.trade.settle.confirm', confirm)).node.code).toBe('10000');
  expect((await on('20260301')).unsettled_amount).toBe('110.00');
  expect((await on('20260228')).unsettled_amount).toBe('0.00');
  expect((await ask(MALL)).unsettled_amount).toBe('40.00');
  await sandbox.advance(30 * DAY_MS);
  expect((await on('20260301')).sub_code).toBe('ACQ.INVALID_PARAMETER');
  expect((await on('20260302')).unsettled_amount).toBe('40.00');
});

test.each([
  ['no entity', {}],
  ['an unknown kind of entity', { merchant_info: { settle_entity_type: 'Friend', settle_entity_id: '1' } }],
  ['a number with signs in it', { ...MALL, out_request_no: 'q-1' }],
  ['a date of another form', { ...MALL, query_his_date: '2026-3-1' }],
])('a question with %s is refused', async (_name, content) => {
  await using mall = await openMall();
  expect((await mall.ask(content)).sub_code).toBe('ACQ.INVALID_PARAMETER');
});
