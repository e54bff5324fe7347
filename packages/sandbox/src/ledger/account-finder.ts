import type { BuyerBook } from '../buyers/buyer-book.ts';
import { openIdOf } from '../oauth/oauth-book.ts';
import type { Ledger } from './ledger.ts';
import { buyerAccount, merchantAccount } from './posting.ts';

/** Somebody's account, and how Alipay names its owner. */
export interface NamedAccount {
  readonly account: string;
  readonly userId: string;
  readonly name?: string;
  /** Masked. */
  readonly logonId?: string;
}

/** Finds accounts as merchants name them. */
export class AccountFinder {
  readonly #buyers: BuyerBook;
  readonly #ledger: Ledger;

  constructor(buyers: BuyerBook, ledger: Ledger) {
    this.#buyers = buyers;
    this.#ledger = ledger;
  }

  /** The account of somebody by `userId`, `loginName` or an app's `openId`: a person's balance, or a merchant's. */
  find(type: string, account: string, appId: string): NamedAccount | undefined {
    if (type === 'userId' && this.#ledger.hasMerchant(account)) {
      return { account: merchantAccount(account), userId: account };
    }
    const person = this.#person(type, account, appId);
    if (person === undefined) return undefined;
    const { id, name, logonId } = person;
    return { account: buyerAccount(id, 'ALIPAYACCOUNT'), userId: id, name, logonId };
  }

  #person(type: string, account: string, appId: string) {
    if (type === 'loginName') return this.#buyers.findByLogin(account);
    if (type !== 'openId') return this.#buyers.find(account);
    return this.#buyers.all().find(({ id }) => openIdOf(appId, id) === account);
  }
}
