import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import type { App } from '../apps/app.ts';
import { signedForm } from '../signing/signed-form.ts';
import type { Trade, TradeContact } from '../trades/trade.ts';

export interface ReturnInput {
  readonly app: App;
  readonly trade: Trade;
  /** The method that opened the cashier, e.g. `alipay.trade.page.pay`. */
  readonly method: string;
  readonly returnUrl: string;
  readonly contact: TradeContact;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Where the browser goes after payment: `return_url` with Alipay's signed parameters, in the order Alipay sends. */
export function signedReturnUrl({ app, trade, method, returnUrl, contact, now }: ReturnInput): string {
  const { charset, signType } = contact;
  const fields = {
    charset: charset === 'gbk' ? 'GBK' : 'utf-8',
    out_trade_no: trade.terms.outTradeNo,
    method: `${method}.return`,
    total_amount: formatYuan(trade.terms.totalFen),
    sign: '',
    trade_no: trade.tradeNo,
    auth_app_id: app.appId,
    version: '1.0',
    app_id: app.appId,
    sign_type: signType,
    seller_id: trade.sellerId,
    timestamp: formatBeijing(now),
  };
  const query = signedForm({ fields, charset, signType, privateKey: app.alipayPrivateKey });
  const [address = '', fragment] = returnUrl.split('#', 2);
  const joint = address.includes('?') ? '&' : '?';
  return `${address}${joint}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}
