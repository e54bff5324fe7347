import { type Fen, formatYuan } from '@till/alipay/money';
import { type Amounts, amountsOf, couponPart, fundParts } from '../trades/amounts.ts';
import type { Trade } from '../trades/trade.ts';
import type { AnswerFields } from './answer.ts';

/** `fund_bill_list` and the like: where a sum came from, or went back to. */
export function fundBills(trade: Trade, amounts: Amounts): { amount: string; fund_channel: string }[] {
  return fundParts(trade, amounts).map(({ channel, fen }) => ({ amount: formatYuan(fen), fund_channel: channel }));
}

/** The amounts of a payment as an answer tells them. */
export function paidAmounts(trade: Trade): AnswerFields {
  const amounts = amountsOf(trade);
  return {
    buyer_pay_amount: formatYuan(amounts.buyerFen),
    invoice_amount: formatYuan(amounts.buyerFen),
    receipt_amount: formatYuan(amounts.receiptFen),
    fund_bill_list: fundBills(trade, amounts),
  };
}

/** What was taken off a payment, as far as it is asked for. A red packet is money and no voucher. */
export function discountFields(trade: Trade, options: readonly string[]): AnswerFields {
  const amounts = amountsOf(trade);
  const asked = (name: string, fen: Fen) => (options.includes(name) && fen > 0n ? formatYuan(fen) : undefined);
  return {
    discount_amount: asked('discount_amount', couponPart(trade, amounts, 'DISCOUNT')),
    mdiscount_amount: asked('mdiscount_amount', amounts.merchantFen),
    voucher_detail_list: options.includes('voucher_detail_list') ? vouchers(trade, amounts) : undefined,
  };
}

/** The currencies that the merchant named when it took the money. */
export function currencyFields({ terms: { currencies } }: Trade): AnswerFields {
  return { trans_currency: currencies?.trans, settle_currency: currencies?.settle };
}

/** `refund_voucher_detail_list`: what a refund took back of it; told only to who asks. */
export function refundedVouchers(trade: Trade, parts: Amounts, options: readonly string[]): AnswerFields[] | undefined {
  return options.includes('refund_voucher_detail_list') ? vouchers(trade, parts) : undefined;
}

function vouchers(trade: Trade, { alipayFen, merchantFen }: Amounts): AnswerFields[] | undefined {
  const { coupon } = trade.payment ?? {};
  if (coupon === undefined || coupon.channel === 'COUPON' || alipayFen + merchantFen === 0n) return undefined;
  const amount = formatYuan(alipayFen + merchantFen);
  const isMerchants = coupon.channel === 'MDISCOUNT';
  return [
    {
      id: coupon.id,
      name: coupon.name,
      type: 'ALIPAY_FIX_VOUCHER',
      amount,
      merchant_contribute: isMerchants ? amount : '0.00',
      other_contribute: isMerchants ? '0.00' : amount,
    },
  ];
}

/** What of a refund went to the buyer, and what of a discount was taken back; nothing is said where there was none. */
export function presentAmounts(trade: Trade, amounts: Amounts): AnswerFields {
  if (trade.payment?.coupon === undefined) return {};
  return {
    present_refund_buyer_amount: formatYuan(amounts.buyerFen),
    present_refund_discount_amount: formatYuan(couponPart(trade, amounts, 'DISCOUNT')),
    present_refund_mdiscount_amount: formatYuan(amounts.merchantFen),
  };
}
