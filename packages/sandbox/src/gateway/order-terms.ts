import { type Fen, isTradeAmount } from '@till/alipay/money';
import { allowedSources, refusedCoupons } from '../buyers/pay-channels.ts';
import { INSTALMENT_NUMBERS } from '../ledger/fees.ts';
import {
  DEFAULT_EXPIRY,
  type Expiry,
  FACE_TO_FACE_EXPIRY,
  readTimeExpire,
  readTimeoutExpress,
} from '../trades/expiry.ts';
import { isFaceToFace } from '../trades/face-to-face.ts';
import type { TradeContact, TradeTerms } from '../trades/trade.ts';
import { type BizContent, invalid } from './biz-content.ts';
import type { Call } from './call.ts';
import { readIdentityCheck } from './identity-check.ts';
import { checkExtras, checkOneOf } from './order-extras.ts';
import { businessFailure } from './refusal.ts';
import { readRoyaltyTerms } from './royalty-terms.ts';
import { readSettleTerms } from './settle-terms.ts';

/** The product codes that a method takes. */
export interface Product {
  readonly productCode: string;
  /** Further codes that are as good. */
  readonly others?: readonly string[];
  /** It may be left out, and is the first then. */
  readonly isOptional?: boolean;
}

/** What an order asks for. @throws {GatewayRefusal} */
export function readTerms({ app, content }: Pick<Call, 'app' | 'content'>, product: Product): TradeTerms {
  const outTradeNo = content.requiredText('out_trade_no', 64);
  if (!/^[\w-]+$/.test(outTradeNo)) throw invalid('out_trade_no只能包含字母、数字、下划线和连字符');
  const totalFen = content.requiredAmount('total_amount', '订单总金额');
  if (!isTradeAmount(totalFen)) throw businessFailure('TOTAL_FEE_EXCEED');
  const subject = content.requiredText('subject', 256);
  const productCode = readProductCode(content, product);
  checkParties(content, app.sellerId);
  checkExtras(content);
  return {
    outTradeNo,
    subject,
    totalFen,
    productCode,
    ...readDiscounts(content, totalFen),
    ...readDetails(content),
    ...readCurrencies(content),
    ...readSettleTerms(content, totalFen),
    ...readRoyaltyTerms(content, totalFen, app.sellerId),
  };
}

/** The money goes to the app's own merchant, who does not buy from itself. @throws {GatewayRefusal} */
function checkParties(content: BizContent, sellerId: string): void {
  if ((content.text('seller_id', 28) ?? sellerId) !== sellerId) throw businessFailure('INVALID_RECEIVE_ACCOUNT');
  if (content.text('buyer_id', 28) === sellerId) throw businessFailure('BUYER_SELLER_EQUAL');
}

function readProductCode(content: BizContent, { productCode, others = [], isOptional = false }: Product): string {
  const given = content.text('product_code', 64);
  if (given === undefined && isOptional) return productCode;
  if (given === undefined) return content.requiredText('product_code', 64);
  if (given !== productCode && !others.includes(given)) throw invalid(`product_code应为${productCode}`);
  return given;
}

/** The sandbox's money is yuan. @throws {GatewayRefusal} */
function readCurrencies(content: BizContent): Pick<TradeTerms, 'currencies'> {
  const trans = content.text('trans_currency', 8);
  const settle = content.text('settle_currency', 8);
  if ((trans ?? 'CNY') !== 'CNY' || (settle ?? 'CNY') !== 'CNY') throw businessFailure('CURRENCY_NOT_SUPPORT');
  if (trans === undefined && settle === undefined) return {};
  return { currencies: { ...(trans === undefined ? {} : { trans }), ...(settle === undefined ? {} : { settle }) } };
}

/** What may be discounted: one part tells the other, and both, when given, make up the whole. */
function readDiscounts(content: BizContent, totalFen: Fen): Pick<TradeTerms, 'discountableFen'> {
  const discountable = content.amount('discountable_amount', '可打折金额');
  const undiscountable = content.amount('undiscountable_amount', '不可打折金额');
  const sum = (discountable ?? 0n) + (undiscountable ?? 0n);
  const isWhole = discountable === undefined || undiscountable === undefined ? sum <= totalFen : sum === totalFen;
  if (!isWhole) throw invalid('可打折金额与不可打折金额之和应等于订单总金额');
  const discountableFen = discountable ?? (undiscountable === undefined ? undefined : totalFen - undiscountable);
  return discountableFen === undefined ? {} : { discountableFen };
}

function readDetails(content: BizContent): Partial<TradeTerms> {
  const body = content.text('body', 128);
  const storeId = content.text('store_id', 32);
  const terminalId = content.text('terminal_id', 32);
  const operatorId = content.text('operator_id', 28);
  const merchantOrderNo = content.text('merchant_order_no', 32);
  const extend = content.object('extend_params');
  return {
    ...(body === undefined ? {} : { body }),
    ...(storeId === undefined ? {} : { storeId }),
    ...(terminalId === undefined ? {} : { terminalId }),
    ...(operatorId === undefined ? {} : { operatorId }),
    ...(merchantOrderNo === undefined ? {} : { merchantOrderNo }),
    ...readIdentityCheck(content),
    ...readSources(content, extend),
    ...readSubMerchant(content.object('sub_merchant')),
    ...(extend.echo('royalty_freeze') === 'true' ? { royaltyFreeze: true } : {}),
  };
}

