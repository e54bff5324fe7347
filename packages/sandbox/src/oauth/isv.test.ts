import { expect, test } from 'vitest';
import { listenForNotifications, Merchant, openShop } from '../testing/merchant.ts';

const HAN_MEIMEI = '2088002100000022';

/** An ISV's app with leave to act for another merchant: each call is made for the ISV itself or for that merchant. */
async function openIsv() {
  const shop = await openShop();
  const { sandbox, merchant } = shop;
  const inbox = await listenForNotifications();
  const own = await Merchant.of(sandbox, 'merchant-app');
  const query = new URLSearchParams({ app_id: merchant.app.app_id, redirect_uri: 'https://isv.example/back' });
  const page = `${sandbox.url}/oauth2/appToAppAuth.htm?${query}`;
  const body = new URLSearchParams({ decision: 'yes', person: 'merchant-app' });
  const agreed = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('app_auth_code');
  const grant = { grant_type: 'authorization_code', code };
  const { app_auth_token = '' } = (await merchant.call('alipay.open.auth.token.app', grant)).node;
  const addresses = { notify_url: inbox.url, return_url: 'https://isv.example/done' };
  const caller = (by: Merchant, token: Record<string, string>) => async (method: string, content: object) => {
    const answered = await by.call(method, content, { ...addresses, ...token });
    return { node: answered.node, page: answered.headers.get('location') ?? '', bytes: answered.bytes };
  };
  const close = async () => {
    await inbox[Symbol.asyncDispose]();
    await sandbox.close();
  };
  return {
    ...{ sandbox, inbox, sellerId: own.app.seller_id, isvAppId: merchant.app.app_id },
    forItself: caller(merchant, {}),
    forMerchant: caller(merchant, { app_auth_token }),
    byMerchant: caller(own, {}),
    [Symbol.asyncDispose]: close,
  };
}

async function agree(page: string): Promise<URL> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const body = JSON.stringify({ buyer_id: HAN_MEIMEI });
  const answer = await (await fetch(`${page}/yes`, { method: 'POST', body, headers })).json();
  return new URL((answer as { continue_url: string }).continue_url);
}

