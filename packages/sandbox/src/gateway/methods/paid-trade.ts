import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { expiresAt, FACE_TO_FACE_EXPIRY } from '../../trades/expiry.ts';
import type { Trade, TradeTerms } from '../../trades/trade.ts';
import type { AnswerFields } from '../answer.ts';
import type { Books } from '../books.ts';
import type { Call } from '../call.ts';
import { readContact, readExpiry } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';

/** The trade that a payment from the merchant's side is for. @throws {GatewayRefusal} */
export function openTrade(call: Call, { trades, clock }: Books, terms: TradeTerms): Trade {
  const expiry = readExpiry(call.content, clock.now(), FACE_TO_FACE_EXPIRY);
  const opened = trades.open({
    appId: call.app.appId,
    sellerId: call.app.sellerId,
    terms,
    contact: readContact(call),
    expiresAt: expiresAt(expiry, clock.now()),
  });
  if (!opened.ok) throw businessFailure(opened.refusal);
  return opened.trade;
}

/** What a payment that went through answers. */
export function paidFields({ tradeNo, terms, payment }: Trade): AnswerFields {
  const amount = formatYuan(terms.totalFen);
  return {
    buyer_logon_id: payment?.buyerLogonId,
    buyer_pay_amount: amount,
    buyer_user_id: payment?.buyerId,
    fund_bill_list: [{ amount, fund_channel: payment?.channel ?? 'ALIPAYACCOUNT' }],
    gmt_payment: payment === undefined ? undefined : formatBeijing(payment.at),
    invoice_amount: amount,
    out_trade_no: terms.outTradeNo,
    point_amount: '0.00',
    receipt_amount: amount,
    store_name: terms.storeId,
    total_amount: amount,
    trade_no: tradeNo,
  };
}
