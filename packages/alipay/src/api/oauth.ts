import type {
  AlipayOpenAuthTokenAppModel,
  AlipayOpenAuthTokenAppQueryModel,
  AlipayOpenAuthTokenAppQueryResponse,
  AlipayOpenAuthTokenAppResponse,
  AlipaySystemOauthTokenResponse,
  AlipayUserInfoShareResponse,
  AppTokenExchangeSubElement,
} from './generated/gateway/index.ts';
import type { Open } from './order-fields.ts';

/** What a token is given for: a code from the page of consent, or the token that refreshes an older one. */
export type Grant =
  | {
      grant_type: 'authorization_code';
      /** The code that came back with the browser. It works once. */
      code: string;
    }
  | {
      grant_type: 'refresh_token';
      refresh_token: string;
    };

/**
 * `alipay.system.oauth.token`: the user's token for a code. The parameters stand beside the business fields: `params`.
 * https://opendocs.alipay.com/apis/api_9/alipay.system.oauth.token
 */
export type UserTokenParams = Grant;

export interface UserTokenResponse extends AlipaySystemOauthTokenResponse {
  access_token: string;
  refresh_token: string;
  /** How long the access token works, in seconds. */
  expires_in: number;
  /** How long the refresh token works, in seconds. */
  re_expires_in: number;
  /** The user, for older apps: 16 digits starting with 2088. */
  user_id?: string;
  /** The user at this app, for newer apps. */
  open_id?: string;
  /** The user at all apps of the merchant. */
  union_id?: string;
}

/**
 * `alipay.user.info.share`: what the user has agreed to share. Give the user's token as the option `authToken`.
 * https://opendocs.alipay.com/apis/api_2/alipay.user.info.share
 */
export interface UserInfoResponse extends AlipayUserInfoShareResponse {
  user_id?: string;
  open_id?: string;
  /** The url of the user's picture. */
  avatar?: string;
  nick_name?: string;
  /** `m` or `f`; often not told any more. */
  gender?: Open<'m' | 'f' | 'M' | 'F'>;
}

/**
 * `alipay.open.auth.token.app`: a merchant's token for a third-party app (ISV).
 * https://opendocs.alipay.com/apis/api_9/alipay.open.auth.token.app
 */
export type AppTokenRequest = Omit<AlipayOpenAuthTokenAppModel, 'grant_type' | 'code' | 'refresh_token'> & Grant;

/** One token, or where the merchant has authorised several apps, one for each in `tokens`. */
export interface AppTokenResponse extends AlipayOpenAuthTokenAppResponse {
  tokens?: readonly AppToken[];
  expires_in?: number;
  re_expires_in?: number;
}

export interface AppToken extends AppTokenExchangeSubElement {
  app_auth_token: string;
  app_refresh_token: string;
  /** The merchant's app. */
  auth_app_id: string;
  /** The merchant. */
  user_id?: string;
  /** Of older days: today's tokens do not run out. In seconds. */
  expires_in?: number;
  re_expires_in?: number;
}

/**
 * `alipay.open.auth.token.app.query`: what a merchant's token allows.
 * https://opendocs.alipay.com/apis/api_9/alipay.open.auth.token.app.query
 */
export interface AppTokenQueryRequest extends AlipayOpenAuthTokenAppQueryModel {
  app_auth_token: string;
}

export interface AppTokenQueryResponse extends AlipayOpenAuthTokenAppQueryResponse {
  auth_app_id: string;
  status: Open<'valid' | 'invalid'>;
  /** In seconds. */
  expires_in?: number;
}
