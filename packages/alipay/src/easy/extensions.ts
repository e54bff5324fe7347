import { AlipayRequestError } from '../errors/index.ts';
import type { BizContent } from '../gateway/index.ts';
import type { EasyCall } from './easy-call.ts';

/**
 * What Easy SDK lets a caller add to one call, before the call:
 * `easy.payment.common.agent(token).optional('seller_id', id).create(...)`.
 *
 * Each returns a new object and leaves the old one as it was, so that what one request asks for can never leak into
 * another, and any of them can be kept and used again.
 */
export interface Extensions<Api> {
  /**
   * Calls for a merchant, as a third-party app (ISV), with the merchant's `app_auth_token`.
   * @throws {AlipayRequestError} without a token.
   */
  agent(appAuthToken: string): Extended<Api>;
  /**
   * Calls for a user who has authorised the app, with the user's `auth_token`.
   * @throws {AlipayRequestError} without a token.
   */
  auth(authToken: string): Extended<Api>;
  /** Where Alipay posts the asynchronous notification of this call. */
  asyncNotify(url: string): Extended<Api>;
  /** Has Alipay hand the call to one of its test systems (`ws_service_url`); no use outside Alipay's own integration. */
  route(url: string): Extended<Api>;
  /** One more field of `biz_content`, in Alipay's own name: `optional('timeout_express', '10m')`. */
  optional(key: string, value: unknown): Extended<Api>;
  /** Several more fields of `biz_content`. */
  optionalArgs(fields: BizContent): Extended<Api>;
}

/** A group of functions, with the extensions. */
export type Extended<Api> = Readonly<Api> & Extensions<Api>;

/** Gives a group of functions the extensions. `build` makes the group for a call. */
export function extended<Api extends object>(call: EasyCall, build: (call: EasyCall) => Api): Extended<Api> {
  const extensions: Extensions<Api> = {
    agent: (token) => extended(call.with({ appAuthToken: tokenOf('agent', token) }), build),
    auth: (token) => extended(call.with({ authToken: tokenOf('auth', token) }), build),
    asyncNotify: (notifyUrl) => extended(call.with({ notifyUrl }), build),
    route: (route) => extended(call.with({ route }), build),
    optional: (key, value) => extended(call.with({ optional: { [key]: value } }), build),
    optionalArgs: (fields) => extended(call.with({ optional: fields }), build),
  };
  return Object.freeze({ ...build(call), ...extensions });
}

/** Without its token the call would go out all the same, and move the app's own money instead of the merchant's. */
function tokenOf(extension: 'agent' | 'auth', token: unknown): string {
  if (typeof token === 'string' && token !== '') return token;
  throw new AlipayRequestError(
    `${extension} is given no token. Leave ${extension}(...) out to call for the app itself.`,
  );
}
