import { expect } from 'vitest';
import { HAN_MEIMEI } from './people.ts';
import type { Shop } from './shop.ts';

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
