import { expect, test } from 'vitest';
import { METHODS } from '../gateway/methods/index.ts';
import { listenForNotifications, openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

/** The products over v3. V3Merchant itself sees to it that every answer has exactly the types of the facts. */
async function openV3Shop() {
  const shop = await openShop();
  const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
  const post = (path: string, body: object) => v3.post(`/v3/alipay/${path}`, body);
  const get = (path: string, query: Record<string, string>) =>
    v3.get(`/v3/alipay/${path}?${new URLSearchParams(query)}`);
  return { ...shop, v3, post, get, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
}

const BUYER = '2088002100000011';
const order = (outTradeNo: string, more: object = {}) => ({
  out_trade_no: outTradeNo,
  total_amount: '10.00',
  subject: 'v3',
  ...more,
});

test('trade: created, paid, told of, refunded in parts', async () => {
  await using shop = await openV3Shop();
  await using server = await listenForNotifications();
  const create = order('t1', { buyer_id: BUYER, product_code: 'JSAPI_PAY', notify_url: server.url });
  const created = await shop.post('trade/create', create);
  expect([created.status, created.body.out_trade_no]).toEqual([200, 't1']);
  await shop.sandbox.pay(String(created.body.trade_no));
  await shop.sandbox.advance(0);
  // In v3 the address to notify is a field of the body.
  expect(server.fields(0)).toMatchObject({ out_trade_no: 't1', trade_status: 'TRADE_SUCCESS' });
  const refund = { out_trade_no: 't1', refund_amount: '4.00', out_request_no: 'r1' };
  expect((await shop.post('trade/refund', refund)).body).toMatchObject({ fund_change: 'Y', refund_fee: '4.00' });
  const asked = await shop.post('trade/fastpay/refund/query', { out_trade_no: 't1', out_request_no: 'r1' });
  expect(asked.body).toMatchObject({ refund_status: 'REFUND_SUCCESS', refund_amount: '4.00' });
  expect((await shop.post('trade/close', { out_trade_no: 't1' })).body.code).toBe('ACQ.TRADE_STATUS_ERROR');
});

test('trade: precreated, cancelled; a payment that the buyer must confirm is accepted, and no more', async () => {
  await using shop = await openV3Shop();
  const qr = await shop.post('trade/precreate', order('t2'));
  expect(qr.body.qr_code).toContain('/qr/');
  expect((await shop.post('trade/query', { out_trade_no: 't2' })).body.code).toBe('ACQ.TRADE_NOT_EXIST');
  expect((await shop.post('trade/cancel', { out_trade_no: 't2' })).body).toMatchObject({ retry_flag: 'N' });
  const { code } = shop.sandbox.paymentCode(BUYER);
  const small = await shop.post('trade/pay', order('t3', { scene: 'bar_code', auth_code: code }));
  expect([small.status, small.body.buyer_user_id]).toEqual([200, BUYER]);
  const next = shop.sandbox.paymentCode(BUYER).code;
  const large = order('t4', { scene: 'bar_code', auth_code: next, total_amount: '3000.00' });
  const accepted = await shop.post('trade/pay', large);
  expect(accepted.status).toBe(202);
  expect(accepted.body).not.toHaveProperty('code');
});

test('transfers, by POST, and asked about by GET', async () => {
  await using shop = await openV3Shop();
  await shop.merchant.paidTrade({ total_amount: '100.00' });
  const sent = await shop.post('fund/trans/uni/transfer', {
    out_biz_no: 'b1',
    trans_amount: '5.00',
    product_code: 'TRANS_ACCOUNT_NO_PWD',
    biz_scene: 'DIRECT_TRANSFER',
    order_title: '佣金',
    payee_info: { identity: BUYER, identity_type: 'ALIPAY_USER_ID' },
  });
  expect([sent.status, sent.body.status]).toEqual([200, 'SUCCESS']);
  const asked = await shop.get('fund/trans/common/query', {
    out_biz_no: 'b1',
    product_code: 'TRANS_ACCOUNT_NO_PWD',
    biz_scene: 'DIRECT_TRANSFER',
  });
  expect(asked.body).toMatchObject({ status: 'SUCCESS', trans_amount: '5.00' });
});

test('every method of the sandbox’s own is reached over v3 and refuses nothing with a crash', async () => {
  const reports: string[] = [];
  await using shop = await openV3Shop();
  for (const [name, method] of METHODS) {
    if (method.kind === 'page') continue;
    const path = `/v3/${name.replaceAll('.', '/')}`;
    const answers = [await shop.v3.post(path, {}), await shop.v3.get(path)];
    const reached = answers.filter(({ body }) => body.code !== 'invalid-method');
    if (reached.length === 0) reports.push(`${name} is not reached`);
    if (reached.some(({ status }) => status >= 500)) reports.push(`${name} crashes`);
  }
  expect(reports).toEqual([]);
});
