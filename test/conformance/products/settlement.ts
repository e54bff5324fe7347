import { expect } from 'vitest';
import { HAN_MEIMEI } from './people.ts';
import type { Shop } from './shop.ts';

/** A payment that waits to be settled: in part, then whole, then refunded out of what was settled. */
export async function settled(shop: Shop): Promise<void> {
  const { code: authCode } = shop.sandbox.paymentCode();
  const scan = {
    scene: 'bar_code',
    auth_code: authCode,
    subject: '账期',
    out_trade_no: 'settled',
    total_amount: '10.00',
  };
  const info = (detail: object, more: object = {}) => ({
    settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', ...detail }], ...more },
  });
  const order = { ...scan, ...info({ amount: '10.00' }, { settle_period_time: '1d' }) };
  const { trade_no: tradeNo } = await shop.done('alipay.trade.pay', order);
  const confirm = (no: string, detail: object) => ({ out_request_no: no, trade_no: tradeNo, ...info(detail) });
  const method = 'alipay.trade.settle.confirm';
  expect(await shop.done(method, confirm('c1', { actual_amount: '4.00' }))).toMatchObject({ settle_amount: '4.00' });
  const ask = { trade_no: tradeNo, query_options: ['trade_settle_info'] };
  expect(await shop.done('alipay.trade.query', ask)).toMatchObject({
    trade_settle_info: { trade_unsettled_amount: '6.00' },
  });
  const receivables = { out_request_no: 'q1', trade_no: tradeNo };
  expect(await shop.done('alipay.trade.settle.receivables.query', receivables)).toMatchObject({
    ...{ settled_amount: '4.00', unsettled_amount: '6.00' },
  });
  expect(await shop.refused(method, confirm('c2', { actual_amount: '6.01' }))).toMatch(
    /INVALID_SETTLE_AMOUNT_PARAMETER$/,
  );
  expect(await shop.done(method, confirm('c2', { amount: '10.00' }))).toMatchObject({ settle_amount: '6.00' });
  const refund = { trade_no: tradeNo, refund_amount: '5.00', out_request_no: 'r1' };
  expect(await shop.refused('alipay.trade.refund', refund)).toMatch(/TRADE_SETTLE_ERROR$/);
  const named = { ...refund, related_settle_confirm_no: 'c2' };
  expect(await shop.done('alipay.trade.refund', named)).toMatchObject({ fund_change: 'Y' });
}

/** Receivers bound, a payment divided, asked about from every side, a receiver let go. */
export async function divided(shop: Shop): Promise<void> {
  const relation = 'alipay.trade.royalty.relation';
  const receivers = { receiver_list: [{ type: 'userId', account: HAN_MEIMEI, memo: '分销' }] };
  expect(await shop.done(`${relation}.bind`, { out_request_no: 'b1', ...receivers })).toMatchObject({
    result_code: 'SUCCESS',
  });
  expect(await shop.refused(`${relation}.bind`, { out_request_no: 'b2', receiver_list: [] })).toBe(
    'RECEIVER_LIST_EMPTY',
  );
  const listed = await shop.done(`${relation}.batchquery`, { out_request_no: 'b3', page_num: 1, page_size: 10 });
  expect(listed.receiver_list).toMatchObject([{ type: 'userId', account: HAN_MEIMEI }]);
  expect(await shop.done('alipay.trade.royalty.rate.query', { out_request_no: 'b4' })).toMatchObject({
    user_id: shop.sellerId,
  });

  const { code: authCode } = shop.sandbox.paymentCode();
  const scan = {
    scene: 'bar_code',
    auth_code: authCode,
    subject: '分账',
    out_trade_no: 'divided',
    total_amount: '10.00',
  };
  const { trade_no: tradeNo } = await shop.done('alipay.trade.pay', scan);
  const share = { royalty_type: 'transfer', trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount: '3.00' };
  const division = { out_request_no: 'd1', trade_no: tradeNo, royalty_parameters: [share] };
  const settled = await shop.done('alipay.trade.order.settle', division);
  expect(settled).toMatchObject({ trade_no: tradeNo });
  expect(await shop.done('alipay.trade.order.settle.query', { settle_no: settled.settle_no })).toMatchObject({
    out_request_no: 'd1',
    royalty_detail_list: [{ trans_in: HAN_MEIMEI, amount: '3.00' }],
  });
  // The fee of 0.6 % was taken before.
  expect(await shop.done('alipay.trade.order.onsettle.query', { trade_no: tradeNo })).toMatchObject({
    unsettled_amount: expect.stringMatching(/^[67]\.\d\d$/),
  });
  expect(
    await shop.refused('alipay.trade.order.settle', {
      ...division,
      royalty_parameters: [{ ...share, amount: '4.00' }],
    }),
  ).toMatch(/DISCORDANT_REPEAT_REQUEST$/);
  expect(await shop.done(`${relation}.unbind`, { out_request_no: 'b5', ...receivers })).toMatchObject({
    result_code: 'SUCCESS',
  });
}
