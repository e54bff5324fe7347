import { type Fen, formatYuan } from '@till/alipay/money';
import { keptFee } from '../ledger/fees.ts';
import { refundedFen, type Trade } from '../trades/trade.ts';

/** Alipay's books. Amounts in yuan, two decimals. */
export interface Summary {
  /** Trades of any status. */
  trades: number;
  /** Trades that were paid, refunded since or not, and what was paid. */
  paid_count: number;
  paid_amount: string;
  /** Refunds, and what they come to. */
  refund_count: number;
  refund_amount: string;
  /**
   * What Alipay keeps: 0.6% of each payment, rounded half up to the fen. Refunds do not return it, except those of
   * payments face to face.
   */
  fee_amount: string;
}

/** Adds up the trades themselves; there are no counters that could drift. */
export function summarize(trades: readonly Trade[]): Summary {
  const paid = trades.filter((trade) => trade.payment !== undefined);
  const sum = (amountOf: (trade: Trade) => Fen) =>
    formatYuan(paid.reduce((total, trade) => total + amountOf(trade), 0n));
  return {
    trades: trades.length,
    paid_count: paid.length,
    paid_amount: sum((trade) => trade.terms.totalFen),
    refund_count: paid.reduce((count, trade) => count + trade.refunds.length, 0),
    refund_amount: sum(refundedFen),
    fee_amount: sum(keptFee),
  };
}
