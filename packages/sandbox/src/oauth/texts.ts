import type { Locale } from '../cashier/view.ts';

/** What the pages of authorisation and certification say, in one language. */
interface OAuthTexts {
  brand: string;
  certifyBrand: string;
  userTitle: string;
  appTitle: string;
  certifyTitle: string;
  app: string;
  asks: string;
  scopes: Readonly<Record<string, string>>;
  otherScope: string;
  appRights: string;
  chooseUser: string;
  chooseMerchant: string;
  agree: string;
  refuse: string;
  person: string;
  certificate: string;
  pass: string;
  fail: string;
}

const zh: OAuthTexts = {
  brand: '授权',
  certifyBrand: '身份认证',
  userTitle: '授权登录',
  appTitle: '授权第三方应用',
  certifyTitle: '请确认是本人操作',
  app: '应用',
  asks: '申请获得',
  scopes: { auth_base: '用户标识', auth_user: '昵称、头像、性别与地区等信息' },
  otherScope: '其他信息',
  appRights: '代商家调用支付宝开放接口：收款、查询、退款',
  chooseUser: '选择授权的账户',
  chooseMerchant: '选择授权的商家应用',
  agree: '同意授权',
  refuse: '拒绝',
  person: '认证人',
  certificate: '证件号码',
  pass: '刷脸通过',
  fail: '不通过',
};

const en: OAuthTexts = {
  brand: 'Authorisation',
  certifyBrand: 'Identity',
  userTitle: 'Log in with this account',
  appTitle: 'Let another app act for you',
  certifyTitle: 'Show that it is you',
  app: 'App',
  asks: 'It asks for',
  scopes: { auth_base: 'Who you are', auth_user: 'Nickname, picture, gender and region' },
  otherScope: 'Further information',
  appRights: 'Calling Alipay for you: payments, queries, refunds',
  chooseUser: 'Whose account',
  chooseMerchant: "Which merchant's app",
  agree: 'Agree',
  refuse: 'Refuse',
  person: 'Person',
  certificate: 'Identity number',
  pass: 'The face fits',
  fail: 'It does not',
};

export const oauthTexts: Readonly<Record<Locale, OAuthTexts>> = { zh, en };
