import { type Alipay, AlipayGatewayError } from '@till/alipay';
import { formatYuan, parseYuan } from '@till/alipay/money';

/** Which trade: by the shop's number or by Alipay's. If both are given, Alipay's counts. */
type Trade =
  | { readonly out_trade_no: string; readonly trade_no?: string }
  | { readonly trade_no: string; readonly out_trade_no?: string };

/** A refund on Alipay's page (`alipay.trade.page.refund`), in Alipay's names. Meant for payments on credit. */
export type PageRefund = Trade & {
  /** Names this refund: unique among the refunds of the trade, and the same whenever it is asked for again. At most 64. */
  readonly out_request_no: string;
  /** Yuan, at most two decimals, at most what was paid. */
  readonly refund_amount: string;
  /** `CREDIT_REFUND` for payments on credit. */
  readonly biz_type?: 'CREDIT_REFUND';
  /** At most 256 characters. */
  readonly refund_reason?: string;
  /** Who refunds, in which shop, at which till: at most 30, 32 and 32 characters. */
  readonly operator_id?: string;
  readonly store_id?: string;
  readonly terminal_id?: string;
  /** The credit service, and its category, at most 64 characters each. */
  readonly extend_params?: { readonly credit_service_id?: string; readonly credit_category_id?: string };
};

/** What Alipay says of a page refund. `unknown`: query, or ask again with the same number. */
export type PageRefundAnswer =
  | {
      readonly outcome: 'refunded';
      readonly tradeNo: string;
      readonly outTradeNo: string;
      readonly outRequestNo: string;
      /** Yuan, two decimals. */
      readonly refundAmount: string;
    }
  | {
      readonly outcome: 'refused' | 'unknown';
      readonly code: string;
      readonly subCode: string;
      readonly subMsg: string;
    };

const METHOD = 'alipay.trade.page.refund';

/** The form that takes a browser to Alipay's refund page, and back to `returnUrl`. */
export function pageRefundForm(alipay: Alipay, refund: PageRefund, returnUrl: string): string {
  return alipay.pageForm(METHOD, { ...refund }, { returnUrl });
}

/** Reads Alipay's answer: `call` resolves to its response node, or throws what Alipay refused it with. */
export async function readPageRefund(call: Promise<Readonly<Record<string, unknown>>>): Promise<PageRefundAnswer> {
  try {
    const answer = await call;
    return {
      outcome: 'refunded',
      tradeNo: String(answer.trade_no),
      outTradeNo: String(answer.out_trade_no),
      outRequestNo: String(answer.out_request_no),
      // Alipay writes this amount as a JSON number.
      refundAmount: formatYuan(parseYuan(String(answer.refund_amount))),
    };
  } catch (error) {
    if (!(error instanceof AlipayGatewayError)) throw error;
    const outcome = error.outcome === 'unknown' ? 'unknown' : 'refused';
    return { outcome, code: error.code, subCode: error.subCode ?? '', subMsg: error.subMsg ?? '' };
  }
}

/** The browser is back from the refund page: what it brings is verified, and whether the money moved is asked. */
export async function receivePageRefundReturn(alipay: Alipay, url: string) {
  const returned = alipay.verifyReturn(url);
  const { out_trade_no: outTradeNo = '', out_request_no: outRequestNo = '' } = returned;
  const refund = await alipay.execute('alipay.trade.fastpay.refund.query', {
    out_trade_no: outTradeNo,
    out_request_no: outRequestNo,
  });
  return { outTradeNo, outRequestNo, isRefunded: refund.refund_status === 'REFUND_SUCCESS' };
}
