import type { Fen } from '@till/alipay/money';
import { instalmentFee, returnedFee, serviceFee } from '../ledger/fees.ts';
import type { Refund, Trade } from '../trades/trade.ts';

/** A payment or a refund, as the business bill lists it. */
export interface TradeRow {
  readonly trade: Trade;
  /** Absent for the payment itself. */
  readonly refund?: Refund;
  readonly at: number;
  /** Negative for a refund. */
  readonly amountFen: Fen;
  /** Negative when Alipay takes it, positive when it gives it back. */
  readonly feeFen: Fen;
}

/** What a merchant's trades came to between two instants, in the order of completion. */
export function tradeRows(trades: readonly Trade[], sellerId: string, from: number, to: number): TradeRow[] {
  return trades
    .filter((trade) => trade.sellerId === sellerId && trade.payment !== undefined)
    .flatMap(rowsOf)
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at);
}

function rowsOf(trade: Trade): TradeRow[] {
  if (trade.payment === undefined) return [];
  const { totalFen } = trade.terms;
  const feeFen = -(serviceFee(totalFen) + instalmentFee(trade));
  const rows: TradeRow[] = [{ trade, at: trade.payment.at, amountFen: totalFen, feeFen }];
  let refundedFen = 0n;
  for (const refund of trade.refunds) {
    const back = returnedFee(trade, refundedFen, refund.amountFen);
    rows.push({ trade, refund, at: refund.at, amountFen: -refund.amountFen, feeFen: back });
    refundedFen += refund.amountFen;
  }
  return rows;
}
