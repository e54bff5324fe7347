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
  /** The login name, masked as Alipay shows it to merchants. */
  readonly logonId: string;
  readonly funding: readonly Funding[];
  readonly note?: string;
  readonly noteEn?: string;
}

export type BuyerRefusal =
  | { readonly code: 'BUYER_BALANCE_NOT_ENOUGH' }
  | { readonly code: 'NO_PAYMENT_INSTRUMENTS_AVAILABLE'; readonly channel: string };

export type Spending =
  | { readonly ok: true; readonly buyer: Buyer; readonly channel: FundChannel }
  | { readonly ok: false; readonly refusal: BuyerRefusal };

/** Takes money from the named channel, or from the first that has enough. One channel pays it all. */
export function spend(buyer: Buyer, amountFen: Fen, channel?: string): Spending {
  const offered = buyer.funding.filter((funding) => channel === undefined || funding.channel === channel);
  if (channel !== undefined && offered.length === 0) {
    return { ok: false, refusal: { code: 'NO_PAYMENT_INSTRUMENTS_AVAILABLE', channel } };
  }
  const source = offered.find((funding) => funding.availableFen >= amountFen);
  if (source === undefined) return { ok: false, refusal: { code: 'BUYER_BALANCE_NOT_ENOUGH' } };
  return { ok: true, buyer: move(buyer, source.channel, -amountFen), channel: source.channel };
}

/** Gives money back to the channel it came from. */
export function giveBack(buyer: Buyer, amountFen: Fen, channel: FundChannel): Buyer {
  return move(buyer, channel, amountFen);
}

function move(buyer: Buyer, channel: FundChannel, amountFen: Fen): Buyer {
  const funding = buyer.funding.map((source) =>
    source.channel === channel ? { ...source, availableFen: source.availableFen + amountFen } : source,
  );
  return { ...buyer, funding };
}
