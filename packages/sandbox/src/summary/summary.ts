import { formatYuan } from '@till/alipay/money';
import { keptFee } from '../ledger/fees.ts';
import type { Counted, RecordTally } from '../storage/record-tally.ts';
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

type Sum = keyof Summary;

/** What a trade adds to the sums of its app. */
export function countedIn(trade: Trade): Counted[] {
  const { appId, payment, terms, refunds } = trade;
  if (payment === undefined) return [[keyOf('trades', appId), 1n]];
  return [
    [keyOf('trades', appId), 1n],
    [keyOf('paid_count', appId), 1n],
    [keyOf('paid_amount', appId), terms.totalFen],
    [keyOf('refund_count', appId), BigInt(refunds.length)],
    [keyOf('refund_amount', appId), refundedFen(trade)],
    [keyOf('fee_amount', appId), keptFee(trade)],
  ];
}

/** The sums of some apps, from what was {@link countedIn} each trade. */
export function summarize(sums: RecordTally<Trade>, appIds: readonly string[]): Summary {
  const of = (sum: Sum) => appIds.reduce((total, appId) => total + sums.of(keyOf(sum, appId)), 0n);
  return {
    trades: Number(of('trades')),
    paid_count: Number(of('paid_count')),
    paid_amount: formatYuan(of('paid_amount')),
    refund_count: Number(of('refund_count')),
    refund_amount: formatYuan(of('refund_amount')),
    fee_amount: formatYuan(of('fee_amount')),
  };
}

function keyOf(sum: Sum, appId: string): string {
  return `${sum} ${appId}`;
}
