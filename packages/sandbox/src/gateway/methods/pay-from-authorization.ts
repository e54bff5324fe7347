import { frozenAccount } from '../../ledger/posting.ts';
import { pay as payTrade } from '../../trades/transitions.ts';
import type { AnswerFields } from '../answer.ts';
import { invalid } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { Call } from '../call.ts';
import { readTerms } from '../order-terms.ts';
import { businessFailure } from '../refusal.ts';
import { checkJoins, openTrade, paidFields } from './paid-trade.ts';

const PRODUCT = { productCode: 'PRE_AUTH_ONLINE', others: ['PRE_AUTH', 'PREAUTH_PAY'] } as const;

/** `alipay.trade.pay` out of money that is frozen. `auth_confirm_mode` COMPLETE gives the rest back. */
export function payFromAuthorization(call: Call, books: Books): AnswerFields {
  const { content, app } = call;
  const { authorizations, trades, clock } = books;
  const mode = content.text('auth_confirm_mode', 32) ?? 'NOT_COMPLETE';
  if (mode !== 'COMPLETE' && mode !== 'NOT_COMPLETE') throw invalid('auth_confirm_mode应为COMPLETE或NOT_COMPLETE');
  const authorization = authorizations.find(app.sellerId, { authNo: content.requiredText('auth_no', 64) });
  const order = readTerms(call, PRODUCT);
  if (authorization === undefined) throw businessFailure('AUTH_NO_ERROR');
  const { payer, authNo } = authorization;
  if (authorization.status === 'CLOSED') throw businessFailure('AUTH_ORDER_HAS_CLOSED');
  if (payer === undefined || authorization.status === 'INIT') throw businessFailure('AUTH_ORDER_NOT_PAID');
  if ((content.text('buyer_id', 28) ?? payer.buyerId) !== payer.buyerId) throw businessFailure('TRADE_BUYER_NOT_MATCH');
  const terms = { ...order, payer: { buyerId: payer.buyerId, logonId: payer.logonId } };
  checkJoins(call, books, terms);
  if (authorization.status === 'FINISH') throw businessFailure('AUTH_ORDER_HAS_FINISHED');
  const taken = authorizations.pay(authorization, terms.outTradeNo, terms.totalFen, mode === 'COMPLETE');
  if (!taken.ok) throw businessFailure('AUTH_AMOUNT_NOT_ENOUGH');
  const trade = openTrade(call, books, terms);
  const paid = payTrade(trade, {
    buyerId: payer.buyerId,
    buyerLogonId: payer.logonId,
    channel: payer.channel ?? 'ALIPAYACCOUNT',
    at: clock.now(),
    authNo,
  });
  if (!paid.ok) throw businessFailure(paid.refusal);
  trades.settle(paid.trade, frozenAccount(authNo), taken.changes);
  taken.send();
  // `auth_trade_pay_mode` is told of credit pre-authorisations only, and this one froze money.
  return paidFields(call, paid.trade);
}
