import type { ApiMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';
import { businessFailure } from '../refusal.ts';

/** `alipay.trade.orderinfo.sync`: tells Alipay how an order fares (a deposit is settled, a service fulfilled). */
export const orderinfoSync: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { trades }) {
    const { content } = call;
    content.requiredText('trade_no', 64);
    content.requiredText('out_request_no', 64);
    content.requiredText('biz_type', 64);
    content.text('orig_request_no', 64);
    content.object('order_biz_info');
    const trade = namedTrade(call, trades);
    if (trade.payment === undefined) throw businessFailure('NOTIFY_STATUS_INVALID');
    return {
      buyer_user_id: trade.payment.buyerId,
      out_trade_no: trade.terms.outTradeNo,
      trade_no: trade.tradeNo,
    };
  },
};
