import { formatBeijing } from '@till/alipay/time';
import { lifetimesOf, type Token } from '../../oauth/grant.ts';
import { type Exchange, type ExchangeRefusal, openIdOf } from '../../oauth/oauth-book.ts';
import type { AnswerFields } from '../answer.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call } from '../call.ts';
import { GatewayRefusal } from '../refusal.ts';

/** `alipay.system.oauth.token`: a code, or an earlier refresh token, for a user's access token. */
export const oauthToken: ApiMethod = {
  kind: 'api',
  isBare: true,
  echo: () => ({}),
  answer(call, { oauth }) {
    const exchanged = exchange(call, oauth);
    if (!exchanged.ok)
      throw refuse(...(REFUSALS[call.parameters.get('grant_type') ?? '']?.[exchanged.refusal] ?? UNKNOWN));
    return describe(exchanged.token);
  },
};

function exchange({ app, parameters }: Call, oauth: Books['oauth']): Exchange {
  switch (parameters.get('grant_type')) {
    case 'authorization_code':
      return oauth.exchange('user', app.appId, parameters.get('code') ?? '');
    case 'refresh_token':
      return oauth.refresh('user', app.appId, parameters.get('refresh_token') ?? '');
    default:
      throw refuse('isv.grant-type-invalid', '授权类型grant_type无效');
  }
}

type Reason = readonly [subCode: string, subMsg: string];

const OTHER_APP: Reason = ['isv.unmatched-app-id', '授权码或刷新令牌不属于该应用'];
const UNKNOWN: Reason = ['isv.code-invalid', '授权码code无效'];
const REFUSALS: Readonly<Record<string, Readonly<Record<ExchangeRefusal, Reason>>>> = {
  authorization_code: { unknown: UNKNOWN, expired: UNKNOWN, other_app: OTHER_APP },
  refresh_token: {
    unknown: ['isv.refresh-token-invalid', '刷新令牌refresh_token无效'],
    expired: ['isv.refresh-token-time-out', '刷新令牌refresh_token已过期'],
    other_app: OTHER_APP,
  },
};

function describe(token: Token): AnswerFields {
  const { expiresIn, reExpiresIn } = lifetimesOf(token);
  const openId = openIdOf(token.appId, token.userId);
  return {
    access_token: token.token,
    alipay_user_id: openId,
    auth_start: formatBeijing(token.at),
    expires_in: expiresIn,
    open_id: openId,
    re_expires_in: reExpiresIn,
    refresh_token: token.refreshToken,
    user_id: token.userId,
  };
}

function refuse(subCode: string, subMsg: string): GatewayRefusal {
  return new GatewayRefusal('40002', subCode, subMsg);
}
