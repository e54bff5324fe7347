import { AlipayRequestError } from '../errors/index.ts';

/** Where Alipay asks people for their consent. */
export const OAUTH_HOST = 'https://openauth.alipay.com';

/** The same for apps made in Alipay's sandbox console. */
export const ALIPAY_SANDBOX_OAUTH_HOST = 'https://openauth-sandbox.dl.alipaydev.com';

interface Authorization {
  readonly appId: string;
  /** Where Alipay sends the browser back to: the callback configured for the app in Alipay's console. */
  readonly redirectUri: string;
  /** Comes back as it is; tie it to the browser's session, and compare. At most 100 characters. */
  readonly state?: string;
  /** Default {@link OAUTH_HOST}. */
  readonly host?: string;
}

export interface UserAuthorization extends Authorization {
  /** `auth_base` asks for the user's id alone, silently; `auth_user` for the profile too. Several: an array. */
  readonly scope: UserScope | readonly UserScope[];
}

export type UserScope = 'auth_base' | 'auth_user' | (string & {});

/**
 * The page where a user logs in to an app. Alipay sends the browser back with `auth_code`, which
 * `alipay.system.oauth.token` turns into a token.
 * @see https://opendocs.alipay.com/open/284/web
 * @throws {AlipayRequestError}
 */
export function userAuthorizationUrl(input: UserAuthorization): string {
  const scope = Array.isArray(input.scope) ? input.scope.join(',') : String(input.scope ?? '');
  if (scope === '') throw new AlipayRequestError('scope is missing. Give "auth_base" or "auth_user".');
  return authorizationUrl('publicAppAuthorize', input, { scope });
}

/** The kinds of a merchant's apps. */
export type ApplicationType = 'MOBILEAPP' | 'WEBAPP' | 'PUBLICAPP' | 'TINYAPP' | 'BASEAPP' | 'ARAPP';

export interface AppAuthorization extends Authorization {
  /** Which kinds of apps the merchant may choose from. Needed for the batch page. */
  readonly applicationTypes?: readonly ApplicationType[];
}

/**
 * The page where a merchant lets a third-party app (ISV) act for one of the merchant's apps. Alipay sends the browser
 * back with `app_auth_code`, which `alipay.open.auth.token.app` turns into an `app_auth_token`.
 * @see https://opendocs.alipay.com/isv/10467/xldcyq
 * @throws {AlipayRequestError}
 */
export function appAuthorizationUrl(input: AppAuthorization): string {
  return authorizationUrl('appToAppAuth', input, applicationTypes(input));
}

/** As {@link appAuthorizationUrl}, for several of the merchant's apps at once. @throws {AlipayRequestError} */
export function appBatchAuthorizationUrl(input: AppAuthorization): string {
  if (!input.applicationTypes?.length) {
    throw new AlipayRequestError('applicationTypes is missing. Give at least one: ["MOBILEAPP", "WEBAPP"].');
  }
  return authorizationUrl('appToAppBatchAuth', input, applicationTypes(input));
}

function applicationTypes({ applicationTypes: types }: AppAuthorization): Record<string, string> {
  return types?.length ? { application_type: types.join(',') } : {};
}

function authorizationUrl(page: string, input: Authorization, own: Readonly<Record<string, string>>): string {
  const { appId, redirectUri, state, host = OAUTH_HOST } = input;
  if (typeof appId !== 'string' || !/^\d{1,32}$/.test(appId)) {
    throw new AlipayRequestError(`appId is ${JSON.stringify(appId) ?? 'missing'}. Give the app's id, digits.`);
  }
  if (!isHttpUrl(redirectUri)) {
    throw new AlipayRequestError(`redirectUri ${JSON.stringify(redirectUri)} is not an absolute http(s) url.`);
  }
  if (!isHttpUrl(host)) throw new AlipayRequestError(`host ${JSON.stringify(host)} is not an absolute http(s) url.`);
  if (state !== undefined && state.length > 100) {
    throw new AlipayRequestError(`state has ${state.length} characters. Alipay takes 100.`);
  }
  const query = { app_id: appId, ...own, redirect_uri: redirectUri, ...(state ? { state } : {}) };
  const url = new URL(`/oauth2/${page}.htm`, host);
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return url.href;
}

function isHttpUrl(text: unknown): boolean {
  return typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
