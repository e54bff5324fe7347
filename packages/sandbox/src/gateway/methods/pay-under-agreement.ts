import { type Agreement, whyNotDeduct } from '../../agreements/agreement.ts';
import type { AsyncPayment } from '../../trades/async-payment.ts';
import { deduct } from '../../trades/deduct.ts';
import type { TradeTerms } from '../../trades/trade.ts';
import type { AnswerFields } from '../answer.ts';
import { asyncPayStatus } from '../async-terms.ts';
import type { Books } from '../books.ts';
import type { Call } from '../call.ts';
import { readTerms } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';
import { awaitingFields, checkJoins, openTrade, paidFields } from './paid-trade.ts';

const PRODUCT = {
  productCode: 'GENERAL_WITHHOLDING',
  others: ['CYCLE_PAY_AUTH', 'GENERAL_WITHHOLDING_P', 'CYCLE_PAY_AUTH_P', 'ONLINE_ENTRUST_PAY'],
} as const;

/** How a deduction is made that need not be made at once. */
type Later = Omit<AsyncPayment, 'agreementNo'>;

/** `alipay.trade.pay` under an agreement: nobody is asked, but the agreement's rules hold. */
export function payUnderAgreement(call: Call, books: Books, later: Later | undefined): AnswerFields {
  const { content, app } = call;
  const { agreements, buyers, trades, clock } = books;
  const order = readTerms(call, PRODUCT);
  const agreementNo = content.object('agreement_params').requiredText('agreement_no', 64);
  const agreement = agreements.find(app.sellerId, { agreementNo });
  const buyer = agreement?.signer === undefined ? undefined : buyers.find(agreement.signer.userId);
  if (agreement === undefined || buyer === undefined) throw businessFailure('AGREEMENT_NOT_EXIST');
  const terms = { ...order, payer: { buyerId: buyer.id, logonId: buyer.logonId } };
  checkJoins(call, books, terms);
  const refusal = whyNotDeduct(agreement, terms.totalFen, clock.now());
  if (refusal !== undefined) throw businessFailure(refusal);
  if (later !== undefined) return acceptForLater(call, books, terms, { ...later, agreementNo });
  const source = trades.sourceOf(buyer, terms);
  if (!source.ok) throw businessFailure(source.refusal);
  return payAtOnce(call, books, terms, agreement);
}

function payAtOnce(call: Call, books: Books, terms: TradeTerms, agreement: Agreement): AnswerFields {
  const paid = deduct(books, openTrade(call, books, terms), agreement);
  if (!paid.ok) throw businessFailure(paid.refusal);
  return paidFields(call, paid.trade);
}

/** Whether the buyer has the money is seen when it is taken; the merchant learns it by the notification or a query. */
function acceptForLater(call: Call, books: Books, terms: TradeTerms, asyncPayment: AsyncPayment): AnswerFields {
  const trade = openTrade(call, books, terms, asyncPayment);
  if (trade.asyncPayment === asyncPayment) books.asyncPayments.watch(trade);
  return {
    ...awaitingFields(trade),
    async_payment_mode: trade.asyncPayment?.mode,
    async_pay_apply_status: asyncPayStatus(trade, call.content.texts('query_options')),
  };
}