test('a transfer’s number is each merchant’s own: the ISV’s merchants get two transfers, not one', async () => {
  await using isv = await openIsv();
  const transfer = {
    ...{ out_biz_no: 't1', trans_amount: '10', product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' },
    payee_info: { identity: HAN_MEIMEI, identity_type: 'ALIPAY_USER_ID' },
  };
  const send = async (call: typeof isv.forItself, more = {}) =>
    (await call('alipay.fund.trans.uni.transfer', { ...transfer, ...more })).node;
  const first = await send(isv.forMerchant);
  const second = await send(isv.forItself, { trans_amount: '20' });
  expect([first.code, second.code]).toEqual(['10000', '10000']);
  expect((await send(isv.byMerchant)).order_id).toBe(first.order_id);
  const query = async (call: typeof isv.forItself, content: object) =>
    (await call('alipay.fund.trans.common.query', content)).node;
  expect((await query(isv.forItself, { out_biz_no: 't1' })).trans_amount).toBe('20.00');
  expect((await query(isv.forMerchant, { out_biz_no: 't1' })).trans_amount).toBe('10.00');
  expect((await query(isv.forItself, { order_id: first.order_id })).sub_code).toBe('ORDER_NOT_EXIST');
});

test('a payment code pays one order of one merchant, whichever app scans it', async () => {
  await using isv = await openIsv();
  const scan = { scene: 'bar_code', auth_code: isv.sandbox.paymentCode().code };
  const order = { out_trade_no: 'o1', total_amount: '1', subject: 'x', ...scan };
  const pay = async (call: typeof isv.forItself) => (await call('alipay.trade.pay', order)).node;
  expect((await pay(isv.forMerchant)).code).toBe('10000');
  expect((await pay(isv.forItself)).sub_code).toBe('ACQ.PAYMENT_AUTH_CODE_INVALID');
  expect((await pay(isv.byMerchant)).sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
  const deposit = {
    ...{ out_order_no: 'd1', out_request_no: 'r1', order_title: '押金', amount: '10', product_code: 'PRE_AUTH' },
    ...{ auth_code_type: 'bar_code', auth_code: isv.sandbox.paymentCode().code },
  };
  const freeze = async (call: typeof isv.forItself) => (await call('alipay.fund.auth.order.freeze', deposit)).node;
  const frozen = await freeze(isv.forMerchant);
  expect(frozen.status).toBe('SUCCESS');
  expect((await freeze(isv.forItself)).sub_code).toBe('PAYMENT_AUTH_CODE_INVALID');
  expect((await freeze(isv.byMerchant)).auth_no).toBe(frozen.auth_no);
});

test('a deposit belongs to the merchant for whom it was asked, and its messages and returns say so', async () => {
  await using isv = await openIsv();
  const deposit = {
    ...{ out_order_no: 'd1', out_request_no: 'r1', order_title: '押金', product_code: 'PRE_AUTH_ONLINE' },
    amount: '100',
  };
  const back = await agree((await isv.forMerchant('alipay.fund.auth.order.app.freeze', deposit)).page);
  expect(back.searchParams.get('auth_app_id')).toBe('merchant-app');
  const auth_no = back.searchParams.get('auth_no') ?? '';
  await isv.sandbox.advance(0);
  expect(isv.inbox.fields(0)).toMatchObject({
    ...{ notify_type: 'fund_auth_freeze', app_id: isv.isvAppId, auth_app_id: 'merchant-app' },
    payee_user_id: isv.sellerId,
  });
  const unfreeze = { auth_no, out_request_no: 'u1', amount: '100', remark: '归还' };
  expect((await isv.forItself('alipay.fund.auth.order.unfreeze', unfreeze)).node.sub_code).toBe('AUTH_ORDER_NOT_EXIST');
  const order = { out_trade_no: 'p1', total_amount: '1', subject: 'x', product_code: 'PRE_AUTH_ONLINE', auth_no };
  expect((await isv.forItself('alipay.trade.pay', order)).node.sub_code).toBe('ACQ.AUTH_NO_ERROR');
  const again = await isv.forItself('alipay.fund.auth.order.app.freeze', { ...deposit, amount: '200' });
  expect(await (await fetch(again.page)).text()).toContain('200.00');
  expect((await isv.byMerchant('alipay.fund.auth.order.unfreeze', unfreeze)).node.code).toBe('10000');
});

test('an agreement with one merchant lets no other take money', async () => {
  await using isv = await openIsv();
  const content = {
    ...{ personal_product_code: 'GENERAL_WITHHOLDING_P', sign_scene: 'INDUSTRY|MUSIC', external_agreement_no: 'm-1' },
    access_params: { channel: 'ALIPAYAPP' },
  };
  const signed = await agree((await isv.forMerchant('alipay.user.agreement.page.sign', content)).page);
  expect(signed.searchParams.get('auth_app_id')).toBe('merchant-app');
  const agreement_no = signed.searchParams.get('agreement_no') ?? '';
  await isv.sandbox.advance(0);
  expect(isv.inbox.fields(0)).toMatchObject({ notify_type: 'dut_user_sign', auth_app_id: 'merchant-app' });
  const order = {
    ...{ out_trade_no: 'a1', total_amount: '1', subject: 'x', product_code: 'GENERAL_WITHHOLDING' },
    agreement_params: { agreement_no },
  };
  expect((await isv.forItself('alipay.trade.pay', order)).node.sub_code).toBe('ACQ.AGREEMENT_NOT_EXIST');
  expect((await isv.byMerchant('alipay.trade.pay', order)).node.code).toBe('10000');
  const { access_params: _, ...query } = content;
  const asked = async (call: typeof isv.forItself) => (await call('alipay.user.agreement.query', query)).node;
  expect((await asked(isv.forItself)).sub_code).toBe('USER_AGREEMENT_NOT_EXIST');
  expect((await asked(isv.forMerchant)).agreement_no).toBe(agreement_no);
});

test('who shares in one merchant’s payments does not share in another’s', async () => {
  await using isv = await openIsv();
  const receiver_list = [{ type: 'userId', account: HAN_MEIMEI }];
  await isv.forMerchant('alipay.trade.royalty.relation.bind', { out_request_no: 'b1', receiver_list });
  const receivers = async (call: typeof isv.forItself) =>
    (await call('alipay.trade.royalty.relation.batchquery', { out_request_no: 'q1' })).node.total_record_num;
  expect([await receivers(isv.forItself), await receivers(isv.forMerchant)]).toEqual(['0', '1']);
  expect(await receivers(isv.byMerchant)).toBe('1');
  await isv.forItself('alipay.trade.royalty.relation.bind', { out_request_no: 'b2', receiver_list });
  expect([await receivers(isv.forItself), await receivers(isv.forMerchant)]).toEqual(['1', '1']);
  await isv.forItself('alipay.trade.royalty.relation.unbind', { out_request_no: 'u1', receiver_list });
  expect([await receivers(isv.forItself), await receivers(isv.forMerchant)]).toEqual(['0', '1']);
});

test('how one merchant’s payment was divided is told to no other', async () => {
  await using isv = await openIsv();
  const receiver_list = [{ type: 'userId', account: HAN_MEIMEI }];
  await isv.forMerchant('alipay.trade.royalty.relation.bind', { out_request_no: 'b1', receiver_list });
  const scan = { scene: 'bar_code', auth_code: isv.sandbox.paymentCode().code };
  const order = { out_trade_no: 'o1', total_amount: '100', subject: 'x', ...scan };
  const { trade_no = '' } = (await isv.forMerchant('alipay.trade.pay', order)).node;
  const royalty_parameters = [{ trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount: '5' }];
  const division = { out_request_no: 's1', trade_no, royalty_parameters };
  const settle = async (call: typeof isv.forItself) => (await call('alipay.trade.order.settle', division)).node;
  expect((await settle(isv.forItself)).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  const { settle_no } = await settle(isv.forMerchant);
  for (const numbers of [{ settle_no }, { out_request_no: 's1', trade_no }]) {
    const ask = async (call: typeof isv.forItself) => (await call('alipay.trade.order.settle.query', numbers)).node;
    expect((await ask(isv.forItself)).sub_code).toBe('MERCHANT_TRADE_NOT_MATCH');
    expect((await ask(isv.byMerchant)).out_request_no).toBe('s1');
  }
});
