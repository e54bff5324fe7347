import type { ResponseOf } from '../api/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import { type Fen, parseYuan } from '../money/index.ts';
import type { TradeStatus, VerifiedParameters } from '../notification/index.ts';

/** A trade from whose page the buyer has come back, as Alipay tells of it when asked. */
export interface ReturnedTrade {
  readonly outTradeNo: string;
  readonly tradeNo: string;
  readonly status: TradeStatus;
  /** Whether the buyer has paid, and not been refunded in full since. */
  readonly isPaid: boolean;
  /** What was asked for. */
  readonly totalFen: Fen;
  /** All that Alipay answered, in its own names. */
  readonly trade: TradeAnswer;
}

type TradeAnswer = ResponseOf<'alipay.trade.query'>;

/** The number of the order that a verified return names. @throws {AlipayNotificationError} if it names none. */
export function orderReturnedFrom({ out_trade_no }: VerifiedParameters): string {
  if (out_trade_no !== undefined && out_trade_no !== '') return out_trade_no;
  throw new AlipayNotificationError(
    'malformed',
    'The return is genuine, but names no order (out_trade_no): it comes from a page that is not about a trade. ' +
      'Read it with verifyReturn.',
  );
}

export function returnedTrade(trade: TradeAnswer): ReturnedTrade {
  return {
    outTradeNo: trade.out_trade_no,
    tradeNo: trade.trade_no,
    status: trade.trade_status,
    isPaid: trade.trade_status === 'TRADE_SUCCESS' || trade.trade_status === 'TRADE_FINISHED',
    totalFen: parseYuan(trade.total_amount),
    trade,
  };
}
