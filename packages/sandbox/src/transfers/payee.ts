import type { Buyer } from '../buyers/buyer.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { BANK, buyerAccount, merchantAccount } from '../ledger/posting.ts';
import { openIdOf } from '../oauth/oauth-book.ts';
import type { Payee } from './transfer.ts';

/** How a payee can be named. */
export const IDENTITY_TYPES = ['ALIPAY_USER_ID', 'ALIPAY_LOGON_ID', 'ALIPAY_OPEN_ID', 'BANKCARD_ACCOUNT'] as const;
export type IdentityType = (typeof IDENTITY_TYPES)[number];

/** Why a payee gets no money, in Alipay's codes. */
export type PayeeRefusal =
  | 'PAYEE_NOT_EXIST'
  | 'PAYEE_USER_INFO_ERROR'
  | 'PAYEE_ACCOUNT_STATUS_ERROR'
  | 'PAYER_PAYEE_CANNOT_SAME'
  | 'INVALID_CARDNO';

export type FoundPayee =
  | { readonly ok: true; readonly account: string; readonly name: string }
  | { readonly ok: false; readonly refusal: PayeeRefusal };

interface Directory {
  readonly buyers: BuyerBook;
  readonly ledger: Ledger;
  /** Whose app asks: open ids are told apart by it. */
  readonly appId: string;
  /** Who pays. */
  readonly sellerId: string;
}

/** The account that a payee's money goes to: a person's balance, another merchant's account, or a bank card. */
export function findPayee(payee: Payee | undefined, { buyers, ledger, appId, sellerId }: Directory): FoundPayee {
  if (payee === undefined) return refuse('PAYEE_NOT_EXIST');
  const { identity, identityType } = payee;
  switch (identityType) {
    case 'BANKCARD_ACCOUNT':
      return /^\d{12,19}$/.test(identity)
        ? found(BANK, `${payee.name ?? ''}(${identity.slice(-4)})`)
        : refuse('INVALID_CARDNO');
    case 'ALIPAY_LOGON_ID':
      return person(buyers.findByLogin(identity), payee);
    case 'ALIPAY_OPEN_ID':
      return person(
        buyers.all().find(({ id }) => openIdOf(appId, id) === identity),
        payee,
      );
    case 'ALIPAY_USER_ID':
      if (identity === sellerId) return refuse('PAYER_PAYEE_CANNOT_SAME');
      if (ledger.hasMerchant(identity)) return found(merchantAccount(identity), identity);
      return person(buyers.find(identity), payee);
  }
}

/** A name, when given, must be the person's. */
function person(buyer: Buyer | undefined, { name }: Payee): FoundPayee {
  if (buyer === undefined) return refuse('PAYEE_NOT_EXIST');
  if (name !== undefined && name !== buyer.name) return refuse('PAYEE_USER_INFO_ERROR');
  if (buyer.frozen === true) return refuse('PAYEE_ACCOUNT_STATUS_ERROR');
  return found(buyerAccount(buyer.id, 'ALIPAYACCOUNT'), buyer.logonId);
}

function found(account: string, name: string): FoundPayee {
  return { ok: true, account, name };
}

function refuse(refusal: PayeeRefusal): FoundPayee {
  return { ok: false, refusal };
}
