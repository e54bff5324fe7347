import { verify } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { APP_ID, alipaySign, app, client } from '../client/client.fixture.ts';
import { startGateway, stopGateways } from '../client/gateway.fixture.ts';
import { AlipayGatewayError, AlipayRequestError, AlipaySignatureError } from '../errors/index.ts';
import { signContent } from '../signing/index.ts';
import {
  ALIPAY_SANDBOX_OAUTH_HOST,
  appAuthorizationUrl,
  appBatchAuthorizationUrl,
  userAuthorizationUrl,
} from './index.ts';

const redirectUri = 'https://shop.example/back?a=1&b=充';

afterEach(stopGateways);

describe('the page of consent', () => {
  test('for a user names app, scopes, callback and state', () => {
    const text = userAuthorizationUrl({
      appId: APP_ID,
      scope: ['auth_user', 'auth_ecard'],
      redirectUri,
      state: 'a+b/=',
    });
    const url = new URL(text);
    expect(url.origin + url.pathname).toBe('https://openauth.alipay.com/oauth2/publicAppAuthorize.htm');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      app_id: APP_ID,
      scope: 'auth_user,auth_ecard',
      redirect_uri: redirectUri,
      state: 'a+b/=',
    });
    expect(text).not.toContain('+');
  });

  test("for a merchant's app, and for several, also in Alipay's sandbox", () => {
    const host = ALIPAY_SANDBOX_OAUTH_HOST;
    expect(appAuthorizationUrl({ appId: APP_ID, redirectUri: 'https://isv.example/back', host })).toBe(
      `${host}/oauth2/appToAppAuth.htm?app_id=${APP_ID}&redirect_uri=https%3A%2F%2Fisv.example%2Fback`,
    );
    const url = appBatchAuthorizationUrl({ appId: APP_ID, redirectUri, applicationTypes: ['WEBAPP', 'MOBILEAPP'] });
    expect(url).toContain('/oauth2/appToAppBatchAuth.htm?');
    expect(new URL(url).searchParams.get('application_type')).toBe('WEBAPP,MOBILEAPP');
  });

  test.each<[string, () => string, RegExp]>([
    ['no app', () => userAuthorizationUrl({ appId: '', scope: 'auth_base', redirectUri }), /appId is ""/],
    ['no scope', () => userAuthorizationUrl({ appId: APP_ID, scope: [], redirectUri }), /scope is missing/],
    ['a path as callback', () => appAuthorizationUrl({ appId: APP_ID, redirectUri: '/back' }), /redirectUri "\/back"/],
    ['a script as callback', () => appAuthorizationUrl({ appId: APP_ID, redirectUri: 'javascript:1' }), /redirectUri/],
    [
      'a long state',
      () => appAuthorizationUrl({ appId: APP_ID, redirectUri, state: 'x'.repeat(101) }),
      /state has 101/,
    ],
    ['no kinds of apps', () => appBatchAuthorizationUrl({ appId: APP_ID, redirectUri }), /applicationTypes is missing/],
  ])('is refused for %s', (_what, build, reason) => {
    expect(build).toThrow(AlipayRequestError);
    expect(build).toThrow(reason);
  });
});

describe('logging in to a mobile app', () => {
  test('takes a signed string', async () => {
    const text = await client().loginString({ pid: '2088000000000001', targetId: 'kkkkk091125' });
    const { sign = '', ...parameters } = Object.fromEntries(new URLSearchParams(text));
    expect(parameters).toMatchObject({
      apiname: 'com.alipay.account.auth',
      method: 'alipay.open.auth.sdk.code.get',
      pid: '2088000000000001',
      target_id: 'kkkkk091125',
      app_id: APP_ID,
      sign_type: 'RSA2',
    });
    const signature = Buffer.from(sign, 'base64');
    expect(verify('RSA-SHA256', Buffer.from(signContent(parameters)), app.publicKey, signature)).toBe(true);
    await expect(client().loginString({ pid: '2088', targetId: 'x' })).rejects.toThrow(/pid is "2088"/);
  });
});

describe('the token call', () => {
  const TOKEN = 'alipay.system.oauth.token';
  const params = { grant_type: 'authorization_code', code: '4b203fe6c11548bcabd8da5bb087a83b' };

  test('succeeds without a code in its answer, and fails under error_response', async () => {
    const node = JSON.stringify({ access_token: 'a', user_id: '2088', expires_in: 1296000 });
    const failed = JSON.stringify({
      code: '40002',
      msg: 'Invalid Arguments',
      sub_code: 'isv.code-invalid',
      sub_msg: '授权码code无效',
    });
    const bodies = [
      `{"alipay_system_oauth_token_response":${node},"sign":"${alipaySign(node)}"}`,
      `{"error_response":${failed},"sign":"${alipaySign(failed)}"}`,
      `{"error_response":${failed}}`,
      `{"alipay_system_oauth_token_response":${node}}`,
    ];
    const { url, received } = await startGateway((response, _request, count) => response.end(bodies[count - 1]));
    const alipay = client({ gateway: url });
    const ask = () => alipay.execute(TOKEN, undefined, { params });
    expect(await ask()).toMatchObject({ access_token: 'a', expires_in: 1296000 });
    expect(received[0]?.parameters).toMatchObject(params);
    expect(received[0]?.parameters).not.toHaveProperty('biz_content');
    await expect(ask()).rejects.toMatchObject({ subCode: 'isv.code-invalid', outcome: 'refused', signed: true });
    await expect(ask()).rejects.toThrow(AlipayGatewayError);
    await expect(ask()).rejects.toThrow(AlipaySignatureError);
  });
});
