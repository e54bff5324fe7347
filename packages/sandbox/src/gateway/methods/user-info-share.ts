import { openIdOf } from '../../oauth/oauth-book.ts';
import type { ApiMethod } from '../call.ts';

/** `alipay.user.info.share`: what a user who gave `auth_user` lets the app know. */
export const userInfoShare: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, parameters }, { oauth, buyers, address }) {
    const token = oauth.userToken(app.appId, parameters.get('auth_token'));
    return {
      avatar: `${address()}/avatar.svg`,
      city: '杭州市',
      gender: 'f',
      is_certified: 'T',
      is_student_certified: 'F',
      nick_name: buyers.find(token.userId)?.name,
      open_id: openIdOf(app.appId, token.userId),
      province: '浙江省',
      user_id: token.userId,
      user_status: 'T',
      user_type: '2',
    };
  },
};
