import { isTradeAmount } from '@till/alipay/money';
import { DEFAULT_EXPIRY, type Expiry, readTimeExpire, readTimeoutExpress } from '../trades/expiry.ts';
import type { TradeContact, TradeTerms } from '../trades/trade.ts';
import { type BizContent, invalid } from './biz-content.ts';
import type { Call, PageMethod } from './call.ts';
import { businessFailure } from './refusal.ts';

/** What a page payment asks for. @throws {GatewayRefusal} */
export function readTerms(content: BizContent, method: PageMethod): TradeTerms {
  const outTradeNo = content.requiredText('out_trade_no', 64);
  if (!/^[\w-]+$/.test(outTradeNo)) throw invalid('out_trade_no只能包含字母、数字、下划线和连字符');
  const totalFen = content.requiredAmount('total_amount', '订单总金额');
  if (!isTradeAmount(totalFen)) throw businessFailure('TOTAL_FEE_EXCEED');
  const subject = content.requiredText('subject', 256);
  const productCode = content.requiredText('product_code', 64);
  if (productCode !== method.productCode) throw invalid(`product_code应为${method.productCode}`);
  const body = content.text('body', 400);
  return { outTradeNo, subject, totalFen, productCode, ...(body === undefined ? {} : { body }) };
}

/** Until when it may be paid: `time_expire` wins over `timeout_express`. @throws {GatewayRefusal} */
export function readExpiry(content: BizContent, now: number): Expiry {
  const timeExpire = content.text('time_expire', 32);
  if (timeExpire !== undefined) {
    const expiry = readTimeExpire(timeExpire);
    if (expiry === undefined) throw invalid('time_expire格式应为yyyy-MM-dd HH:mm:ss');
    if (expiry.kind === 'at' && expiry.at <= now) throw businessFailure('NOW_TIME_AFTER_EXPIRE_TIME_ERROR');
    return expiry;
  }
  const timeout = content.text('timeout_express', 6);
  if (timeout === undefined) return DEFAULT_EXPIRY;
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

/** An absolute http(s) address. @throws {GatewayRefusal} */
export function readUrl(text: string | undefined, name: string): string | undefined {
  if (text === undefined) return undefined;
  if (text.length > 400) throw invalid(`${name}过长`);
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw invalid(`${name}应为http或https绝对地址`);
  return text;
}

function fail(detail: string): never {
  throw invalid(detail);
}
