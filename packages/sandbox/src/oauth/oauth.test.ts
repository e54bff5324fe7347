import { describe, expect, test } from 'vitest';
import { listenForNotifications, Merchant, openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const REDIRECT = 'https://shop.example/in?from=alipay';
const HAN_MEIMEI = '2088002100000022';

/** Where a page is, for an app. */
function address(url: string, page: string, query: Record<string, string>): string {
  return `${url}/oauth2/${page}.htm?${new URLSearchParams({ redirect_uri: REDIRECT, state: 's/1=', ...query })}`;
}

async function decide(url: string, fields: Record<string, string>): Promise<URL> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'about:blank');
}

/** A shop in which a user has just let the app know about her. */
async function openLogin(scope = 'auth_user') {
  const shop = await openShop();
  const page = address(shop.sandbox.url, 'publicAppAuthorize', { app_id: shop.merchant.app.app_id, scope });
  const back = await decide(page, { decision: 'yes', person: HAN_MEIMEI });
  const code = back.searchParams.get('auth_code') ?? '';
  const token = (parameters: Record<string, string>) =>
    shop.merchant.call('alipay.system.oauth.token', {}, { biz_content: '', ...parameters });
  const exchange = () => token({ grant_type: 'authorization_code', code });
  return { ...shop, page, back, code, token, exchange, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
}

describe('a user logs in', () => {
  test('on a page in both languages, which keeps what it was asked when the language changes', async () => {
    await using login = await openLogin();
    const zh = await (await fetch(login.page, { headers: { 'accept-language': 'zh' } })).text();
    expect(zh).toContain('同意授权');
    expect(zh).toContain('韩梅梅');
    expect(zh).toContain(`app_id=${login.merchant.app.app_id}`);
    const en = await (await fetch(`${login.page}&lang=en`)).text();
    expect(en).toContain('Agree');
    expect(en).toContain('Han Meimei');
  });

  test('and goes back with a code, the state, and what the address had already', async () => {
    await using login = await openLogin();
    const { back, code, merchant } = login;
    expect(code).toMatch(/^[\da-f]{32}$/);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      from: 'alipay',
      app_id: merchant.app.app_id,
      source: 'alipay_wallet',
      userOutputs: 'auth_user',
      scope: 'auth_user',
      alipay_token: '',
      auth_code: code,
      state: 's/1=',
    });
  });

  test('the code becomes a token, once, in an answer without code and msg', async () => {
    await using login = await openLogin();
    const answered = await login.exchange();
    expect(login.merchant.verifyAnswer(answered)).toBe(true);
    expect(answered.node).toMatchObject({
      access_token: expect.stringMatching(/^authusrB[\da-f]{29}X\d\d$/),
      user_id: HAN_MEIMEI,
      expires_in: 1_296_000,
      re_expires_in: 2_592_000,
    });
    expect(answered.node).not.toHaveProperty('code');
    const again = await login.token({ grant_type: 'authorization_code', code: login.code });
    expect(again.text).toMatch(/^\{"error_response":\{"code":"40002",.*"sub_code":"isv.code-invalid"/);
  });

  test('the token tells who she is, until it has expired; then it can be refreshed', async () => {
    await using login = await openLogin();
    const { merchant, sandbox } = login;
    const { node } = await login.exchange();
    const share = (auth_token = '') => merchant.call('alipay.user.info.share', {}, { biz_content: '', auth_token });
    expect((await share(node.access_token)).node).toMatchObject({ nick_name: '韩梅梅', user_id: HAN_MEIMEI });
    expect((await share('nonsense')).node).toMatchObject({ code: '20001', sub_code: 'aop.invalid-auth-token' });
    await sandbox.advance(16 * 24 * 3_600_000);
    expect((await share(node.access_token)).node.sub_code).toBe('aop.auth-token-time-out');
    const refresh = { grant_type: 'refresh_token', refresh_token: node.refresh_token ?? '' };
    const fresh = await login.token(refresh);
    expect((await share(fresh.node.access_token)).node.code).toBe('10000');
    expect((await login.token(refresh)).node.sub_code).toBe('isv.refresh-token-invalid');
  });

  test('over v3 as well', async () => {
    await using login = await openLogin();
    const v3 = new V3Merchant(login.sandbox, login.merchant.app);
    const path = '/v3/alipay/system/oauth/token';
    const token = await v3.post(path, { grant_type: 'authorization_code', code: login.code });
    expect(token.body).toMatchObject({ user_id: HAN_MEIMEI, expires_in: '1296000' });
    const shared = await v3.post(`/v3/alipay/user/info/share?auth_token=${token.body.access_token}`, {});
    expect(shared.body).toMatchObject({ nick_name: '韩梅梅' });
    const refused = await v3.post(path, { grant_type: 'authorization_code', code: login.code });
    expect([refused.status, refused.body.code]).toEqual([400, 'code-invalid']);
    const unknown = await v3.post('/v3/alipay/user/info/share?auth_token=x', {});
    expect([unknown.status, unknown.body.code]).toEqual([401, 'invalid-auth-token']);
  });

  test('auth_base asks nobody, and tells no more than who it is', async () => {
    await using login = await openLogin('auth_base');
    const silent = await fetch(login.page, { redirect: 'manual' });
    expect(silent.status).toBe(302);
    const { node } = await login.exchange();
    expect(node.access_token).toMatch(/^authbseB/);
    const auth_token = node.access_token ?? '';
    const shared = await login.merchant.call('alipay.user.info.share', {}, { biz_content: '', auth_token });
    expect(shared.node.sub_code).toBe('aop.invalid-auth-token');
  });

  test('or refuses, or does not answer for a day', async () => {
    await using login = await openLogin();
    const refused = await decide(login.page, { decision: 'no' });
    expect(refused.searchParams.get('error_scope')).toBe('auth_user');
    expect(refused.searchParams.has('auth_code')).toBe(false);
    await login.sandbox.advance(24 * 3_600_000);
    expect((await login.exchange()).node.sub_code).toBe('isv.code-invalid');
  });

  test.each([
    [{ app_id: 'nobody' }, 'invalid-app-id'],
    [{ redirect_uri: 'shop' }, 'invalid-redirect-uri'],
    [{ state: 'x'.repeat(101) }, 'invalid-state'],
  ])('a request with %j shows what is wrong', async (wrong, code) => {
    await using shop = await openShop();
    const query = { app_id: shop.merchant.app.app_id, ...wrong };
    const page = await fetch(address(shop.sandbox.url, 'publicAppAuthorize', query));
    expect(await page.text()).toContain(`错误代码 ${code}`);
  });

  test.each([
    [{ grant_type: 'password' }, 'isv.grant-type-invalid'],
    [{ grant_type: 'authorization_code', code: 'x' }, 'isv.code-invalid'],
  ])('a token asked for with %j is refused', async (parameters, subCode) => {
    await using login = await openLogin();
    expect((await login.token(parameters)).node.sub_code).toBe(subCode);
  });

  test('a code is no good to another app', async () => {
    await using login = await openLogin();
    const other = await Merchant.of(login.sandbox, 'other');
    const parameters = { biz_content: '', grant_type: 'authorization_code', code: login.code };
    const refused = await other.call('alipay.system.oauth.token', {}, parameters);
    expect(refused.node.sub_code).toBe('isv.unmatched-app-id');
  });
});

describe('a merchant lets an ISV act for him', () => {
  /** The ISV is the shop's own app; the merchant has another. */
  async function openIsv() {
    const shop = await openShop();
    const { app } = await Merchant.of(shop.sandbox, 'merchant-app');
    const page = address(shop.sandbox.url, 'appToAppAuth', { app_id: shop.merchant.app.app_id });
    const back = await decide(page, { decision: 'yes', person: app.app_id });
    const content = { grant_type: 'authorization_code', code: back.searchParams.get('app_auth_code') ?? '' };
    const token = await shop.merchant.call('alipay.open.auth.token.app', content);
    const appAuthToken = token.node.app_auth_token ?? '';
    return { ...shop, app, page, back, content, token, appAuthToken, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
  }

  test('with a code that becomes an app_auth_token', async () => {
    await using isv = await openIsv();
    expect(isv.back.searchParams.get('source')).toBe('alipay_app_auth');
    expect(isv.token.node).toMatchObject({ auth_app_id: 'merchant-app', user_id: isv.app.seller_id });
    expect(isv.appAuthToken).toMatch(/^\d{6}BB[\da-f]{29}X\d\d$/);
    const again = await isv.merchant.call('alipay.open.auth.token.app', isv.content);
    expect(again.node.sub_code).toBe('AUTH_CODE_NOT_EXIST');
    const asked = await isv.merchant.call('alipay.open.auth.token.app.query', { app_auth_token: isv.appAuthToken });
    expect(asked.node).toMatchObject({ status: 'valid', auth_app_id: 'merchant-app' });
    const ask = async (by: Merchant, content: object) =>
      (await by.call('alipay.open.auth.token.app.query', content)).node.sub_code;
    expect(await ask(isv.merchant, {})).toBe('ILLEGAL_PARAM');
    expect(await ask(isv.merchant, { app_auth_token: 'x' })).toBe('AUTH_TOKEN_NOT_EXISTED');
    const other = new Merchant(isv.sandbox, isv.app);
    expect(await ask(other, { app_auth_token: isv.appAuthToken })).toBe('AUTH_TOKEN_NOT_CONSISTENT');
  });

  test('on the page for several apps at once as well', async () => {
    await using isv = await openIsv();
    const query = { app_id: isv.merchant.app.app_id, application_type: 'WEBAPP,MOBILEAPP' };
    const page = address(isv.sandbox.url, 'appToAppBatchAuth', query);
    const back = await decide(page, { decision: 'yes', person: 'merchant-app' });
    const code = back.searchParams.get('app_auth_code');
    const { node } = await isv.merchant.call('alipay.open.auth.token.app', { grant_type: 'authorization_code', code });
    expect(node.tokens).toMatchObject([{ auth_app_id: 'merchant-app' }]);
  });

  test('payments then belong to the merchant, and the message says whose they are', async () => {
    await using isv = await openIsv();
    await using server = await listenForNotifications();
    const { merchant, sandbox, appAuthToken } = isv;
    const overrides = { app_auth_token: appAuthToken, notify_url: server.url, return_url: 'https://isv.example/back' };
    const { tradeNo, url } = await merchant.openCashier({}, overrides);
    await sandbox.pay(tradeNo);
    await sandbox.advance(0);
    expect(server.fields(0)).toMatchObject({
      app_id: merchant.app.app_id,
      auth_app_id: 'merchant-app',
      seller_id: isv.app.seller_id,
    });
    expect(merchant.verifyMessage(server.received[0]?.body ?? '')).toBe(true);
    const state = (await (await fetch(`${url}/status`)).json()) as { continue_url: string };
    const returned = new URL(state.continue_url).searchParams;
    expect([returned.get('auth_app_id'), returned.get('seller_id')]).toEqual(['merchant-app', isv.app.seller_id]);
  });

  test('order numbers are each merchant’s own, and every app of a merchant knows its trades', async () => {
    await using isv = await openIsv();
    const { merchant, sandbox, appAuthToken } = isv;
    const own = new Merchant(sandbox, isv.app);
    const create = { out_trade_no: 'o1', subject: 'x', product_code: 'JSAPI_PAY', buyer_id: '2088002100000011' };
    const made = async (by: Merchant, total_amount: string, overrides = {}) =>
      (await by.call('alipay.trade.create', { ...create, total_amount }, overrides)).node;
    const forMerchant = await made(merchant, '1.00', { app_auth_token: appAuthToken });
    const forItself = await made(merchant, '2.00');
    expect([forMerchant.code, forItself.code]).toEqual(['10000', '10000']);
    expect(forItself.trade_no).not.toBe(forMerchant.trade_no);
    expect((await made(own, '1.00')).trade_no).toBe(forMerchant.trade_no);
    expect((await made(own, '2.00')).sub_code).toBe('ACQ.CONTEXT_INCONSISTENT');
    const query = async (by: Merchant, content: object, overrides = {}) =>
      (await by.call('alipay.trade.query', content, overrides)).node;
    const numbered = { out_trade_no: 'o1' };
    expect((await query(merchant, numbered)).total_amount).toBe('2.00');
    expect((await query(merchant, numbered, { app_auth_token: appAuthToken })).total_amount).toBe('1.00');
    expect((await query(own, { trade_no: forMerchant.trade_no })).total_amount).toBe('1.00');
    expect((await query(own, { trade_no: forItself.trade_no })).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
    expect((await query(merchant, { trade_no: forMerchant.trade_no })).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  });

  test('an unknown token is refused, and a refreshed one ends the old one', async () => {
    await using isv = await openIsv();
    const ask = (app_auth_token: string) =>
      isv.merchant.call('alipay.trade.query', { trade_no: '1' }, { app_auth_token });
    expect((await ask('x')).node).toMatchObject({ code: '20001', sub_code: 'aop.invalid-app-auth-token' });
    expect((await ask(isv.appAuthToken)).node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
    const content = { grant_type: 'refresh_token', refresh_token: isv.token.node.app_refresh_token };
    const another = await Merchant.of(isv.sandbox);
    const used = await another.call('alipay.trade.query', { trade_no: '1' }, { app_auth_token: isv.appAuthToken });
    expect(used.node).toMatchObject({ code: '20001', sub_code: 'aop.invalid-app-auth-token' });
    expect((await another.call('alipay.open.auth.token.app', content)).node.code).toBe('40004');
    const fresh = await isv.merchant.call('alipay.open.auth.token.app', content);
    expect((await ask(fresh.node.app_auth_token ?? '')).node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
    expect((await ask(isv.appAuthToken)).node.sub_code).toBe('aop.invalid-app-auth-token');
  });

  test('over v3 the token is a header and one more signed line', async () => {
    await using isv = await openIsv();
    const v3 = new V3Merchant(isv.sandbox, isv.merchant.app);
    const asked = await v3.post('/v3/alipay/trade/query', { trade_no: '1' }, { appAuthToken: isv.appAuthToken });
    expect(asked.body.code).toBe('ACQ.TRADE_NOT_EXIST');
  });
});

describe('a person is certified', () => {
  const request = {
    outer_order_no: 'c-1',
    biz_code: 'FACE',
    identity_param: {
      identity_type: 'CERT_INFO',
      cert_type: 'IDENTITY_CARD',
      cert_name: '收委',
      cert_no: '260104197909275964',
    },
    merchant_config: { return_url: 'https://shop.example/certified' },
  };

  async function openCertification() {
    const shop = await openShop();
    const begun = await shop.merchant.call('alipay.user.certify.open.initialize', request);
    const certify_id = begun.node.certify_id ?? '';
    const page = await shop.merchant.call('alipay.user.certify.open.certify', { certify_id });
    const url = page.headers.get('location') ?? '';
    const query = () => shop.merchant.call('alipay.user.certify.open.query', { certify_id });
    return { ...shop, certify_id, url, query, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
  }

  test.each([
    ['yes', 'T'],
    ['no', 'F'],
  ])('on a page, where the answer is %s', async (decision, passed) => {
    await using certification = await openCertification();
    expect(certification.certify_id).toHaveLength(32);
    const page = await (await fetch(certification.url)).text();
    expect(page).toContain('收委');
    expect(page).not.toContain('260104197909275964');
    expect((await certification.query()).node.passed).toBe('F');
    expect((await decide(certification.url, { decision })).href).toBe(request.merchant_config.return_url);
    expect((await certification.query()).node.passed).toBe(passed);
  });

  test('within a day', async () => {
    await using certification = await openCertification();
    await certification.sandbox.advance(23 * 3_600_000);
    expect((await certification.query()).node.sub_code).toBe('CERTIFY_ID_EXPIRED');
  });

  test.each([
    [{ biz_code: 'DREAM' }, 'ILLEGAL_ARGUMENT_FORMAT'],
    [{ merchant_config: {} }, 'ILLEGAL_ARGUMENT_FORMAT'],
    [{ identity_param: { cert_name: 'x' } }, 'ILLEGAL_ARGUMENT_FORMAT'],
    [{ identity_param: { ...request.identity_param, identity_type: 'USER' } }, 'ILLEGAL_ARGUMENT_FORMAT'],
    [{ identity_param: { ...request.identity_param, cert_type: undefined } }, 'ILLEGAL_ARGUMENT_FORMAT'],
  ])('not with %j', async (wrong, subCode) => {
    await using shop = await openShop();
    const refused = await shop.merchant.call('alipay.user.certify.open.initialize', { ...request, ...wrong });
    expect(refused.node.sub_code).toBe(subCode);
  });
});

test('a reset forgets codes and tokens', async () => {
  await using login = await openLogin();
  await login.sandbox.reset();
  expect((await login.exchange()).node.sub_code).toBe('isv.code-invalid');
});
