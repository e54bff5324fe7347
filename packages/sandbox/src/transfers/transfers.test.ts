import { expect, test } from 'vitest';
import { listenForNotifications, Merchant, openShop } from '../testing/merchant.ts';

const TRANSFER = {
  ...{ out_biz_no: 't1', trans_amount: '12.34', product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' },
  ...{ order_title: '佣金', payee_info: { identity: '2088002100000022', identity_type: 'ALIPAY_USER_ID' } },
};

async function openTransferShop() {
  const setting = await openShop();
  const { merchant } = setting;
  const send = async (content: object = {}) =>
    (await merchant.call('alipay.fund.trans.uni.transfer', { ...TRANSFER, ...content })).node;
  const query = async (content: object) => (await merchant.call('alipay.fund.trans.common.query', content)).node;
  const balance = async () => {
    const content = { alipay_user_id: merchant.app.seller_id, account_type: 'ACCTRANS_ACCOUNT' };
    return (await merchant.call('alipay.fund.account.query', content)).node.available_amount;
  };
  return { ...setting, send, query, balance };
}

test('a transfer reaches the payee at once, and its repetition moves nothing', async () => {
  await using shop = await openTransferShop();
  const sent = await shop.send();
  expect(sent).toMatchObject({ code: '10000', status: 'SUCCESS', order_id: expect.stringMatching(/^\d{32}$/) });
  expect(await shop.send()).toEqual(sent);
  expect(await shop.balance()).toBe('999987.66');
  const payee = shop.sandbox.buyers().find((buyer) => buyer.buyer_id === '2088002100000022');
  expect(payee?.funding).toContainEqual({ fund_channel: 'ALIPAYACCOUNT', available_amount: '1300.34' });
  for (const numbers of [
    { out_biz_no: 't1' },
    { order_id: sent.order_id },
    { pay_fund_order_id: sent.pay_fund_order_id },
  ]) {
    expect(await shop.query(numbers)).toMatchObject({ code: '10000', status: 'SUCCESS', trans_amount: '12.34' });
  }
});

test.each([
  ['the same number with another amount', { trans_amount: '12.35' }, 'PAYMENT_INFO_INCONSISTENCY'],
  ['too little', { out_biz_no: 'x', trans_amount: '0.09' }, 'EXCEED_LIMIT_SM_MIN_AMOUNT'],
  ['more than there is', { out_biz_no: 'x', trans_amount: '1000000.01' }, 'PAYER_BALANCE_NOT_ENOUGH'],
  ['no payee', { out_biz_no: 'x', payee_info: undefined }, 'INVALID_PARAMETER'],
  ['no scene', { out_biz_no: 'x', biz_scene: undefined }, 'INVALID_PARAMETER'],
  ['an unknown product', { out_biz_no: 'x', product_code: 'DREAM' }, 'INVALID_PARAMETER'],
  ['three decimals', { out_biz_no: 'x', trans_amount: '1.001' }, 'INVALID_PARAMETER'],
])('%s is refused and moves nothing', async (_name, content, code) => {
  await using shop = await openTransferShop();
  await shop.send();
  expect(await shop.send(content)).toMatchObject({ code: '40004', sub_code: code });
  expect(await shop.balance()).toBe('999987.66');
});

test.each([
  ['an unknown kind of name', { identity: '2088002100000022', identity_type: 'USER_ID' }, 'INVALID_PARAMETER'],
  ['an unknown user', { identity: '2088000000000000', identity_type: 'ALIPAY_USER_ID' }, 'PAYEE_NOT_EXIST'],
  ['a frozen account', { identity: '2088002100000066', identity_type: 'ALIPAY_USER_ID' }, 'PAYEE_ACCOUNT_STATUS_ERROR'],
  ['a login without a name', { identity: 'lilei@example.com', identity_type: 'ALIPAY_LOGON_ID' }, 'INVALID_PARAMETER'],
  [
    'another name',
    { identity: 'lilei@example.com', identity_type: 'ALIPAY_LOGON_ID', name: '李四' },
    'PAYEE_USER_INFO_ERROR',
  ],
  ['a bad card', { identity: '12', identity_type: 'BANKCARD_ACCOUNT', name: '李雷' }, 'INVALID_CARDNO'],
])('%s gets no money', async (_name, payee_info, code) => {
  await using shop = await openTransferShop();
  expect((await shop.send({ payee_info })).sub_code).toBe(code);
});

test.each([
  ['nobody', {}, 'INVALID_PARAMETER'],
  ['another', { alipay_user_id: '2088002100000022', account_type: 'ACCTRANS_ACCOUNT' }, 'AUTH_USERID_IS_NOT_MATCH'],
  ['no kind of account', { alipay_user_id: 'own', account_type: '' }, 'INVALID_PARAMETER'],
  ['an unknown kind of account', { alipay_user_id: 'own', account_type: 'CARD' }, 'INVALID_PARAMETER'],
])('who asks for the account of %s is told nothing', async (_name, content, code) => {
  await using shop = await openTransferShop();
  const own = 'alipay_user_id' in content && content.alipay_user_id === 'own';
  const asked = { ...content, ...(own ? { alipay_user_id: shop.merchant.app.seller_id } : {}) };
  expect((await shop.merchant.call('alipay.fund.account.query', asked)).node.sub_code).toBe(code);
});

test('a login with its name gets money, the merchant itself does not, another merchant does', async () => {
  await using shop = await openTransferShop();
  const login = { identity: 'lilei@example.com', identity_type: 'ALIPAY_LOGON_ID', name: '李雷' };
  expect((await shop.send({ payee_info: login })).code).toBe('10000');
  const self = { identity: shop.merchant.app.seller_id, identity_type: 'ALIPAY_USER_ID' };
  expect((await shop.send({ out_biz_no: 't2', payee_info: self })).sub_code).toBe('PAYER_PAYEE_CANNOT_SAME');
  const other = await Merchant.of(shop.sandbox);
  const payee_info = { identity: other.app.seller_id, identity_type: 'ALIPAY_USER_ID' };
  expect((await shop.send({ out_biz_no: 't3', payee_info })).code).toBe('10000');
  const asked = await other.call('alipay.data.bill.balance.query', {});
  expect(asked.node.available_amount).toBe('1000012.34');
  const today = { start_time: '2026-03-01 00:00:00', end_time: '2026-03-02 00:00:00' };
  const lines = async (merchant: Merchant) =>
    (await merchant.call('alipay.data.bill.accountlog.query', today)).node.detail_list;
  const { seller_id } = shop.merchant.app;
  expect(await lines(other)).toMatchObject([{ trans_amount: '12.34', other_account: seller_id }]);
  expect(await lines(shop.merchant)).toMatchObject([
    {},
    { trans_amount: '-12.34', other_account: other.app.seller_id },
  ]);
  expect((await other.call('alipay.fund.trans.common.query', { out_biz_no: 't3' })).node.sub_code).toBe(
    'ORDER_NOT_EXIST',
  );
});

test('a merchant may send all it has, to the last fen', async () => {
  await using shop = await openTransferShop();
  expect((await shop.send({ trans_amount: '1000000.00' })).code).toBe('10000');
  expect(await shop.balance()).toBe('0.00');
});

test('a bank takes two hours; a card it does not know sends the money back, and the app is told', async () => {
  await using inbox = await listenForNotifications();
  await using shop = await openTransferShop();
  await shop.sandbox.registerApp({ app_id: shop.merchant.app.app_id, gateway_url: inbox.url });
  const card = (identity: string) => ({ identity, identity_type: 'BANKCARD_ACCOUNT', name: '李雷' });
  const toCard = { product_code: 'TRANS_BANKCARD_NO_PWD', trans_amount: '100' };
  expect((await shop.send({ ...toCard, payee_info: card('6222021234567890') })).status).toBe('DEALING');
  await shop.send({ ...toCard, out_biz_no: 't2', payee_info: card('6222021234560000') });
  expect(await shop.balance()).toBe('999800.00');
  await shop.sandbox.advance(2 * 3_600_000);
  expect((await shop.query({ out_biz_no: 't1' })).status).toBe('SUCCESS');
  expect(await shop.query({ out_biz_no: 't2' })).toMatchObject({
    status: 'REFUND',
    error_code: 'PAYEE_CARD_INFO_ERROR',
  });
  expect(await shop.balance()).toBe('999900.00');
  const told = inbox.received.map((_, index) => JSON.parse(inbox.fields(index).biz_content ?? '{}'));
  expect(told.map(({ out_biz_no, status }) => `${out_biz_no} ${status}`)).toEqual([
    't1 DEALING',
    't2 DEALING',
    't1 SUCCESS',
    't2 REFUND',
  ]);
  expect(inbox.received.every(({ body }) => shop.merchant.verifyMessage(body))).toBe(true);
});

test('a person sends money on a page, or lets it be and it closes', async () => {
  await using shop = await openTransferShop();
  const { merchant, sandbox } = shop;
  const order = { ...TRANSFER, product_code: 'STD_RED_PACKET', biz_scene: 'PERSONAL_PAY' };
  const open = async (out_biz_no: string) => {
    const answered = await merchant.call(
      'alipay.fund.trans.page.pay',
      { ...order, out_biz_no },
      { return_url: 'https://s.example/' },
    );
    return answered.headers.get('location') ?? '';
  };
  const page = await open('p1');
  expect(await (await fetch(page)).text()).toContain('12.34');
  expect((await shop.query({ out_biz_no: 'p1' })).status).toBe('WAIT_PAY');
  const yes = async (address: string, buyer_id: string) => {
    const body = JSON.stringify({ buyer_id });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    return (await (await fetch(`${address}/yes`, { method: 'POST', body, headers })).json()) as Record<string, string>;
  };
  expect(await yes(page, '2088002100000055')).toMatchObject({ status: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' });
  expect(await yes(page, '2088002100000022')).toMatchObject({ code: 'PAYER_PAYEE_CANNOT_SAME' });
  const back = new URL((await yes(page, '2088002100000011')).continue_url ?? '');
  expect(merchant.verifyMessage(back.search.slice(1))).toBe(true);
  expect((await shop.query({ out_biz_no: 'p1' })).status).toBe('SUCCESS');
  const paid = sandbox.buyers();
  expect((await yes(page, '2088002100000011')).continue_url).toContain('status=SUCCESS');
  expect((await yes(await open('p1'), '2088002100000033')).continue_url).toContain('status=SUCCESS');
  expect(sandbox.buyers()).toEqual(paid);
  const another = await merchant.call('alipay.fund.trans.page.pay', { ...order, out_biz_no: 'p1', trans_amount: '1' });
  expect(another.text).toContain('PAYMENT_INFO_INCONSISTENCY');
  const late = await open('p2');
  await sandbox.advance(24 * 3_600_000);
  expect((await shop.query({ out_biz_no: 'p2' })).status).toBe('CLOSED');
  expect((await yes(late, '2088002100000011')).status).toBe('refused');
});
