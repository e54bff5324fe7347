import type { ApiMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';
import { readUrl } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';

/** `alipay.trade.close`: ends a trade that nobody has paid. */
export const close: ApiMethod = {
  kind: 'api',
  echo: (content) => ({ out_trade_no: content.echo('out_trade_no') ?? '' }),
  answer(call, { trades }) {
    call.content.text('operator_id', 28);
    const notifyUrl = readUrl(call.parameters.get('notify_url'), 'notify_url');
    const closed = trades.close(namedTrade(call, trades), 'merchant', notifyUrl);
    if (!closed.ok) throw businessFailure(closed.refusal);
    return { out_trade_no: closed.trade.terms.outTradeNo, trade_no: closed.trade.tradeNo };
  },
};
