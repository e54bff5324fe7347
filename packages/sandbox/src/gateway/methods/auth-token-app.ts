import { formatBeijing } from '@till/alipay/time';
import { lifetimesOf, type Token } from '../../oauth/grant.ts';
import type { Exchange, ExchangeRefusal } from '../../oauth/oauth-book.ts';
import type { AnswerFields } from '../answer.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call } from '../call.ts';
import { GatewayRefusal } from '../refusal.ts';

/** `alipay.open.auth.token.app`: a merchant's code, or an earlier refresh token, for an `app_auth_token`. */
export const authTokenApp: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { oauth }) {
    const exchanged = exchange(call, oauth);
    if (exchanged.ok) return describe(exchanged.token);
    const isRefresh = call.content.text('grant_type', 18) === 'refresh_token';
    throw fail(...(isRefresh ? REFRESH_REFUSALS : CODE_REFUSALS)[exchanged.refusal]);
  },
};

/** `alipay.open.auth.token.app.query`: what an `app_auth_token` is good for. */
export const authTokenAppQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, content }, { oauth }) {
    const token = oauth.appToken(content.refusing(illegal).requiredText('app_auth_token', 128));
    if (token === undefined) throw fail('AUTH_TOKEN_NOT_EXISTED', '授权令牌不存在');
    if (token.appId !== app.appId) throw fail('AUTH_TOKEN_NOT_CONSISTENT', '授权令牌不属于该应用');
    return {
      auth_app_id: token.authAppId,
      auth_end: formatBeijing(token.expiresAt),
      auth_methods: ['alipay.trade.page.pay', 'alipay.trade.query', 'alipay.trade.refund', 'alipay.trade.close'],
      auth_start: formatBeijing(token.at),
      expires_in: lifetimesOf(token).expiresIn,
      is_by_app_auth: 'true',
      status: 'valid',
      user_id: token.userId,
    };
  },
};

function exchange({ app, content }: Call, oauth: Books['oauth']): Exchange {
  switch (content.text('grant_type', 18)) {
    case 'authorization_code':
      return oauth.exchange('app', app.appId, content.text('code', 128) ?? '');
    case 'refresh_token':
      return oauth.refresh('app', app.appId, content.text('refresh_token', 128) ?? '');
    default:
      throw fail('GRANT_TYPE_INVALID', 'grant_type类型无效');
  }
}

type Reason = readonly [subCode: string, subMsg: string];

const OTHER_APP: Reason = ['APP_ID_NOT_CONSISTENT', 'app_id不一致'];
const CODE_REFUSALS: Readonly<Record<ExchangeRefusal, Reason>> = {
  unknown: ['AUTH_CODE_NOT_EXIST', '授权码不存在'],
  expired: ['AUTH_CODE_NOT_VALID', '授权码已失效'],
  other_app: OTHER_APP,
};
const REFRESH_REFUSALS: Readonly<Record<ExchangeRefusal, Reason>> = {
  unknown: ['REFRESH_TOKEN_NOT_EXIST', '刷新令牌不存在'],
  expired: ['REFRESH_TOKEN_TIME_OUT', '刷新令牌已过期'],
  other_app: OTHER_APP,
};

/** The same twice, as recorded: once by itself and once in `tokens`. */
function describe(token: Token): AnswerFields {
  const { expiresIn, reExpiresIn } = lifetimesOf(token);
  const fields = {
    app_auth_token: token.token,
    app_refresh_token: token.refreshToken,
    auth_app_id: token.authAppId ?? '',
    expires_in: expiresIn,
    re_expires_in: reExpiresIn,
    user_id: token.userId,
  };
  return { ...fields, tokens: [fields] };
}

function illegal(detail: string): GatewayRefusal {
  return fail('ILLEGAL_PARAM', `参数无效：${detail}`);
}

function fail(subCode: string, subMsg: string): GatewayRefusal {
  return new GatewayRefusal('40004', subCode, subMsg);
}
