import { expect, test } from 'vitest';
import { listenForNotifications, openShop } from '../testing/merchant.ts';

const HAN_MEIMEI = '2088002100000022';
const DAY_MS = 24 * 3_600_000;
const SIGN = {
  ...{
    personal_product_code: 'GENERAL_WITHHOLDING_P',
    sign_scene: 'INDUSTRY|MUSIC',
    external_agreement_no: 'member-1',
  },
  access_params: { channel: 'ALIPAYAPP' },
};
const MONTHLY = {
  ...{ period_type: 'MONTH', period: 1, execute_time: '2026-03-01', single_amount: '30' },
  ...{ total_amount: '70', total_payments: 4 },
};

async function yes(page: string, buyer_id = HAN_MEIMEI): Promise<Record<string, string>> {
  const body = JSON.stringify({ buyer_id });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return (await (await fetch(`${page}/yes`, { method: 'POST', body, headers })).json()) as Record<string, string>;
}

async function openMusicShop() {
  const inbox = await listenForNotifications();
  const setting = await openShop();
  const { merchant } = setting;
  const openPage = async (content: object = {}) => {
    const overrides = { notify_url: inbox.url, return_url: 'https://music.example/back' };
    return merchant.call('alipay.user.agreement.page.sign', { ...SIGN, ...content }, overrides);
  };
  const sign = async (content: object = {}) => {
    const page = (await openPage(content)).headers.get('location') ?? '';
    return new URL((await yes(page)).continue_url ?? '');
  };
  const query = async () =>
    (await merchant.call('alipay.user.agreement.query', { ...SIGN, access_params: undefined })).node;
  const deduct = async (agreement_no: string, out_trade_no: string, total_amount = '30') => {
    const order = {
      out_trade_no,
      total_amount,
      subject: '会员',
      product_code: 'CYCLE_PAY_AUTH',
      agreement_params: { agreement_no },
    };
    return (await merchant.call('alipay.trade.pay', order, { notify_url: inbox.url })).node;
  };
  const close = async () => {
    await inbox[Symbol.asyncDispose]();
    await setting.sandbox.close();
  };
  return { ...setting, inbox, openPage, sign, query, deduct, [Symbol.asyncDispose]: close };
}

