import type { Fen } from '@till/alipay/money';
import type { AnswerFields } from '../answer.ts';
import { readAsyncPayment } from '../async-terms.ts';
import { invalid } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call } from '../call.ts';
import { checkPayExtras } from '../order-extras.ts';
import { readTerms } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';
import { awaitingFields, checkJoins, openTrade, paidFields } from './paid-trade.ts';
import { payFromAuthorization } from './pay-from-authorization.ts';
import { payUnderAgreement } from './pay-under-agreement.ts';

const PRODUCT = {
  productCode: 'FACE_TO_FACE_PAYMENT',
  others: ['OFFLINE_PAYMENT', 'QUICK_MSECURITY_PAY'],
  isOptional: true,
} as const;

/** Above this, the buyer must confirm on the phone: 2000 yuan, as in Alipay's own sandbox. */
const FREE_OF_CONFIRMATION_FEN: Fen = 200_000n;

/** `alipay.trade.pay`: the merchant takes the money, by the buyer's payment code, out of what was frozen, or under an agreement. */
export const pay: ApiMethod = {
  kind: 'api',
  echo: (content) => ({ out_trade_no: content.echo('out_trade_no') ?? '' }),
  answer(call, books) {
    const { content } = call;
    checkPayExtras(content);
    const later = readAsyncPayment(content, books.clock.now());
    if (content.has('auth_no')) return payFromAuthorization(call, books);
    if (content.has('agreement_params')) return payUnderAgreement(call, books, later);
    // Only deductions can wait: `is_async_pay` changes nothing else.
    return payByCode(call, books);
  },
};

/** The shop scans the code on the buyer's phone, and the money moves at once. */
function payByCode(call: Call, books: Books): AnswerFields {
  const { app, content } = call;
  const { trades, buyers, records } = books;
  const order = readTerms(call, PRODUCT);
  checkScene(content.text('scene', 32));
  const orderNo = `${app.sellerId}:${order.outTradeNo}`;
  const code = buyers.readCode(content.requiredText('auth_code', 64), orderNo);
  const buyer = code === undefined ? undefined : buyers.find(code.buyerId);
  if (code === undefined || buyer === undefined) throw businessFailure('PAYMENT_AUTH_CODE_INVALID');
  const terms = { ...order, payer: { buyerId: buyer.id, logonId: buyer.logonId } };
  checkJoins(call, books, terms);
  const source = trades.sourceOf(buyer, terms);
  if (!source.ok) throw businessFailure(source.refusal);
  const trade = openTrade(call, books, terms);
  const used = buyers.use(code, orderNo);
  if (terms.totalFen > FREE_OF_CONFIRMATION_FEN) {
    records.commit(used);
    return awaitingFields(trade);
  }
  const paid = trades.pay(trade, { buyerId: buyer.id }, [used]);
  if (!paid.ok) throw businessFailure(paid.refusal);
  return paidFields(call, paid.trade);
}

function checkScene(scene: string | undefined): void {
  if (scene === undefined || scene === 'bar_code' || scene === 'security_code') return;
  throw invalid('scene应为bar_code或security_code');
}
