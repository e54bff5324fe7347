import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';

const HAN_MEIMEI = '2088002100000022';
const CHEN_JING = '2088002100000044';

const royaltyInfo = (...details: object[]) => ({
  royalty_info: {
    royalty_type: 'ROYALTY',
    royalty_detail_infos: details.map((detail, index) => ({
      serial_no: index + 1,
      trans_in_type: 'userId',
      ...detail,
    })),
  },
});

async function openShopWith(order: object) {
  const setting = await openShop();
  const { merchant, sandbox } = setting;
  const call = async (method: string, content: object) => (await merchant.call(`alipay.${method}`, content)).node;
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100', ...order });
  const hans = () => sandbox.buyers()[1]?.funding.at(-1)?.available_amount;
  const balance = async () => (await call('data.bill.balance.query', {})).available_amount;
  const info = async () =>
    (await call('trade.query', { trade_no: tradeNo, query_options: ['trade_settle_info'] })).trade_settle_info;
  return { ...setting, call, tradeNo, hans, balance, info };
}

test('an order with royalty_info is divided as soon as it is paid, by amount or percentage, without a relation', async () => {
  await using shop = await openShopWith(
    royaltyInfo({ trans_in: HAN_MEIMEI, amount: '10', desc: '佣金' }, { trans_in: CHEN_JING, amount_percentage: 5 }),
  );
  expect([await shop.balance(), shop.hans()]).toEqual(['1000084.40', '1298.00']);
  expect(await shop.info()).toMatchObject({
    trade_settle_detail_list: [
      { operation_type: 'transfer', trans_in: HAN_MEIMEI, amount: '10.00' },
      { operation_type: 'transfer', trans_in: CHEN_JING, amount: '5.00' },
    ],
  });
  const { unsettled_amount } = await shop.call('trade.order.onsettle.query', { trade_no: shop.tradeNo });
  expect(unsettled_amount).toBe('85.00');
  const back = [{ trans_out_type: 'userId', trans_out: HAN_MEIMEI, amount: '10' }];
  await shop.call('trade.refund', { trade_no: shop.tradeNo, refund_amount: '100', refund_royalty_parameters: back });
  expect([await shop.balance(), shop.hans()]).toEqual(['999994.40', '1288.00']);
});

test('who does not exist gets nothing, and the payment stands', async () => {
  await using shop = await openShopWith(royaltyInfo({ trans_in: '2088000000000000', amount: '10' }));
  expect(await shop.balance()).toBe('1000099.40');
  expect(await shop.info()).toEqual({ trade_settle_detail_list: [] });
});

test('who has nothing but the payment cannot give away all of it, for the fee is taken first', async () => {
  await using shop = await openShop();
  await shop.sandbox.registerApp({ app_id: shop.merchant.app.app_id, opening_balance: '0.00' });
  const order = (out_trade_no: string, amount: string) => ({
    ...{ out_trade_no, total_amount: '100', ...royaltyInfo({ trans_in: HAN_MEIMEI, amount }) },
  });
  const balance = async () => (await shop.merchant.call('alipay.data.bill.balance.query', {})).node.available_amount;
  await shop.merchant.paidTrade(order('o1', '99.41'));
  expect(await balance()).toBe('99.40');
  await shop.merchant.paidTrade(order('o2', '100'));
  expect(await balance()).toBe('98.80');
});

test.each([
  ['nobody', royaltyInfo(), /缺少royalty_detail_infos/],
  ['another kind', { royalty_info: { royalty_type: 'GIFT' } }, /royalty_type应为ROYALTY/],
  ['a bank by index', royaltyInfo({ trans_in_type: 'bankIndex', trans_in: '1', amount: '1' }), /应为userId/],
  ['somebody else’s money', royaltyInfo({ trans_out: CHEN_JING, trans_in: HAN_MEIMEI, amount: '1' }), /trans_out/],
  ['no amount', royaltyInfo({ trans_in: HAN_MEIMEI }), /缺少amount/],
  ['nothing', royaltyInfo({ trans_in: HAN_MEIMEI, amount: '0' }), /必须大于0/],
  ['no place in the row', royaltyInfo({ serial_no: 0, trans_in: HAN_MEIMEI, amount: '1' }), /serial_no应为正整数/],
  [
    'more than there is',
    royaltyInfo({ trans_in: HAN_MEIMEI, amount: '60' }, { trans_in: CHEN_JING, amount_percentage: 41 }),
    /不能超过订单总金额/,
  ],
])('royalty_info with %s is refused', async (_what, fields, message) => {
  await using shop = await openShop();
  const { node } = await shop.merchant.call('alipay.trade.precreate', {
    ...{ out_trade_no: 'o', total_amount: '100', subject: 'x', ...fields },
  });
  expect([node.sub_code, node.sub_msg]).toEqual(['ACQ.INVALID_PARAMETER', expect.stringMatching(message)]);
});
