import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { openIdOf } from '../../oauth/oauth-book.ts';
import type { AsyncPayment } from '../../trades/async-payment.ts';
import { expiresAt } from '../../trades/expiry.ts';
import type { Trade, TradeTerms } from '../../trades/trade.ts';
import { join } from '../../trades/transitions.ts';
import type { AnswerFields } from '../answer.ts';
import type { Books } from '../books.ts';
import type { Call } from '../call.ts';
import { currencyFields, discountFields, paidAmounts } from '../funding.ts';
import { readContact, readExpiry } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';

/**
 * What stands in the way of a payment by the trade that its number already names. Looked at before the buyer's money:
 * a repeated request must learn that it was paid, not that nothing is left to pay with.
 * @throws {GatewayRefusal}
 */
export function checkJoins({ app }: Call, { trades }: Books, terms: TradeTerms): void {
  const existing = trades.find(app.sellerId, { outTradeNo: terms.outTradeNo });
  const joined = existing === undefined ? undefined : join(existing, terms, existing.contact);
  if (joined?.ok === false) throw businessFailure(joined.refusal);
}

/** The trade that a payment from the merchant's side is for. @throws {GatewayRefusal} */
export function openTrade(call: Call, { trades, clock }: Books, terms: TradeTerms, asyncPayment?: AsyncPayment): Trade {
  const expiry = readExpiry(call.content, clock.now(), terms);
  const opened = trades.open({
    appId: call.app.appId,
    sellerId: call.app.sellerId,
    terms,
    contact: readContact(call),
    expiresAt: expiresAt(expiry, clock.now()),
    ...(asyncPayment === undefined ? {} : { asyncPayment }),
  });
  if (!opened.ok) throw businessFailure(opened.refusal);
  return opened.trade;
}

/** What a payment that went through answers; some of it only to who asks (`query_options`). */
export function paidFields({ content }: Call, trade: Trade): AnswerFields {
  const { tradeNo, terms, payment } = trade;
  return {
    ...paidAmounts(trade),
    ...discountFields(trade, content.texts('query_options')),
    ...currencyFields(trade),
    buyer_logon_id: payment?.buyerLogonId,
    buyer_open_id: payment === undefined ? undefined : openIdOf(trade.appId, payment.buyerId),
    buyer_user_id: payment?.buyerId,
    gmt_payment: payment === undefined ? undefined : formatBeijing(payment.at),
    out_trade_no: terms.outTradeNo,
    point_amount: '0.00',
    store_name: terms.storeId,
    total_amount: formatYuan(terms.totalFen),
    trade_no: tradeNo,
  };
}

/** What a payment answers that was accepted and is not made yet. Alipay's `msg` begins with a space. */
export function awaitingFields({ tradeNo, terms }: Trade): AnswerFields {
  return {
    code: '10003',
    msg: ' order success pay inprocess',
    buyer_logon_id: terms.payer?.logonId,
    buyer_pay_amount: '0.00',
    buyer_user_id: terms.payer?.buyerId,
    invoice_amount: '0.00',
    out_trade_no: terms.outTradeNo,
    point_amount: '0.00',
    receipt_amount: '0.00',
    total_amount: formatYuan(terms.totalFen),
    trade_no: tradeNo,
  };
}
