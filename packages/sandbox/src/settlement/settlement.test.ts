import { expect, test } from 'vitest';
import { listenForNotifications, openShop } from '../testing/merchant.ts';

const HAN_MEIMEI = '2088002100000022';
const LI_LEI_LOGIN = 'lilei@example.com';

async function openPlatform() {
  const setting = await openShop();
  const { merchant, sandbox } = setting;
  const call = async (method: string, content: object) => (await merchant.call(`alipay.trade.${method}`, content)).node;
  const receiver_list = [
    { type: 'userId', account: HAN_MEIMEI, memo: '分销' },
    { type: 'loginName', account: LI_LEI_LOGIN, name: '李雷' },
  ];
  const bind = () => call('royalty.relation.bind', { out_request_no: 'b1', receiver_list });
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100' });
  const settle = (content: object) => call('order.settle', { out_request_no: 's1', trade_no: tradeNo, ...content });
  const share = (amount: string, trans_in = HAN_MEIMEI) => ({
    royalty_type: 'transfer',
    trans_in_type: 'userId',
    trans_in,
    amount,
  });
  const balance = () =>
    sandbox.buyers()[1]?.funding.find(({ fund_channel }) => fund_channel === 'ALIPAYACCOUNT')?.available_amount;
  return { ...setting, call, bind, tradeNo, settle, share, balance };
}

test('receivers are bound, listed page by page, and let go again', async () => {
  await using platform = await openPlatform();
  const { call } = platform;
  expect(await platform.bind()).toMatchObject({ code: '10000', result_code: 'SUCCESS' });
  const page = await call('royalty.relation.batchquery', { out_request_no: 'q', page_num: 2, page_size: 1 });
  expect(page).toMatchObject({
    ...{ total_record_num: '2', total_page_num: '2', current_page_num: '2', current_page_size: '1' },
    receiver_list: [{ type: 'loginName', account: LI_LEI_LOGIN, name: '李雷' }],
  });
  await call('royalty.relation.unbind', {
    out_request_no: 'u',
    receiver_list: [{ type: 'userId', account: HAN_MEIMEI }],
  });
  expect((await call('royalty.relation.batchquery', { out_request_no: 'q' })).total_record_num).toBe('1');
  expect(await call('royalty.rate.query', { out_request_no: 'r' })).toMatchObject({ max_ratio: '100' });
});

test.each([
  [[], 'RECEIVER_LIST_EMPTY'],
  [Array.from({ length: 21 }, () => ({ type: 'userId', account: HAN_MEIMEI })), 'RECEIVER_LIST_OVERLOAD'],
  [[{ type: 'dream', account: 'x' }], 'INVALID_RECEIVER_TYPE'],
  [
    [
      { type: 'userId', account: HAN_MEIMEI },
      { type: 'userId', account: '1' },
    ],
    'USER_NOT_EXIST',
  ],
  [[{ type: 'loginName', account: LI_LEI_LOGIN, name: '李四' }], 'USERNAME_NOT_MATCH'],
  [[{ type: 'loginName', account: LI_LEI_LOGIN }], 'INVALID_PARAMETER'],
  [[{ type: 'userId', account: '2088002100000066' }], 'RECEIVER_ACCOUNT_STATE_INVALID'],
])('receivers %j are refused, all of them', async (receiver_list, code) => {
  await using platform = await openPlatform();
  const bound = await platform.call('royalty.relation.bind', { out_request_no: 'b1', receiver_list });
  expect(bound.sub_code).toBe(code);
  expect((await platform.call('royalty.relation.batchquery', { out_request_no: 'q' })).total_record_num).toBe('0');
});

