import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const LI_LEI = '2088002100000011';
const HAN_MEIMEI = '2088002100000022';
const WANG_XIAOMING = '2088002100000033';

async function openOffice() {
  const setting = await openShop();
  const { sandbox, merchant } = setting;
  const call = async (method: string, content: object) => (await merchant.call(`alipay.${method}`, content)).node;
  /** What an app calls a person. */
  const openIdOf = async (buyer_id: string) => {
    const order = { out_trade_no: `who-${buyer_id}`, total_amount: '1', subject: 'x', product_code: 'JSAPI_PAY' };
    await call('trade.create', { ...order, buyer_id });
    return (await call('trade.query', { out_trade_no: order.out_trade_no })).buyer_open_id;
  };
  let deposits = 0;
  const freeze = (more: object = {}, buyer = LI_LEI) => {
    const no = `d${++deposits}`;
    const deposit = {
      out_order_no: no,
      out_request_no: no,
      order_title: '押金',
      amount: '100',
      product_code: 'PRE_AUTH',
    };
    const scan = { auth_code: sandbox.paymentCode(buyer).code, auth_code_type: 'bar_code' };
    return call('fund.auth.order.freeze', { ...deposit, ...scan, ...more });
  };
  const channelOf = (person: number) => (channel: string) =>
    sandbox.buyers()[person]?.funding.find(({ fund_channel }) => fund_channel === channel)?.available_amount;
  return { ...setting, call, openIdOf, freeze, channelOf };
}

test('a deposit is frozen from the sources that the merchant allows, named as deposits name them', async () => {
  await using office = await openOffice();
  const { freeze } = office;
  const hans = office.channelOf(1);
  await freeze({}, HAN_MEIMEI);
  expect([hans('FINANCEACCOUNT'), hans('ALIPAYACCOUNT')]).toEqual(['49900.00', '1288.00']);
  await freeze({ disable_pay_channels: '[{"payChannelType":"MONEY_FUND"}]' }, HAN_MEIMEI);
  expect([hans('FINANCEACCOUNT'), hans('ALIPAYACCOUNT')]).toEqual(['49900.00', '1188.00']);
  const huabei = { enable_pay_channels: 'PCREDIT_PAY' };
  expect((await freeze(huabei, WANG_XIAOMING)).status).toBe('SUCCESS');
  expect((await freeze(huabei, HAN_MEIMEI)).sub_code).toBe('NO_PAYMENT_INSTRUMENTS_AVAILABLE');
});

test('a deposit may be for one person, by the hash of the papers or by user id', async () => {
  await using office = await openOffice();
  const { freeze, sandbox } = office;
  const identity_hash = createHash('sha256').update(`李雷${sandbox.buyers()[0]?.cert_no}`).digest('hex');
  expect((await freeze({ identity_params: { identity_hash, alipay_user_id: LI_LEI } })).status).toBe('SUCCESS');
  const text = JSON.stringify({ identity_hash });
  expect((await freeze({ identity_params: text }, HAN_MEIMEI)).sub_code).toBe('USER_IDENTITY_INFO_VALIDATE_FAIL');
  expect((await freeze({ identity_params: { alipay_user_id: HAN_MEIMEI } })).sub_code).toBe(
    'USER_ACCOUNT_VALIDATE_FAIL',
  );
});

test.each([
  [{ auth_code_type: 'wave_code' }, 'ILLEGAL_ARGUMENT'],
  [{ trans_currency: 'USD' }, 'CURRENCY_VERIFICATION_FAIL'],
  [{ payee_user_id: '2088101126765726' }, 'ILLEGAL_PAYEE_USER_ID'],
  [{ enable_pay_channels: 'CASH' }, 'ILLEGAL_ARGUMENT'],
  [{ enable_pay_channels: 'MONEY_FUND', disable_pay_channels: 'OPTIMIZED_MOTO' }, 'ILLEGAL_ARGUMENT'],
])('a deposit with %j is refused: %s', async (fields, code) => {
  await using office = await openOffice();
  expect((await office.freeze(fields)).sub_code).toBe(code);
});

