/** What the types promise, checked by `tsc`: each `@ts-expect-error` fails the check if the line under it is accepted. */

import type { UncheckedCalls } from '../client/unchecked-calls.ts';
import type { GeneratedMethods, GeneratedOperations } from './generated/index.ts';
import type {
  ArgumentsOf,
  BizContentOf,
  CallMethod,
  GatewayMethod,
  OrderStringMethod,
  PageMethod,
  ResponseOf,
  UploadArgumentsOf,
  UploadFile,
  UploadMethod,
  V3ArgumentsOf,
  V3Operation,
  V3ResponseOf,
} from './index.ts';
import type { GatewayMethods, V3Operations } from './methods.ts';

/** The options every call takes, as the client has them. */
interface Options {
  readonly notifyUrl?: string;
  readonly appAuthToken?: string;
  readonly authToken?: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** The client's generic surface. */
interface Client {
  execute<M extends CallMethod>(method: M, ...rest: ArgumentsOf<M, Options>): Promise<ResponseOf<M>>;
  pageForm<M extends PageMethod>(method: M, ...rest: ArgumentsOf<M, Options>): string;
  orderString<M extends OrderStringMethod>(method: M, ...rest: ArgumentsOf<M, Options>): string;
  upload<M extends UploadMethod>(method: M, ...rest: UploadArgumentsOf<M, Options>): Promise<ResponseOf<M>>;
  v3<O extends V3Operation>(operation: O, ...rest: V3ArgumentsOf<O, Options>): Promise<V3ResponseOf<O>>;
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_Proof extends true>(): void {}

export async function aRequestIsChecked(alipay: Client): Promise<void> {
  const refund = { out_trade_no: 'A1', refund_amount: '5.00', out_request_no: 'R1' };
  await alipay.execute('alipay.trade.refund', refund);
  await alipay.execute('alipay.trade.refund', { trade_no: '2026', refund_amount: '5.00' }, { appAuthToken: 'token' });

  // @ts-expect-error misspelt field
  await alipay.execute('alipay.trade.refund', { out_trade_no: 'A1', refund_amount: '5.00', refund_resaon: 'late' });
  // @ts-expect-error neither out_trade_no nor trade_no
  await alipay.execute('alipay.trade.refund', { refund_amount: '5.00' });
  // @ts-expect-error no amount
  await alipay.execute('alipay.trade.refund', { out_trade_no: 'A1' });
  // @ts-expect-error an amount is text, never a float
  await alipay.execute('alipay.trade.refund', { out_trade_no: 'A1', refund_amount: 5.1 });
  // @ts-expect-error nothing given at all
  await alipay.execute('alipay.trade.refund');
  // @ts-expect-error misspelt option
  await alipay.execute('alipay.trade.refund', refund, { appAuthTokn: 'token' });
  // @ts-expect-error this method has no parameters beside its business fields
  await alipay.execute('alipay.trade.refund', refund, { params: { grant_type: 'authorization_code' } });
  // @ts-expect-error misspelt method
  await alipay.execute('alipay.trade.refnd', refund);

  await alipay.execute('alipay.trade.pay', {
    out_trade_no: 'A1',
    total_amount: '88.88',
    subject: 'Tea',
    scene: 'bar_code',
    auth_code: '28763443825664394',
    goods_detail: [{ goods_id: 'T1', goods_name: 'Tea', quantity: 2, price: '44.44' }],
    // @ts-expect-error misspelt field of an inner object
    extend_params: { sys_service_provider: '2088' },
  });
  await alipay.execute('alipay.open.auth.token.app', { grant_type: 'authorization_code', code: 'C1' });
  // @ts-expect-error no such grant
  await alipay.execute('alipay.open.auth.token.app', { grant_type: 'password', code: 'C1' });
  // @ts-expect-error a refresh needs its token
  await alipay.execute('alipay.open.auth.token.app', { grant_type: 'refresh_token', code: 'C1' });
  await alipay.execute('alipay.fund.trans.uni.transfer', {
    out_biz_no: 'T1',
    trans_amount: '1.00',
    product_code: 'TRANS_ACCOUNT_NO_PWD',
    biz_scene: 'DIRECT_TRANSFER',
    payee_info: { identity: '2088', identity_type: 'ALIPAY_USER_ID' },
  });
  await alipay.execute('alipay.fund.trans.uni.transfer', {
    out_biz_no: 'T1',
    trans_amount: '1.00',
    product_code: 'TRANS_ACCOUNT_NO_PWD',
    biz_scene: 'DIRECT_TRANSFER',
    // @ts-expect-error an account by its e-mail address needs its owner's name
    payee_info: { identity: 'a@example.com', identity_type: 'ALIPAY_LOGON_ID' },
  });

  const order = { out_trade_no: 'A1', total_amount: '88.88', subject: 'Tea', product_code: 'JSAPI_PAY' };
  await alipay.execute('alipay.trade.create', { ...order, buyer_id: '2088', buyer_open_id: '083' });
  // @ts-expect-error who buys?
  await alipay.execute('alipay.trade.create', order);

  // Generated methods, whose fields are all optional, catch misspelling too.
  await alipay.execute('alipay.marketing.card.query', { target_card_no: '1', target_card_no_type: 'BIZ_CARD' });
  // @ts-expect-error misspelt field of a generated method
  await alipay.execute('alipay.marketing.card.query', { target_card_nr: '1' });
  // @ts-expect-error this method takes no business fields
  await alipay.execute('alipay.user.info.share', { user_id: '2088' }, { authToken: 'token' });
}

export async function aTokenAndItsParametersAreChecked(alipay: Client): Promise<void> {
  const token = await alipay.execute('alipay.system.oauth.token', undefined, {
    params: { grant_type: 'authorization_code', code: 'C1' },
  });
  holds<Equal<typeof token.expires_in, number>>();
  // @ts-expect-error without parameters there is nothing to ask for
  await alipay.execute('alipay.system.oauth.token');
  // @ts-expect-error misspelt parameter
  await alipay.execute('alipay.system.oauth.token', {}, { params: { grant_type: 'authorization_code', cod: 'C1' } });
  const user = await alipay.execute('alipay.user.info.share', {}, { authToken: 'token' });
  holds<Equal<typeof user.nick_name, string | undefined>>();
  // @ts-expect-error whose information?
  await alipay.execute('alipay.user.info.share');
}

export async function anAnswerIsTyped(alipay: Client): Promise<void> {
  const trade = await alipay.execute('alipay.trade.query', { out_trade_no: 'A1' });
  holds<Equal<typeof trade.trade_status, 'WAIT_BUYER_PAY' | 'TRADE_CLOSED' | 'TRADE_SUCCESS' | 'TRADE_FINISHED'>>();
  const total: string = trade.total_amount;
  // @ts-expect-error misspelt field of the answer
  const status = trade.trade_stauts;
  // @ts-expect-error no such state
  const paid = trade.trade_status === 'TRADE_PAID';
  void [total, status, paid];
}

export async function aPageIsNotACall(alipay: Client): Promise<void> {
  const order = { out_trade_no: 'A1', total_amount: '88.88', subject: 'Tea' };
  alipay.pageForm('alipay.trade.page.pay', { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' });
  alipay.pageForm('alipay.trade.wap.pay', {
    ...order,
    product_code: 'QUICK_WAP_WAY',
    quit_url: 'https://shop.example',
  });
  alipay.orderString('alipay.trade.app.pay', order);
  alipay.orderString('alipay.user.agreement.page.sign', {
    personal_product_code: 'CYCLE_PAY_AUTH_P',
    access_params: { channel: 'ALIPAYAPP' },
  });

  // @ts-expect-error a page cannot be called from a server
  await alipay.execute('alipay.trade.page.pay', { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' });
  // @ts-expect-error a page cannot be called from a server
  await alipay.execute('alipay.user.certify.open.certify', { certify_id: 'C1' });
  // @ts-expect-error an order string is not a call
  await alipay.execute('alipay.trade.app.pay', order);
  // @ts-expect-error a call is not a page
  alipay.pageForm('alipay.trade.query', { out_trade_no: 'A1' });
  // @ts-expect-error the app's payment has no page
  alipay.pageForm('alipay.trade.app.pay', order);
  // @ts-expect-error the page for computers is not for the app's SDK
  alipay.orderString('alipay.trade.page.pay', { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' });
  // @ts-expect-error the phone's page says where the buyer goes who does not pay
  alipay.pageForm('alipay.trade.wap.pay', { ...order, product_code: 'QUICK_WAP_WAY' });
}

export async function filesAreUploaded(alipay: Client, file: UploadFile): Promise<void> {
  await alipay.upload('alipay.open.sp.image.upload', { image_content: file });
  await alipay.upload('alipay.open.mini.app.agent.create', { app_logo: file }, { params: { app_name: 'Tea' } });
  // @ts-expect-error misspelt parameter
  await alipay.upload('alipay.open.mini.app.agent.create', { app_logo: file }, { params: { app_nam: 'Tea' } });
  // @ts-expect-error misspelt file
  await alipay.upload('alipay.open.sp.image.upload', { image_contnet: file });
  // @ts-expect-error an upload is not a call
  await alipay.execute('alipay.open.sp.image.upload', {});
}

export async function theRestApiIsTyped(alipay: Client, file: UploadFile): Promise<void> {
  const refund = await alipay.v3('POST /v3/alipay/trade/refund', { trade_no: '2026', refund_amount: '5.00' });
  holds<Equal<typeof refund.fund_change, 'Y' | 'N' | undefined>>();
  // @ts-expect-error misspelt field
  await alipay.v3('POST /v3/alipay/trade/refund', { trade_no: '2026', refund_amount: '5.00', refund_resaon: 'late' });
  // @ts-expect-error no amount
  await alipay.v3('POST /v3/alipay/trade/refund', { trade_no: '2026' });
  // @ts-expect-error another verb
  await alipay.v3('GET /v3/alipay/trade/refund', { trade_no: '2026', refund_amount: '5.00' });
  await alipay.v3('GET /v3/alipay/marketing/activity/{activity_id}', { activity_id: '1', merchant_id: '2088' });
  await alipay.v3('POST /v3/alipay/user/info/share', {}, { query: { auth_token: 'token' } });
  // @ts-expect-error whose information?
  await alipay.v3('POST /v3/alipay/user/info/share');
  await alipay.v3('POST /v3/alipay/marketing/material/image', { file_key: 'K' }, { files: { file_content: file } });
  // @ts-expect-error misspelt file
  await alipay.v3('POST /v3/alipay/marketing/material/image', {}, { files: { file_contnet: file } });
  // @ts-expect-error this operation takes no files
  await alipay.v3('POST /v3/alipay/trade/close', { out_trade_no: 'A1' }, { files: { file_content: file } });
  // @ts-expect-error the path needs its field
  await alipay.v3('GET /v3/alipay/marketing/activity/{activity_id}', { merchant_id: '2088' });
}

export async function theTypesCanBeLeft(alipay: Client): Promise<void> {
  const unchecked: Pick<UncheckedCalls, keyof Client> = alipay;
  await unchecked.execute('alipay.brand.new.method', { a: '1' });
  unchecked.pageForm('alipay.brand.new.page');
}

/** The names of all fields of all members of a union. */
type Names<Type> = Type extends unknown ? keyof Type : never;

/** Refined types that have a field which Alipay's documents do not know, by method: there must be none. */
type Invented = {
  [M in keyof GeneratedMethods]:
    | Exclude<Names<BizContentOf<M>>, Names<GeneratedMethods[M]['bizContent']>>
    | Exclude<Names<ResponseOf<M>>, Names<GeneratedMethods[M]['response']>>;
}[keyof GeneratedMethods];
holds<Equal<Invented, never>>();

/** Every method and operation of the documents is there, and what is more is named. */
holds<Equal<Exclude<keyof GatewayMethods, keyof GeneratedMethods>, 'zhima.merchant.zmgo.sign.apply'>>();
holds<Equal<Exclude<keyof V3Operations, keyof GeneratedOperations>, never>>();
holds<Equal<Extract<CallMethod, PageMethod | OrderStringMethod | UploadMethod>, never>>();
holds<Equal<Exclude<PageMethod | OrderStringMethod | UploadMethod, GatewayMethod>, never>>();