test('a payment is divided once for each request number, and never beyond what is left', async () => {
  await using platform = await openPlatform();
  const { settle, share, call, tradeNo } = platform;
  const unbound = await settle({ royalty_parameters: [share('30')] });
  expect(unbound.sub_code).toBe('ACQ.ROYALTY_RECEIVER_INVALID');
  await platform.bind();
  const first = await settle({ royalty_parameters: [share('30')] });
  expect(first).toMatchObject({ code: '10000', trade_no: tradeNo, settle_no: expect.stringMatching(/^\d{28}$/) });
  expect((await settle({ royalty_parameters: [share('30')] })).settle_no).toBe(first.settle_no);
  expect((await settle({ royalty_parameters: [share('31')] })).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  expect(platform.balance()).toBe('1318.00');
  const settled = await call('order.settle.query', { settle_no: first.settle_no });
  expect(settled).toMatchObject({ out_request_no: 's1', royalty_detail_list: [{ amount: '30.00', state: 'SUCCESS' }] });
  expect((await call('order.onsettle.query', { trade_no: tradeNo })).unsettled_amount).toBe('70.00');
  const more = { out_request_no: 's2', royalty_parameters: [share('70.01')] };
  expect((await settle(more)).sub_code).toBe('ACQ.ALLOC_AMOUNT_VALIDATE_ERROR');
  await call('refund', { out_trade_no: 'o1', refund_amount: '50', out_request_no: 'r' });
  expect((await settle({ ...more, royalty_parameters: [share('20.01')] })).sub_code).toBe(
    'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR',
  );
  const { amount: _, ...percent } = { ...share(''), amount_percentage: 10 };
  const last = { ...more, royalty_parameters: [percent], extend_params: { royalty_finish: 'true' } };
  expect((await settle(last)).code).toBe('10000');
  expect(platform.balance()).toBe('1328.00');
  expect((await settle({ out_request_no: 's3', royalty_parameters: [share('1')] })).sub_code).toBe(
    'ACQ.ALREADY_FINISH_ALLOC',
  );
  const query = await call('query', { trade_no: tradeNo, query_options: ['trade_settle_info'] });
  const gave = { operation_type: 'transfer', trans_in: HAN_MEIMEI };
  expect(query.trade_settle_info).toMatchObject({
    trade_settle_detail_list: [
      { ...gave, amount: '30.00', operation_serial_no: 's1' },
      { ...gave, amount: '10.00', operation_serial_no: 's2' },
    ],
  });
  expect((await call('order.onsettle.query', { trade_no: tradeNo })).unsettled_amount).toBe('10.00');
});

test('only paid trades are divided, and not with oneself or a stranger', async () => {
  await using platform = await openPlatform();
  const { merchant, settle, share } = platform;
  const { tradeNo } = await merchant.openCashier({ out_trade_no: 'waiting' });
  await platform.bind();
  expect((await settle({ trade_no: tradeNo, royalty_parameters: [share('1')] })).sub_code).toBe(
    'ACQ.TRADE_STATUS_ERROR',
  );
  expect((await settle({ trade_no: '1', royalty_parameters: [share('1')] })).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  const self = share('1', merchant.app.seller_id);
  expect((await settle({ royalty_parameters: [self] })).sub_code).toBe('ACQ.ROYALTY_ACCOUNTS_EQUAL');
  const stranger = share('1', '2088000000000000');
  expect((await settle({ royalty_parameters: [stranger] })).sub_code).toBe('ACQ.ROYALTY_ACCOUNT_NOT_EXIST');
  const named = (more: object) => settle({ royalty_parameters: [{ ...share('1'), ...more }] });
  expect((await named({ trans_in_name: '李雷' })).sub_code).toBe('ACQ.ROYALTY_ACCOUNT_NAME_NOT_MATCH');
  expect((await named({ trans_in_type: 'friend' })).sub_code).toBe('ACQ.INVALID_PARAMETER');
  expect((await named({ trans_in_type: 'cardAliasNo' })).sub_code).toBe('ACQ.ROYALTY_RECEIVER_INVALID');
  expect((await settle({})).sub_code).toBe('ACQ.INVALID_PARAMETER');
});

test('a share is given by the seller of the trade, and by nobody else', async () => {
  await using platform = await openPlatform();
  const { merchant, settle, share } = platform;
  await platform.bind();
  const given = (trans_out: string) => settle({ royalty_parameters: [{ ...share('1'), trans_out }] });
  expect((await given('2088002100000011')).sub_code).toBe('ACQ.MUST_ALLOC_FROM_ROOT_ACCOUNT');
  expect((await given(merchant.app.seller_id)).code).toBe('10000');
});

test('an asynchronous division happens a minute later, and a message tells the app', async () => {
  await using inbox = await listenForNotifications();
  await using platform = await openPlatform();
  const { merchant, sandbox, settle, share, call, tradeNo } = platform;
  await sandbox.registerApp({ app_id: merchant.app.app_id, gateway_url: inbox.url });
  await platform.bind();
  await settle({ royalty_mode: 'async', royalty_parameters: [share('30')] });
  const ask = () => call('order.settle.query', { out_request_no: 's1', trade_no: tradeNo });
  expect((await ask()).royalty_detail_list).toMatchObject([{ state: 'PROCESSING' }]);
  expect(platform.balance()).toBe('1288.00');
  await sandbox.advance(60_000);
  expect((await ask()).royalty_detail_list).toMatchObject([{ state: 'SUCCESS' }]);
  expect(platform.balance()).toBe('1318.00');
  expect(inbox.fields(0)).toMatchObject({ msg_method: 'alipay.trade.order.settle.notify' });
  expect(JSON.parse(inbox.fields(0).biz_content ?? '')).toMatchObject({
    trade_no: tradeNo,
    royalty_detail_list: [{ state: 'SUCCESS' }],
  });
});
