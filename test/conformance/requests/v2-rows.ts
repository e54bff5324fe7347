import type { Fields } from '../clients/client.ts';

/** What a v2 request consists of besides what every request has. */
export interface V2Row {
  readonly what: string;
  readonly method?: string;
  readonly content?: Fields;
  readonly notifyUrl?: string;
  readonly returnUrl?: string;
  readonly appAuthToken?: string;
  readonly authToken?: string;
  readonly texts?: Readonly<Record<string, string>>;
  readonly encrypt?: boolean;
}

const order = { out_trade_no: 'A-1', total_amount: '88.88', subject: 'Tea', product_code: 'FAST_INSTANT_TRADE_PAY' };
const tokens = { appAuthToken: '202611BB0072dd1af77d4b46a1e8f98ab3e2fX14', authToken: 'kuaijieB92961e0ba0734' };

/** Texts that make signatures go wrong. */
const HARD = [
  '龙井茶',
  '充值 100%',
  'a+b',
  '<b>"AT&amp;T" &copy; \'90</b>',
  'line\r\nbreak',
  '🍵',
  '\\/',
  'a=1&b=2',
  ' x ',
];

/** One row for each thing that can stand in a v2 request. */
export const V2_ROWS: readonly V2Row[] = [
  { what: 'a plain content', content: order },
  ...HARD.map((subject) => ({ what: `the subject ${JSON.stringify(subject)}`, content: { ...order, subject } })),
  {
    what: 'lists and objects in the content',
    content: {
      ...order,
      goods_detail: [{ goods_id: 'g-1', goods_name: '茶', quantity: 2, price: '44.44' }],
      extend_params: { hb_fq_num: '3', hb_fq_seller_percent: '0' },
      query_options: ['fund_bill_list', 'voucher_detail_list'],
    },
  },
  {
    what: 'numbers, truth values and empty texts in the content',
    content: { ...order, a: 1, b: false, c: '', d: null },
  },
  { what: 'an empty content', content: {} },
  { what: 'no content', method: 'alipay.open.public.setting.category.query' },
  {
    what: 'texts and no content',
    method: 'alipay.system.oauth.token',
    texts: { grant_type: 'authorization_code', code: '4b203fe6c11548bcabd8da5bb087a83b' },
  },
  {
    what: 'texts beside the content',
    content: order,
    texts: { prod_code: '产品 1&2', ws_service_url: 'http://t:8080' },
  },
  {
    what: 'urls with queries',
    content: order,
    notifyUrl: 'https://shop.example/notify?a=1&b=2',
    returnUrl: 'https://shop.example/return?c=%E8%8C%B6#top',
  },
  { what: 'a merchant’s token', content: order, appAuthToken: tokens.appAuthToken },
  { what: 'a user’s token and no content', method: 'alipay.user.info.share', authToken: tokens.authToken },
  { what: 'both tokens', content: order, ...tokens },
  { what: 'an encrypted content', content: order, encrypt: true },
  { what: 'an encrypted content beyond ASCII', content: { ...order, subject: '龙井茶 🍵' }, encrypt: true },
  {
    what: 'an encrypted content, tokens and urls',
    content: order,
    ...tokens,
    notifyUrl: 'https://shop.example/notify?a=1&b=2',
    encrypt: true,
  },
];