test('money is sent to an open id, from the app’s own merchant and nobody else', async () => {
  await using office = await openOffice();
  const hans = office.channelOf(1);
  const identity = await office.openIdOf(HAN_MEIMEI);
  const send = (out_biz_no: string, more: object = {}) =>
    office.call('fund.trans.uni.transfer', {
      ...{ out_biz_no, trans_amount: '5', product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' },
      payee_info: { identity, identity_type: 'ALIPAY_OPEN_ID' },
      transfer_scene_name: '佣金报酬',
      transfer_scene_report_infos: [{ info_type: '岗位', info_content: '外卖员' }],
      ...more,
    });
  expect((await send('t1')).status).toBe('SUCCESS');
  expect(hans('ALIPAYACCOUNT')).toBe('1293.00');
  const stranger = { identity: '083luGU2ef8y', identity_type: 'ALIPAY_OPEN_ID' };
  expect((await send('t2', { payee_info: stranger })).sub_code).toBe('PAYEE_NOT_EXIST');
  const payer_info = { identity: HAN_MEIMEI, identity_type: 'ALIPAY_USER_ID' };
  expect((await send('t3', { payer_info })).sub_code).toBe('INVALID_PAYER_ACCOUNT');
  expect((await send('t4', { transfer_scene_report_infos: [{ info_type: '岗位' }] })).sub_code).toBe(
    'INVALID_PARAMETER',
  );
  expect(hans('ALIPAYACCOUNT')).toBe('1293.00');
});

test('who shares in payments may be named by open id, and gives back under that name', async () => {
  await using office = await openOffice();
  const { call, merchant } = office;
  const hans = office.channelOf(1);
  const account = await office.openIdOf(HAN_MEIMEI);
  const receivers = (name: string | undefined) => ({ receiver_list: [{ type: 'openId', account: name }] });
  const bind = (name: string | undefined) =>
    call('trade.royalty.relation.bind', { out_request_no: 'b', ...receivers(name) });
  expect((await bind('083luGU2ef8y')).sub_code).toBe('USER_NOT_EXIST');
  expect((await bind(account)).result_code).toBe('SUCCESS');
  const trade_no = await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100' });
  const share = { trans_in_type: 'openId', trans_in: account, amount: '30' };
  await call('trade.order.settle', { out_request_no: 's', trade_no, royalty_parameters: [share] });
  expect(hans('ALIPAYACCOUNT')).toBe('1318.00');
  const back = [{ trans_out_type: 'openId', trans_out: account, amount: '30' }];
  const refund = { trade_no, refund_amount: '100', refund_royalty_parameters: back };
  expect((await call('trade.refund', refund)).fund_change).toBe('Y');
  expect(hans('ALIPAYACCOUNT')).toBe('1288.00');
});

test('an agreement is found by the signer’s login or open id too', async () => {
  await using office = await openOffice();
  const { call, merchant } = office;
  const terms = {
    ...{ personal_product_code: 'GENERAL_WITHHOLDING_P', sign_scene: 'INDUSTRY|MOBILE', external_agreement_no: 'e1' },
    access_params: { channel: 'ALIPAYAPP' },
  };
  const page = await merchant.call('alipay.user.agreement.page.sign', terms);
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const body = JSON.stringify({ buyer_id: LI_LEI });
  await fetch(`${page.headers.get('location')}/yes`, { method: 'POST', body, headers });
  const known = { personal_product_code: terms.personal_product_code, sign_scene: terms.sign_scene };
  const ask = (who: object) => call('user.agreement.query', { ...known, ...who });
  const byUser = await ask({ alipay_user_id: LI_LEI });
  expect(byUser.status).toBe('NORMAL');
  const alipay_open_id = await office.openIdOf(LI_LEI);
  for (const who of [{ alipay_open_id }, { alipay_logon_id: 'lilei@example.com' }])
    expect((await ask(who)).agreement_no).toBe(byUser.agreement_no);
  for (const who of [{ alipay_logon_id: 'nobody@example.com' }, { alipay_user_id: HAN_MEIMEI }])
    expect((await ask(who)).sub_code).toBe('USER_AGREEMENT_NOT_EXIST');
  expect((await call('user.agreement.unsign', { ...known, alipay_open_id })).code).toBe('10000');
});

test.each([
  [{ refund_currency: 'USD' }, 'CURRENCY_NOT_SUPPORT'],
  [{ refund_goods_detail: [{ goods_id: 'g' }] }, 'INVALID_PARAMETER'],
  [{ operator_id: '1'.repeat(31) }, 'INVALID_PARAMETER'],
])('a refund with %j is refused, over v2 and v3: %s', async (fields, code) => {
  await using office = await openOffice();
  const trade_no = await office.merchant.paidTrade();
  const refund = { trade_no, refund_amount: '1', out_request_no: 'r', ...fields };
  expect((await office.call('trade.refund', refund)).sub_code).toBe(`ACQ.${code}`);
  const v3 = new V3Merchant(office.sandbox, office.merchant.app);
  expect((await v3.post('/v3/alipay/trade/refund', refund)).body.code).toBe(`ACQ.${code}`);
  const goods = [{ goods_id: 'g', refund_amount: '1.00', out_certificate_no_list: ['2024'] }];
  const right = {
    trade_no,
    refund_amount: '1',
    out_request_no: 'r',
    refund_currency: 'CNY',
    refund_goods_detail: goods,
  };
  expect((await office.call('trade.refund', right)).fund_change).toBe('Y');
});

test('an order in another currency than yuan is refused', async () => {
  await using office = await openOffice();
  const order = { out_trade_no: 'o', total_amount: '1', subject: 'x', trans_currency: 'USD' };
  const scan = { scene: 'bar_code', auth_code: office.sandbox.paymentCode().code };
  expect((await office.call('trade.pay', { ...order, ...scan })).sub_code).toBe('ACQ.CURRENCY_NOT_SUPPORT');
});
