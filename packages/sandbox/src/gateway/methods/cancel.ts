import { invalid } from '../biz-content.ts';
import type { ApiMethod } from '../call.ts';
import { businessFailure } from '../refusal.ts';

/**
 * `alipay.trade.cancel`: for a payment whose outcome the merchant does not know. It is closed if unpaid, refunded
 * whole if paid; an order that Alipay never heard of is no error.
 */
export const cancel: ApiMethod = {
  kind: 'api',
  echo: (content) => ({ out_trade_no: content.echo('out_trade_no') ?? '', retry_flag: 'N' }),
  answer({ app, content }, { trades, settlements }) {
    content.text('operator_id', 28);
    const tradeNo = content.text('trade_no', 64);
    const outTradeNo = content.text('out_trade_no', 64);
    if (tradeNo === undefined && outTradeNo === undefined) throw invalid('out_trade_no和trade_no不能同时为空');
    const trade = trades.find(app.sellerId, {
      ...(tradeNo === undefined ? {} : { tradeNo }),
      ...(outTradeNo === undefined ? {} : { outTradeNo }),
    });
    if (trade === undefined) return { out_trade_no: outTradeNo, retry_flag: 'N' };
    const { totalFen } = trade.terms;
    const royalties = settlements.returnedBy(trade, totalFen);
    const cancelled = trades.cancel(trade, royalties, settlements.giveBack(trade, totalFen, royalties));
    if (!cancelled.ok) throw businessFailure(cancelled.refusal);
    const wasPaid = trade.payment !== undefined;
    return {
      action: wasPaid ? 'refund' : 'close',
      out_trade_no: trade.terms.outTradeNo,
      retry_flag: 'N',
      trade_no: trade.tradeNo,
    };
  },
};
