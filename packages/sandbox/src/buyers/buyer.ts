import type { Fen } from '@till/alipay/money';

/** Where a buyer's money comes from, in the names of Alipay's `fund_bill_list`. */
export type FundChannel = 'ALIPAYACCOUNT' | 'FINANCEACCOUNT' | 'PCREDIT' | 'BANKCARD';

export interface Funding {
  readonly channel: FundChannel;
  readonly availableFen: Fen;
}

/** A person with an Alipay account. */
export interface Buyer {
  /** 16 digits starting 2088. */
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  /** The login name: what money can be transferred to. */
  readonly login: string;
  /** The login name, masked as Alipay shows it to merchants. */
  readonly logonId: string;
  readonly funding: readonly Funding[];
  /** Alipay has frozen the account: it neither pays nor receives. */
  readonly frozen?: boolean;
  /** The most that may be spent on one Beijing day. */
  readonly dayLimitFen?: Fen;
  readonly note?: string;
  readonly noteEn?: string;
}

/** Every buyer's payment password, as in Alipay's own sandbox. Nobody is asked for it; a wrong one is refused. */
export const PAYMENT_PASSWORD = '111111';

/** Why a buyer does not pay, in Alipay's codes (without `ACQ.`); the password is checked on Alipay's own pages. */
export type BuyerRefusal =
  | 'BUYER_ENABLE_STATUS_FORBID'
  | 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'
  | 'BUYER_BALANCE_NOT_ENOUGH'
  | 'BUYER_BANKCARD_BALANCE_NOT_ENOUGH'
  | 'NO_PAYMENT_INSTRUMENTS_AVAILABLE'
  | 'PAYER_UNMATCHED'
  | 'PAYMENT_PASSWORD_ERROR';

/** What a buyer is asked for, and how he means to pay it. */
export interface Spending {
  readonly amountFen: Fen;
  /** The source that the buyer chose; otherwise the first that has enough. */
  readonly channel?: string;
  /** The sources that the merchant allows. */
  readonly allowed?: readonly FundChannel[];
  readonly password?: string;
  /** Spent earlier on the same day. */
  readonly spentTodayFen: Fen;
}

export type Source =
  | { readonly ok: true; readonly channel: FundChannel }
  | { readonly ok: false; readonly refusal: BuyerRefusal };

/** The source that pays it all, if the buyer can and may. */
export function chooseSource(buyer: Buyer, spending: Spending): Source {
  const { amountFen, channel, allowed, password = PAYMENT_PASSWORD, spentTodayFen } = spending;
  if (buyer.frozen === true) return refuse('BUYER_ENABLE_STATUS_FORBID');
  if (password !== PAYMENT_PASSWORD) return refuse('PAYMENT_PASSWORD_ERROR');
  if (buyer.dayLimitFen !== undefined && spentTodayFen + amountFen > buyer.dayLimitFen) {
    return refuse('BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR');
  }
  const offered = buyer.funding
    .filter((funding) => channel === undefined || funding.channel === channel)
    .filter((funding) => allowed === undefined || allowed.includes(funding.channel));
  if (offered.length === 0) return refuse('NO_PAYMENT_INSTRUMENTS_AVAILABLE');
  const source = offered.find((funding) => funding.availableFen >= amountFen);
  if (source !== undefined) return { ok: true, channel: source.channel };
  return refuse(channel === 'BANKCARD' ? 'BUYER_BANKCARD_BALANCE_NOT_ENOUGH' : 'BUYER_BALANCE_NOT_ENOUGH');
}

/** Money enters one of a buyer's sources (or leaves it, when negative). One that did not exist begins to. */
export function deposit(buyer: Buyer, amountFen: Fen, channel: string): Buyer {
  if (!isChannel(channel)) throw new Error(`${channel} is no source of money`);
  const known = buyer.funding.some((source) => source.channel === channel);
  const funding = known ? buyer.funding : [...buyer.funding, { channel, availableFen: 0n }];
  return {
    ...buyer,
    funding: funding.map((source) =>
      source.channel === channel ? { ...source, availableFen: source.availableFen + amountFen } : source,
    ),
  };
}

function isChannel(text: string): text is FundChannel {
  return text === 'ALIPAYACCOUNT' || text === 'FINANCEACCOUNT' || text === 'PCREDIT' || text === 'BANKCARD';
}

function refuse(refusal: BuyerRefusal): { readonly ok: false; readonly refusal: BuyerRefusal } {
  return { ok: false, refusal };
}
