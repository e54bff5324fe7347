import { expect } from 'vitest';
import { HAN_MEIMEI } from './people.ts';
import type { Shop } from './shop.ts';

/** Logged in, told who it is, the token renewed. */
export async function loggedIn(shop: Shop): Promise<void> {
  const method = 'alipay.system.oauth.token';
  const code = await shop.consented('publicAppAuthorize', { scope: 'auth_user' }, HAN_MEIMEI);
  const token = await shop.done(method, undefined, { texts: { grant_type: 'authorization_code', code } });
  expect(token.user_id).toBe(HAN_MEIMEI);
  const authToken = String(token.access_token);
  const shared = await shop.done('alipay.user.info.share', undefined, { authToken });
  expect(shared).toMatchObject({ nick_name: '韩梅梅', user_id: HAN_MEIMEI });
  const refreshToken = String(token.refresh_token);
  const renewed = await shop.done(method, undefined, {
    texts: { grant_type: 'refresh_token', refresh_token: refreshToken },
  });
  expect(renewed.user_id).toBe(HAN_MEIMEI);
  const never = { grant_type: 'authorization_code', code: 'never' };
  expect(await shop.refused(method, undefined, { texts: never })).toBe('code-invalid');
  expect(await shop.refused('alipay.user.info.share', undefined, { authToken: 'never' })).toBe('invalid-auth-token');
}

/** A face shown on a page. */
export async function certified(shop: Shop): Promise<void> {
  const person = {
    identity_type: 'CERT_INFO',
    cert_type: 'IDENTITY_CARD',
    cert_name: '收委',
    cert_no: '260104197909275964',
  };
  const { certify_id: id } = await shop.done('alipay.user.certify.open.initialize', {
    ...{ outer_order_no: 'c1', biz_code: 'FACE', identity_param: person },
    merchant_config: { return_url: 'https://shop.example/certified' },
  });
  const page = await shop.visit('alipay.user.certify.open.certify', { certify_id: id });
  expect(await shop.done('alipay.user.certify.open.query', { certify_id: id })).toMatchObject({ passed: 'F' });
  await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'yes' }), redirect: 'manual' });
  expect(await shop.done('alipay.user.certify.open.query', { certify_id: id })).toMatchObject({ passed: 'T' });
  expect(await shop.refused('alipay.user.certify.open.query', { certify_id: 'never' })).toBe(
    'OPEN_CERTIFY_BILL_NOT_EXIST',
  );
}

/** A merchant lets the app act for him; the token is renewed and asked about. */
export async function authorized(shop: Shop): Promise<void> {
  const method = 'alipay.open.auth.token.app';
  const code = await shop.consented('appToAppAuth', {}, shop.app.app_id);
  const token = await shop.done(method, { grant_type: 'authorization_code', code });
  expect(token).toMatchObject({ auth_app_id: shop.app.app_id, user_id: shop.app.seller_id });
  const renewed = await shop.done(method, { grant_type: 'refresh_token', refresh_token: token.app_refresh_token });
  const asked = { app_auth_token: renewed.app_auth_token };
  expect(await shop.done(`${method}.query`, asked)).toMatchObject({ status: 'valid', user_id: shop.app.seller_id });
  expect(await shop.refused(`${method}.query`, { app_auth_token: 'never' })).toBe('AUTH_TOKEN_NOT_EXISTED');
}
