import { AlipayRequestError } from '../errors/index.ts';

/** Logging in to a mobile app by Alipay's app. */
export interface NativeLogin {
  /** The merchant's id (PID), 16 digits beginning `2088`. */
  readonly pid: string;
  /** This login's own number, made by the caller. */
  readonly targetId: string;
  /** Default `kuaijie`. */
  readonly scope?: string;
}

/**
 * The parameters of the string that a mobile app hands to Alipay's mobile SDK to log a user in, not yet signed.
 * Source: Alipay open platform, "App 支付宝登录".
 * @throws {AlipayRequestError}
 */
export function nativeLoginParameters(appId: string, signType: string, login: NativeLogin): Record<string, string> {
  if (!/^\d{16}$/.test(login.pid)) {
    throw new AlipayRequestError(
      `pid is ${JSON.stringify(login.pid) ?? 'missing'}. Give the merchant's id, 16 digits.`,
    );
  }
  if (typeof login.targetId !== 'string' || login.targetId === '') {
    throw new AlipayRequestError("targetId is missing. Give this login's own number.");
  }
  return {
    apiname: 'com.alipay.account.auth',
    app_id: appId,
    app_name: 'mc',
    auth_type: 'AUTHACCOUNT',
    biz_type: 'openservice',
    method: 'alipay.open.auth.sdk.code.get',
    pid: login.pid,
    product_id: 'APP_FAST_LOGIN',
    scope: login.scope ?? 'kuaijie',
    sign_type: signType,
    target_id: login.targetId,
  };
}
