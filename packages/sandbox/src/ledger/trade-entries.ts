import type { Fen } from '@till/alipay/money';
import { amountsOf, partsOfRefund } from '../trades/amounts.ts';
import { isHeld } from '../trades/settling.ts';
import { type Refund, refundedFen, type Trade } from '../trades/trade.ts';
import { instalmentFee, paymentFee, returnedFee } from './fees.ts';
import * as accounts from './posting.ts';

/**
 * What a payment moves: from an account, and from whoever pays a coupon, to the seller (or to where it waits to be
 * settled); and fees from there to Alipay.
 */
export function paymentEntries(paid: Trade, from: string): accounts.Entry[] {
  const { buyerFen, alipayFen } = amountsOf(paid);
  const seller = isHeld(paid) ? accounts.heldAccount(paid.tradeNo) : accounts.merchantAccount(paid.sellerId);
  const parts = [
    { account: from, amountFen: buyerFen },
    { account: accounts.PROMOTIONS, amountFen: alipayFen },
  ];
  return [
    ...accounts.gather(parts, seller, 'payment'),
    ...accounts.moveBetween(seller, accounts.FEES, paymentFee(paid), 'fee'),
    ...accounts.moveBetween(seller, accounts.INSTALMENT_FEES, instalmentFee(paid), 'instalment_fee'),
  ];
}

/** Who pays a refund: an account, helped by the seller's when it has too little of its own. */
export interface RefundPayer {
  readonly account: string;
  /** What is in it, when the seller must make up the rest. */
  readonly availableFen?: Fen;
}

/** What the next refund moves: from its payer to the buyer and to whoever paid a coupon; and a fee back, if any. */
export function refundEntries(trade: Trade, refund: Refund, { account, availableFen }: RefundPayer): accounts.Entry[] {
  const { payment, sellerId } = trade;
  if (payment === undefined) return [];
  const { buyerFen, alipayFen } = partsOfRefund(trade, refund);
  const parts = [
    { account: accounts.buyerAccount(payment.buyerId, payment.channel), amountFen: buyerFen },
    { account: accounts.PROMOTIONS, amountFen: alipayFen },
  ];
  const fee = returnedFee(trade, refundedFen(trade), refund.amountFen);
  const missingFen = availableFen === undefined ? 0n : buyerFen + alipayFen - fee - availableFen;
  return [
    ...accounts.moveBetween(accounts.merchantAccount(sellerId), account, missingFen > 0n ? missingFen : 0n, 'refund'),
    ...accounts.spread(account, parts, 'refund'),
    ...accounts.moveBetween(accounts.FEES, account, fee, 'fee_return'),
  ];
}
