import { whyNotDeduct } from '../../agreements/agreement.ts';
import type { AnswerFields } from '../answer.ts';
import type { Books } from '../books.ts';
import type { Call } from '../call.ts';
import { readTerms } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';
import { openTrade, paidFields } from './paid-trade.ts';

const PRODUCT = {
  productCode: 'GENERAL_WITHHOLDING',
  others: ['CYCLE_PAY_AUTH', 'GENERAL_WITHHOLDING_P', 'CYCLE_PAY_AUTH_P', 'ONLINE_ENTRUST_PAY'],
} as const;

/** `alipay.trade.pay` under an agreement: nobody is asked, but the agreement's rules hold. */
export function payUnderAgreement(call: Call, books: Books): AnswerFields {
  const { content, app } = call;
  const { agreements, buyers, trades, clock } = books;
  const terms = readTerms(call, PRODUCT);
  const agreementNo = content.object('agreement_params').requiredText('agreement_no', 64);
  const agreement = agreements.find(app.appId, { agreementNo });
  const buyer = agreement?.signer === undefined ? undefined : buyers.find(agreement.signer.userId);
  if (agreement === undefined || buyer === undefined) throw businessFailure('AGREEMENT_NOT_EXIST');
  const existing = trades.find(app.appId, { outTradeNo: terms.outTradeNo });
  if (existing?.payment !== undefined) throw businessFailure('TRADE_HAS_SUCCESS');
  const at = clock.now();
  const refusal = whyNotDeduct(agreement, terms.totalFen, at);
  if (refusal !== undefined) throw businessFailure(refusal);
  const source = trades.sourceOf(buyer, terms);
  if (!source.ok) throw businessFailure(source.refusal);
  const trade = openTrade(call, books, { ...terms, payer: { buyerId: buyer.id, logonId: buyer.logonId } });
  const deduction = { outTradeNo: terms.outTradeNo, amountFen: terms.totalFen, at };
  const noted = agreements.deducted(agreement, deduction);
  const paid = trades.pay(trade, { buyerId: buyer.id, agreementNo }, [noted]);
  if (!paid.ok) throw businessFailure(paid.refusal);
  return paidFields(paid.trade);
}
