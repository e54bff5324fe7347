import { amountsOf, partsOfRefund } from '../trades/amounts.ts';
import { type Refund, refundedFen, type Trade } from '../trades/trade.ts';
import { instalmentFee, paymentFee, returnedFee } from './fees.ts';
import * as accounts from './posting.ts';

/** What a payment moves: from an account, and from whoever pays a coupon, to the seller; and fees to Alipay. */
export function paymentEntries(paid: Trade, from: string): accounts.Entry[] {
  const { buyerFen, alipayFen } = amountsOf(paid);
  const seller = accounts.merchantAccount(paid.sellerId);
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

/** What the next refund moves: from the seller to the buyer and to whoever paid a coupon; and a fee back, if any. */
export function refundEntries(trade: Trade, refund: Refund): accounts.Entry[] {
  const { payment, sellerId } = trade;
  if (payment === undefined) return [];
  const seller = accounts.merchantAccount(sellerId);
  const { buyerFen, alipayFen } = partsOfRefund(trade, refund);
  const parts = [
    { account: accounts.buyerAccount(payment.buyerId, payment.channel), amountFen: buyerFen },
    { account: accounts.PROMOTIONS, amountFen: alipayFen },
  ];
  const fee = returnedFee(trade, refundedFen(trade), refund.amountFen);
  return [
    ...accounts.spread(seller, parts, 'refund'),
    ...accounts.moveBetween(accounts.FEES, seller, fee, 'fee_return'),
  ];
}
