import type { Trade } from '../trades/trade.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import { invalid } from './biz-content.ts';
import type { Call } from './call.ts';
import { businessFailure } from './refusal.ts';

/**
 * The trade that a call names by `trade_no` (which wins) or `out_trade_no`.
 * @throws {GatewayRefusal} ACQ.INVALID_PARAMETER without either, ACQ.TRADE_NOT_EXIST for an unknown one.
 */
export function namedTrade({ app, content }: Call, trades: TradeBook): Trade {
  const tradeNo = content.text('trade_no', 64);
  const outTradeNo = content.text('out_trade_no', 64);
  if (tradeNo === undefined && outTradeNo === undefined) throw invalid('out_trade_no和trade_no不能同时为空');
  const trade = trades.find(app.sellerId, {
    ...(tradeNo === undefined ? {} : { tradeNo }),
    ...(outTradeNo === undefined ? {} : { outTradeNo }),
  });
  if (trade === undefined) throw businessFailure('TRADE_NOT_EXIST');
  return trade;
}
