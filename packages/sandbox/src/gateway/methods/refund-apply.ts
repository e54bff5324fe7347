import { formatYuan } from '@till/alipay/money';
import type { ApiMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';
import { readRefund } from '../refund-terms.ts';
import { businessFailure } from '../refusal.ts';

/** `alipay.trade.refund.apply`: a refund that is accepted now and made a little later. */
export const refundApply: ApiMethod = {
  kind: 'api',
  echo: (content) => ({ out_trade_no: content.echo('out_trade_no') ?? '' }),
  answer(call, { trades, refundApplications }) {
    const { content } = call;
    const request = readRefund(content);
    content.objects('refund_fund_details');
    const trade = namedTrade(call, trades);
    const applied = refundApplications.apply(trade, request);
    if (!applied.ok) throw businessFailure(applied.refusal);
    return {
      out_request_no: applied.outRequestNo,
      out_trade_no: trade.terms.outTradeNo,
      refund_amount: formatYuan(request.amountFen),
      refund_status: applied.status,
      trade_no: trade.tradeNo,
    };
  },
};