test('an agreement is signed on a page, told signed, queried, used, and ended', async () => {
  await using shop = await openMusicShop();
  const { merchant, sandbox, inbox } = shop;
  expect((await shop.query()).sub_code).toBe('USER_AGREEMENT_NOT_EXIST');
  const back = await shop.sign();
  expect(merchant.verifyMessage(back.search.slice(1))).toBe(true);
  const agreementNo = back.searchParams.get('agreement_no') ?? '';
  expect(agreementNo).toMatch(/^\d{20}$/);
  const holds = {
    agreement_no: agreementNo,
    status: 'NORMAL',
    principal_id: HAN_MEIMEI,
    invalid_time: '2115-02-01 00:00:00',
  };
  expect(await shop.query()).toMatchObject(holds);
  expect(await shop.deduct(agreementNo, 'd1')).toMatchObject({ code: '10000', buyer_user_id: HAN_MEIMEI });
  expect((await shop.deduct(agreementNo, 'd1')).sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
  const again = await shop.openPage();
  expect(new TextDecoder('gbk').decode(again.bytes)).toContain('EXTERNAL_AGREEMENT_NO_EXIST');
  const unsign = async () => (await merchant.call('alipay.user.agreement.unsign', { agreement_no: agreementNo })).node;
  expect(await unsign()).toEqual({ code: '10000', msg: 'Success' });
  expect((await unsign()).sub_code).toBe('USER_AGREEMENT_STATUS_NOT_NORMAL');
  expect((await shop.query()).sub_code).toBe('AGREEMENT_HAS_UNSIGNED');
  expect((await shop.deduct(agreementNo, 'd2')).sub_code).toBe('ACQ.AGREEMENT_STATUS_NOT_NORMAL');
  await sandbox.advance(0);
  const told = inbox.received.map((_, index) => inbox.fields(index));
  expect(told.map(({ notify_type, status }) => [notify_type, status])).toEqual([
    ['dut_user_sign', 'NORMAL'],
    ['trade_status_sync', undefined],
    ['dut_user_unsign', 'UNSIGN'],
  ]);
  expect(told[0]).toMatchObject({
    agreement_no: agreementNo,
    alipay_user_id: HAN_MEIMEI,
    external_agreement_no: 'member-1',
  });
  expect(told[1]).toMatchObject({ agreement_no: agreementNo, trade_status: 'TRADE_SUCCESS' });
  expect(inbox.received.every(({ body }) => merchant.verifyMessage(body))).toBe(true);
});

test('a periodic agreement is charged once a month, and never more than was agreed', async () => {
  await using shop = await openMusicShop();
  const back = await shop.sign({ period_rule_params: MONTHLY });
  const agreementNo = back.searchParams.get('agreement_no') ?? '';
  expect((await shop.deduct(agreementNo, 'x', '30.01')).sub_code).toBe('ACQ.CYCLE_PAY_SINGLE_FEE_EXCEED');
  expect((await shop.deduct(agreementNo, 'm1')).code).toBe('10000');
  expect((await shop.query()).next_deduct_time).toBe('2026-04-01');
  expect((await shop.deduct(agreementNo, 'm2')).sub_code).toBe('ACQ.CYCLE_PAY_DATE_NOT_MATCH');
  await shop.sandbox.advance(31 * DAY_MS);
  expect((await shop.deduct(agreementNo, 'm2')).code).toBe('10000');
  await shop.sandbox.advance(30 * DAY_MS);
  expect((await shop.deduct(agreementNo, 'm3')).sub_code).toBe('ACQ.CYCLE_PAY_TOTAL_FEE_EXCEED');
  expect((await shop.deduct(agreementNo, 'm3', '10')).code).toBe('10000');
});

test.each([
  ['30d', '2026-03-31 10:00:00'],
  ['2m', '2026-05-01 10:00:00'],
  ['12m', '2027-03-01 10:00:00'],
])('an agreement for %s ends then', async (sign_validity_period, invalid_time) => {
  await using shop = await openMusicShop();
  const agreementNo = (await shop.sign({ sign_validity_period })).searchParams.get('agreement_no') ?? '';
  expect((await shop.query()).invalid_time).toBe(invalid_time);
  await shop.sandbox.setNow(Date.parse(`${invalid_time.replace(' ', 'T')}+08:00`));
  expect((await shop.deduct(agreementNo, 'late')).sub_code).toBe('ACQ.AGREEMENT_INVALID');
});

test('a periodic agreement is charged no more often than was agreed', async () => {
  await using shop = await openMusicShop();
  const rule = { ...MONTHLY, total_amount: undefined, total_payments: 1 };
  const agreementNo = (await shop.sign({ period_rule_params: rule })).searchParams.get('agreement_no') ?? '';
  expect((await shop.deduct(agreementNo, 'm1')).code).toBe('10000');
  await shop.sandbox.advance(31 * DAY_MS);
  expect((await shop.deduct(agreementNo, 'm2')).sub_code).toBe('ACQ.CYCLE_PAY_TOTAL_TIMES_EXCEED');
});

test('a periodic agreement begins on its day, and not before', async () => {
  await using shop = await openMusicShop();
  const rule = { ...MONTHLY, execute_time: '2026-03-31' };
  const agreementNo = (await shop.sign({ period_rule_params: rule })).searchParams.get('agreement_no') ?? '';
  await shop.sandbox.setNow(Date.parse('2026-03-30T23:59:59+08:00'));
  expect((await shop.deduct(agreementNo, 'm1')).sub_code).toBe('ACQ.CYCLE_PAY_DATE_NOT_MATCH');
  await shop.sandbox.advance(1_000);
  expect((await shop.deduct(agreementNo, 'm1')).code).toBe('10000');
  expect((await shop.query()).next_deduct_time).toBe('2026-04-30');
});

test('a deduction that is asked for again is told to be paid, not that it is too early', async () => {
  await using shop = await openMusicShop();
  const back = await shop.sign({ period_rule_params: MONTHLY });
  const agreementNo = back.searchParams.get('agreement_no') ?? '';
  expect((await shop.deduct(agreementNo, 'm1')).code).toBe('10000');
  expect((await shop.deduct(agreementNo, 'm1')).sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
});

test('an agreement is whose who signed it first', async () => {
  await using shop = await openMusicShop();
  const page = (await shop.openPage()).headers.get('location') ?? '';
  const { continue_url } = await yes(page);
  const signed = await shop.query();
  const again = await yes(page, '2088002100000011');
  const told = (url = '') => new URL(url).searchParams.get('alipay_logon_id');
  expect(told(again.continue_url)).toBe(told(continue_url));
  expect(await shop.query()).toEqual(signed);
  await shop.merchant.call('alipay.user.agreement.unsign', { agreement_no: signed.agreement_no });
  expect(await yes(page)).toMatchObject({ status: 'refused', code: 'TRADE_HAS_CLOSE' });
});

test('nobody signs with an account that is frozen', async () => {
  await using shop = await openMusicShop();
  const page = (await shop.openPage()).headers.get('location') ?? '';
  expect(await yes(page, '2088002100000066')).toMatchObject({ code: 'BUYER_ENABLE_STATUS_FORBID' });
  expect(await yes(page)).toHaveProperty('continue_url');
});

test('an agreement that waits for the merchant holds when he says so, and is signed all the same', async () => {
  await using shop = await openMusicShop();
  const { merchant } = shop;
  const back = await shop.sign({ agreement_effect_type: 'NOTICE', third_party_type: 'MERCHANT' });
  const agreement_no = back.searchParams.get('agreement_no') ?? '';
  expect(await shop.query()).toMatchObject({ status: 'TEMP', third_party_type: 'MERCHANT', principal_id: HAN_MEIMEI });
  expect((await shop.deduct(agreement_no, 'd1')).sub_code).toBe('ACQ.AGREEMENT_STATUS_NOT_NORMAL');
  const again = await shop.openPage();
  expect(new TextDecoder('gbk').decode(again.bytes)).toContain('EXTERNAL_AGREEMENT_NO_EXIST');
  const takeEffect = async (content: object) =>
    (await merchant.call('alipay.user.agreement.sign.effect', content)).node;
  expect((await takeEffect({ agreement_no: '1' })).sub_code).toBe('USER_AGREEMENT_NOT_EXIST');
  expect(await takeEffect({ agreement_no })).toMatchObject({ code: '10000', status: 'NORMAL', agreement_no });
  expect((await takeEffect({ agreement_no })).status).toBe('NORMAL');
  expect((await shop.deduct(agreement_no, 'd1')).code).toBe('10000');
  const refuse = { agreement_no, operate_type: 'invalid' };
  const refused = await merchant.call('alipay.user.agreement.unsign', refuse);
  expect(refused.node.sub_code).toBe('ASYNC_UNSIGN_CAN_NOT_REJECT');
  await merchant.call('alipay.user.agreement.unsign', { agreement_no, operate_type: 'confirm' });
  expect((await takeEffect({ agreement_no })).sub_code).toBe('AGREEMENT_HAS_UNSIGNED');
});

test.each([
  ['another person', { identity_params: { sign_user_id: '2088002100000011' } }],
  ['another open id', { identity_params: { sign_open_id: '0another_yc' } }],
  ['another name', { identity_params: { user_name: '李雷' } }],
  ['somebody younger', { user_age_range: '{"min":"1","max":"9"}' }],
  ['somebody older', { user_age_range: { min: '99' } }],
])('a page for %s is not for her to sign', async (_name, content) => {
  await using shop = await openMusicShop();
  const page = (await shop.openPage(content)).headers.get('location') ?? '';
  expect(await yes(page)).toMatchObject({ status: 'refused', code: 'USER_IDENTITY_INFO_VALIDATE_FAIL' });
  expect((await shop.query()).sub_code).toBe('USER_AGREEMENT_NOT_EXIST');
});

test('who is asked for by number and name signs, within the time that is given', async () => {
  await using shop = await openMusicShop();
  const wanted = { identity_params: { sign_user_id: HAN_MEIMEI, user_name: '韩梅梅' }, effect_time: 300 };
  const page = (await shop.openPage(wanted)).headers.get('location') ?? '';
  await shop.sandbox.advance(300_000);
  const late = (await shop.openPage({ ...wanted, effect_time: 0 })).headers.get('location') ?? '';
  await shop.sandbox.advance(0);
  expect(await yes(page)).toHaveProperty('continue_url');
  await shop.sandbox.advance(1);
  expect(await yes(late)).toMatchObject({ status: 'refused' });
});

test.each([
  ['neither number nor person', {}],
  [
    'the merchant’s number alone',
    { external_agreement_no: 'member-1', personal_product_code: 'GENERAL_WITHHOLDING_P' },
  ],
  ['no product', { external_agreement_no: 'member-1', sign_scene: 'INDUSTRY|MUSIC' }],
])('an agreement is not found by %s', async (_name, content) => {
  await using shop = await openMusicShop();
  await shop.sign();
  for (const method of ['query', 'unsign']) {
    const asked = await shop.merchant.call(`alipay.user.agreement.${method}`, content);
    expect(asked.node.sub_code).toBe('INVALID_PARAMETER');
  }
});

test('the person may end it in the wallet, and the merchant hears of it', async () => {
  await using shop = await openMusicShop();
  const agreementNo = (await shop.sign()).searchParams.get('agreement_no');
  const end = () => fetch(`${shop.sandbox.url}/_sandbox/agreements/${agreementNo}/unsign`, { method: 'POST' });
  expect((await end()).status).toBe(200);
  expect((await end()).status).toBe(409);
  await shop.sandbox.advance(0);
  expect(shop.inbox.fields(1)).toMatchObject({ notify_type: 'dut_user_unsign', status: 'UNSIGN' });
});

test.each([
  ['no product', { personal_product_code: '' }],
  ['no channel', { access_params: {} }],
  ['a period of days below a week', { period_rule_params: { ...MONTHLY, period_type: 'DAY', period: 6 } }],
  ['an unknown period', { period_rule_params: { ...MONTHLY, period_type: 'YEAR' } }],
  ['no rule for a periodic product', { personal_product_code: 'CYCLE_PAY_AUTH_P' }],
  ['nothing to take', { period_rule_params: { ...MONTHLY, single_amount: '0' } }],
  ['a number of its own and no scene', { sign_scene: undefined }],
  ['a number of its own and the default scene', { sign_scene: 'DEFAULT|DEFAULT' }],
  ['a validity of hours', { sign_validity_period: '5h' }],
  ['more than a day to sign', { effect_time: 86_401 }],
  ['a strange age', { user_age_range: '{"min":"young"}' }],
  ['an unknown way to take effect', { agreement_effect_type: 'SOON' }],
  ['an unknown third party', { third_party_type: 'FRIEND' }],
  ['a page of the merchant’s that is no address', { merchant_process_url: 'page' }],
  ['no day to begin', { period_rule_params: { ...MONTHLY, execute_time: 'soon' } }],
])('an agreement with %s is refused', async (_name, content) => {
  await using shop = await openMusicShop();
  const page = await shop.openPage(content);
  expect(new TextDecoder('gbk').decode(page.bytes)).toContain('INVALID_PARAMETER');
});

test('who pays an order with agreement_sign_params signs by that, and is told of at its own address', async () => {
  await using shop = await openMusicShop();
  await using signings = await listenForNotifications();
  const { merchant, sandbox } = shop;
  const order = (out_trade_no: string, params: object = {}) => ({
    ...{ out_trade_no, total_amount: '1', subject: '首月会员', product_code: 'CYCLE_PAY_AUTH' },
    agreement_sign_params: { ...SIGN, period_rule_params: MONTHLY, ...params },
  });
  const pay = async (content: object) => {
    const { tradeNo } = await merchant.openCashier(content, { notify_url: shop.inbox.url }, 'alipay.trade.app.pay');
    await sandbox.pay(tradeNo, { buyer_id: HAN_MEIMEI });
    await sandbox.advance(0);
  };
  await pay(order('first', { sign_notify_url: signings.url, sign_validity_period: '365d' }));
  expect(shop.inbox.fields(0)).toMatchObject({ out_trade_no: 'first', trade_status: 'TRADE_SUCCESS' });
  const told = signings.fields(0);
  expect(told).toMatchObject({
    ...{ notify_type: 'dut_user_sign', status: 'NORMAL', external_agreement_no: 'member-1' },
    alipay_user_id: HAN_MEIMEI,
  });
  const held = await shop.query();
  expect(held).toMatchObject({ status: 'NORMAL', agreement_no: told.agreement_no, single_quota: '30.00' });
  expect(held.invalid_time).toBe('2027-03-01 10:00:00');
  // What was paid with the signing is no deduction: the first one may be made now.
  expect(await shop.deduct(told.agreement_no ?? '', 'second')).toMatchObject({ code: '10000' });
  // Without an address of its own the news goes where the payment's goes; what holds is not signed twice.
  await pay(order('third'));
  await pay(order('fourth', { external_agreement_no: 'member-2' }));
  const types = shop.inbox.received.map((_one, index) => shop.inbox.fields(index).notify_type);
  expect(types.filter((type) => type === 'dut_user_sign')).toEqual(['dut_user_sign']);
  expect(signings.received).toHaveLength(1);
});

test.each([
  [{ personal_product_code: '' }, /personal_product_code/],
  [{ period_rule_params: { ...MONTHLY, period_type: 'WEEK' } }, /DAY或MONTH/],
  [{ sign_validity_period: '1y' }, /sign_validity_period/],
  [{ sign_notify_url: 'ftp://x' }, /sign_notify_url/],
])('an order with agreement_sign_params %j is refused', async (params, message) => {
  await using shop = await openMusicShop();
  const order = { out_trade_no: 'o', total_amount: '1', subject: 'x', product_code: 'JSAPI_PAY', buyer_id: HAN_MEIMEI };
  const content = { ...order, agreement_sign_params: { ...SIGN, ...params } };
  const { node } = await shop.merchant.call('alipay.trade.create', content);
  expect([node.sub_code, node.sub_msg]).toEqual(['ACQ.INVALID_PARAMETER', expect.stringMatching(message)]);
});
