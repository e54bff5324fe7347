import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox } from './index.ts';
import { listenForNotifications, Merchant } from './testing/merchant.ts';

test('what was due happens after a restart: a bank answers, a division is made, a deposit goes back, a refund arrives', async () => {
  await using inbox = await listenForNotifications();
  const folder = await mkdtemp(join(tmpdir(), 'till-products-'));
  const dataFile = join(folder, 'sandbox.db');
  const first = await createSandbox({ dataFile });
  const merchant = await Merchant.of(first, '2021000000000001');
  await first.registerApp({ app_id: merchant.app.app_id, gateway_url: inbox.url });
  const call = (shop: Merchant, method: string, content: object) => shop.call(`alipay.${method}`, content);
  const card = { identity: '6222000011110000', identity_type: 'BANKCARD_ACCOUNT' };
  const toCard = { product_code: 'TRANS_BANKCARD_NO_PWD', biz_scene: 'DIRECT_TRANSFER', payee_info: card };
  const transfer = { out_biz_no: 't1', trans_amount: '10', ...toCard };
  await call(merchant, 'fund.trans.uni.transfer', transfer);
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'o1', disable_pay_channels: 'balance' });
  const receiver_list = [{ type: 'userId', account: '2088002100000022' }];
  await call(merchant, 'trade.royalty.relation.bind', { out_request_no: 'b', receiver_list });
  const royalty = { trans_in_type: 'userId', trans_in: '2088002100000022', amount: '3' };
  const settle = { out_request_no: 's1', trade_no: tradeNo, royalty_mode: 'async', royalty_parameters: [royalty] };
  await call(merchant, 'trade.order.settle', settle);
  await call(merchant, 'trade.refund', { out_trade_no: 'o1', refund_amount: '1', out_request_no: 'r1' });
  await call(merchant, 'trade.order.settle', {
    ...settle,
    out_request_no: 's2',
    royalty_mode: 'sync',
    royalty_parameters: [{ ...royalty, amount: '2' }],
  });
  const takeBack = {
    out_trade_no: 'o1',
    refund_amount: '2',
    out_request_no: 'r2',
    refund_royalty_parameters: [{ trans_out: royalty.trans_in, amount: '1.50' }],
  };
  await call(merchant, 'trade.refund', takeBack);
  const freeze = {
    ...{ out_order_no: 'a1', out_request_no: 'f1', order_title: 'x', amount: '5', product_code: 'PRE_AUTH' },
    auth_code: first.paymentCode().code,
    auth_code_type: 'bar_code',
  };
  await call(merchant, 'fund.auth.order.freeze', freeze);
  const before = first.buyers();
  await first.close();

  const second = await createSandbox({ dataFile });
  expect(second.buyers()).toEqual(before);
  const same = new Merchant(second, merchant.app);
  const taken = { out_trade_no: 'o1', out_request_no: 'r2', query_options: ['refund_royaltys'] };
  const refund = await call(same, 'trade.fastpay.refund.query', taken);
  expect(refund.node.refund_royaltys).toMatchObject([{ refund_amount: '1.50' }]);
  expect((await call(same, 'trade.refund', takeBack)).node.fund_change).toBe('N');
  await second.advance(3 * 3_600_000);
  expect((await call(same, 'fund.trans.common.query', { out_biz_no: 't1' })).node.status).toBe('REFUND');
  const division = await call(same, 'trade.order.settle.query', { out_request_no: 's1', trade_no: tradeNo });
  expect(division.node.royalty_detail_list).toMatchObject([{ state: 'SUCCESS' }]);
  const told = inbox.received.map((_, index) => inbox.fields(index).msg_method);
  expect(told).toContain('alipay.trade.refund.depositback.completed');
  expect(told).toContain('alipay.trade.order.settle.notify');
  await second.advance(365 * 24 * 3_600_000);
  const detail = { out_order_no: 'a1', out_request_no: 'f1' };
  expect((await call(same, 'fund.auth.operation.detail.query', detail)).node.order_status).toBe('FINISH');
  await second.reset();
  expect((await call(same, 'fund.trans.common.query', { out_biz_no: 't1' })).node.sub_code).toBe('ORDER_NOT_EXIST');
  expect((await call(same, 'fund.auth.operation.detail.query', detail)).node.sub_code).toBe('AUTH_ORDER_NOT_EXIST');
  expect((await call(same, 'data.bill.balance.query', {})).node.available_amount).toBe('1000000.00');
  await second.close();
  await rm(folder, { recursive: true });
});