/** Which money may pay: instalments are paid by Huabei alone, and nothing virtual is paid by it. */
function readSources(content: BizContent, extend: BizContent): Partial<TradeTerms> {
  const sources = readChannels(content, extend);
  checkOneOf(content, 'goods_type', ['0', '1']);
  if (content.text('goods_type', 2) !== '0') return sources;
  const { allowed = allowedSources(undefined, undefined) } = sources;
  return { ...sources, allowed: allowed.filter((source) => source !== 'PCREDIT') };
}

function readChannels(content: BizContent, extend: BizContent): Partial<TradeTerms> {
  const enabled = content.text('enable_pay_channels', 128);
  const disabled = content.text('disable_pay_channels', 128);
  if (enabled !== undefined && disabled !== undefined) {
    throw invalid('enable_pay_channels与disable_pay_channels互斥，不能同时传入');
  }
  const number = extend.text('hb_fq_num', 5);
  const specified = content.text('specified_channel', 128);
  if (specified !== undefined && specified !== 'pcredit') throw invalid('specified_channel目前仅支持pcredit');
  if (specified !== undefined && number !== undefined) throw invalid('specified_channel与花呗分期参数不能同时传入');
  const preferred = specified === undefined ? {} : ({ preferred: 'PCREDIT' } as const);
  const withoutCoupons = refusedCoupons(enabled, disabled);
  const refused = withoutCoupons.length === 0 ? {} : { withoutCoupons };
  if (number !== undefined) {
    const sellerPercent = extend.text('hb_fq_seller_percent', 3) ?? '0';
    if (!INSTALMENT_NUMBERS.includes(number)) throw invalid(`hb_fq_num应为${INSTALMENT_NUMBERS.join('、')}`);
    if (sellerPercent !== '0' && sellerPercent !== '100') throw invalid('hb_fq_seller_percent应为0或100');
    return { instalments: { number, sellerPercent }, allowed: ['PCREDIT'], ...refused };
  }
  return enabled === undefined && disabled === undefined
    ? preferred
    : { allowed: allowedSources(enabled, disabled), ...refused, ...preferred };
}

/** Whom a platform collects for: answered by the query. @throws {GatewayRefusal} */
function readSubMerchant(subMerchant: BizContent): Pick<TradeTerms, 'subMerchantId'> {
  if (Object.keys(subMerchant.values).length === 0) return {};
  const subMerchantId = subMerchant.text('merchant_id', 32);
  if (subMerchantId === undefined) throw businessFailure('SECONDARY_MERCHANT_ID_BLANK');
  const type = subMerchant.text('merchant_type', 32) ?? 'alipay';
  if (type !== 'alipay' && type !== 'merchant') throw businessFailure('SUB_MERCHANT_TYPE_INVALID');
  return { subMerchantId };
}

/** Until when it may be paid: `time_expire` wins over `timeout_express`. @throws {GatewayRefusal} */
export function readExpiry(content: BizContent, now: number, terms: TradeTerms): Expiry {
  const timeExpire = content.text('time_expire', 32);
  if (timeExpire !== undefined) {
    const expiry = readTimeExpire(timeExpire);
    if (expiry === undefined) throw invalid('time_expire格式应为yyyy-MM-dd HH:mm:ss');
    if (expiry.kind === 'at' && expiry.at <= now) throw businessFailure('NOW_TIME_AFTER_EXPIRE_TIME_ERROR');
    return expiry;
  }
  const timeout = content.text('timeout_express', 6);
  if (timeout === undefined) return isFaceToFace({ terms }) ? FACE_TO_FACE_EXPIRY : DEFAULT_EXPIRY;
  return readTimeoutExpress(timeout) ?? fail('timeout_express应为1m到15d，例如90m、2h、1d，或1c');
}

/** Where and how the merchant wants to be told. @throws {GatewayRefusal} */
export function readContact({ parameters, content, charset, signType }: Call): TradeContact {
  const notifyUrl = readUrl(parameters.get('notify_url'), 'notify_url');
  const returnUrl = readUrl(parameters.get('return_url'), 'return_url');
  const passbackParams = content.text('passback_params', 512);
  return {
    charset,
    signType,
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(passbackParams === undefined ? {} : { passbackParams }),
  };
}

/** An absolute http(s) address of at most `length` characters. @throws {GatewayRefusal} */
export function readUrl(text: string | undefined, name: string, length = 256): string | undefined {
  if (text === undefined) return undefined;
  if (text.length > length) throw invalid(`${name}超过${length}个字符`);
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw invalid(`${name}应为http或https绝对地址`);
  return text;
}

function fail(detail: string): never {
  throw invalid(detail);
}
