import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import type { App } from '../apps/app.ts';
import { signBytes } from '../signing/signature.ts';
import { signedForm } from '../signing/signed-form.ts';
import type { Trade, TradeContact } from '../trades/trade.ts';
import { encodeLossy } from '../wire/form-text.ts';

export interface ReturnInput {
  readonly app: App;
  /** The method that opened the page, e.g. `alipay.trade.page.pay`. */
  readonly method: string;
  readonly returnUrl: string;
  readonly contact: Pick<TradeContact, 'charset' | 'signType'>;
  /** The merchant's app, if an ISV's acts for it. */
  readonly authAppId?: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Where the browser goes after payment: `return_url` with Alipay's signed parameters, in the order Alipay sends. */
export function signedReturnUrl({ trade, ...input }: ReturnInput & { readonly trade: Trade }): string {
  const { app, method, contact, now } = input;
  return withSignedQuery(input, {
    charset: contact.charset === 'gbk' ? 'GBK' : 'utf-8',
    out_trade_no: trade.terms.outTradeNo,
    method: `${method}.return`,
    total_amount: formatYuan(trade.terms.totalFen),
    sign: '',
    trade_no: trade.tradeNo,
    auth_app_id: input.authAppId ?? app.appId,
    version: '1.0',
    app_id: app.appId,
    sign_type: contact.signType,
    seller_id: trade.sellerId,
    timestamp: formatBeijing(now),
  });
}

/** The same for what is not paid at the cashier: `fields` tell the outcome. */
export function signedOutcomeUrl(input: ReturnInput, fields: Readonly<Record<string, string>>): string {
  const { app, method, contact, now } = input;
  return withSignedQuery(input, {
    charset: contact.charset === 'gbk' ? 'GBK' : 'utf-8',
    ...fields,
    method: `${method}.return`,
    sign: '',
    auth_app_id: input.authAppId ?? app.appId,
    version: '1.0',
    app_id: app.appId,
    sign_type: contact.signType,
    timestamp: formatBeijing(now),
  });
}

/** What the mobile SDK gets from the app after a payment: the outcome as JSON text, signed like a gateway answer. */
export function signedAppResult(
  { app, contact, now }: Omit<ReturnInput, 'returnUrl' | 'method'>,
  trade: Trade,
): string {
  const node = JSON.stringify({
    code: '10000',
    msg: 'Success',
    app_id: app.appId,
    auth_app_id: app.appId,
    charset: contact.charset === 'gbk' ? 'GBK' : 'utf-8',
    timestamp: formatBeijing(now),
    total_amount: formatYuan(trade.terms.totalFen),
    trade_no: trade.tradeNo,
    seller_id: trade.sellerId,
    out_trade_no: trade.terms.outTradeNo,
  });
  const sign = signBytes(encodeLossy(node, contact.charset), app.alipayPrivateKey, contact.signType);
  return `{"alipay_trade_app_pay_response":${node},"sign":"${sign}","sign_type":"${contact.signType}"}`;
}

function withSignedQuery({ app, contact, returnUrl }: ReturnInput, fields: Readonly<Record<string, string>>): string {
  const { charset, signType } = contact;
  const { text: query } = signedForm({ fields, charset, signType, privateKey: app.alipayPrivateKey });
  const [address = '', fragment] = returnUrl.split('#', 2);
  const joint = address.includes('?') ? '&' : '?';
  return `${address}${joint}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}
