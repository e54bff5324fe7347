import type { Ids } from '../ids/ids.ts';
import type { AccountFinder } from '../ledger/account-finder.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Entry, merchantAccount, moveBetween } from '../ledger/posting.ts';
import { isHeld } from '../trades/settling.ts';
import type { Trade } from '../trades/trade.ts';
import type { Settlement, SettlementRefusal } from './settlement.ts';

interface Parts {
  readonly ids: Ids;
  readonly ledger: Ledger;
  readonly accounts: AccountFinder;
}

/**
 * The division that an order asked for (`royalty_info`), made together with its payment: `paying` is what that moves.
 * What waits to be settled first is not divided.
 */
export function divideAtPayment(
  paid: Trade,
  paying: readonly Entry[],
  { ids, ledger, accounts }: Parts,
): { readonly settlement: Settlement; readonly entries: readonly Entry[] } | undefined {
  const { terms, payment, sellerId } = paid;
  if (terms.royalties === undefined || payment === undefined || isHeld(paid)) return undefined;
  const payees = terms.royalties.map(({ transIn }) => accounts.find('userId', transIn, paid.appId)?.account);
  const entries = terms.royalties.flatMap(({ amountFen }, index) =>
    moveBetween(merchantAccount(sellerId), payees[index] ?? '', amountFen, 'royalty'),
  );
  const errorCode = whyNot(payees, ledger.wouldOverdraw([...paying, ...entries], { sellerId, fen: 0n }));
  const settlement: Settlement = {
    settleNo: ids.authNo(),
    ...{ appId: paid.appId, sellerId, tradeNo: paid.tradeNo, outRequestNo: terms.outTradeNo },
    royalties: terms.royalties.map((royalty) => ({
      ...{ ...royalty, detailId: ids.operationId(), type: 'transfer', transInType: 'userId' },
    })),
    state: errorCode === undefined ? 'SUCCESS' : 'FAIL',
    ...(errorCode === undefined ? {} : { errorCode }),
    isLast: false,
    requestedAt: payment.at,
  };
  return { settlement, entries: errorCode === undefined ? entries : [] };
}

function whyNot(payees: readonly (string | undefined)[], isShort: boolean): SettlementRefusal | undefined {
  if (payees.includes(undefined)) return 'ROYALTY_ACCOUNT_NOT_EXIST';
  return isShort ? 'TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH' : undefined;
}
