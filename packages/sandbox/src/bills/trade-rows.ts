import type { Fen } from '@till/alipay/money';
import { instalmentFee, paymentFee, returnedFee } from '../ledger/fees.ts';
import { type Amounts, amountsOf, couponPart, partsOfRefund } from '../trades/amounts.ts';
import type { Refund, Trade } from '../trades/trade.ts';
import type { TradeBook } from '../trades/trade-book.ts';

/** A payment or a refund, as the business bill lists it. */
export interface TradeRow {
  readonly trade: Trade;
  /** Absent for the payment itself. */
  readonly refund?: Refund;
  readonly at: number;
  /** Negative for a refund. */
  readonly amountFen: Fen;
  /** What of it the merchant did not get (or does not give back), for it was its own discount. Negative for a refund. */
  readonly merchantDiscountFen: Fen;
  /** What of it Alipay paid, or got back. Negative for a refund. */
  readonly redPacketFen: Fen;
  readonly alipayDiscountFen: Fen;
  /** Negative when Alipay takes it, positive when it gives it back. */
  readonly feeFen: Fen;
}

/** What a merchant's trades came to between two instants (the second excluded), in the order of completion. */
export function tradeRows(
  trades: Pick<TradeBook, 'completed'>,
  sellerId: string,
  { from, to }: { readonly from: number; readonly to: number },
): TradeRow[] {
  return trades
    .completed(sellerId, from, to)
    .flatMap(rowsOf)
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at);
}

function rowsOf(trade: Trade): TradeRow[] {
  if (trade.payment === undefined) return [];
  const { totalFen } = trade.terms;
  const feeFen = -(paymentFee(trade) + instalmentFee(trade));
  const rows: TradeRow[] = [
    { trade, at: trade.payment.at, amountFen: totalFen, ...discountsIn(trade, amountsOf(trade), 1n), feeFen },
  ];
  let refundedFen = 0n;
  for (const refund of trade.refunds) {
    const back = returnedFee(trade, refundedFen, refund.amountFen);
    const discounts = discountsIn(trade, partsOfRefund(trade, refund), -1n);
    rows.push({ trade, refund, at: refund.at, amountFen: -refund.amountFen, ...discounts, feeFen: back });
    refundedFen += refund.amountFen;
  }
  return rows;
}

function discountsIn(trade: Trade, amounts: Amounts, sign: 1n | -1n) {
  return {
    merchantDiscountFen: sign * couponPart(trade, amounts, 'MDISCOUNT'),
    redPacketFen: sign * couponPart(trade, amounts, 'COUPON'),
    alipayDiscountFen: sign * couponPart(trade, amounts, 'DISCOUNT'),
  };
}

/** What the merchant got, or gave back. */
export function receiptOf({ amountFen, merchantDiscountFen }: TradeRow): Fen {
  return amountFen - merchantDiscountFen;
}
