import type { Buyer } from '../buyers/buyer.ts';
import type { TradeTerms } from '../trades/trade.ts';
import { businessFailure } from './refusal.ts';

/** The buyer that an order names, who alone may pay it. @throws {GatewayRefusal} if there is none, or a frozen one. */
export function onlyPayer(buyer: Buyer | undefined): Pick<TradeTerms, 'payer'> {
  if (buyer === undefined) throw businessFailure('BUYER_NOT_EXIST');
  if (buyer.frozen === true) throw businessFailure('BUYER_ENABLE_STATUS_FORBID');
  return { payer: { buyerId: buyer.id, logonId: buyer.logonId } };
}
