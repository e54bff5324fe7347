import type { Fen } from '@till/alipay/money';
import type { Clock } from '@till/alipay/time';
import { DEFAULT_SETTINGS } from '../apps/app-settings.ts';
import { deposit } from '../buyers/buyer.ts';
import { dayOf, daysBetween } from '../clock/day.ts';
import type { Ids } from '../ids/ids.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import type { RecordTally } from '../storage/record-tally.ts';
import { put, type RecordChange, type Records, remove } from '../storage/records.ts';
import type { Trade } from '../trades/trade.ts';
import { checkBalance, type Entry, merchantAccount, type Posting, sumIn } from './posting.ts';

/** What a merchant has at Alipay, or what is held of a payment until it is settled. */
export interface MerchantAccount {
  readonly account: string;
  readonly balanceFen: Fen;
}

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The only way in which money moves: each event is entries that add up to nothing. */
export class Ledger {
  readonly #parts: Parts;

  /** Postings by whose money they move, and when. */
  readonly #ofDay: RecordIndex<Posting>;
  readonly #sums: RecordTally<Posting>;
  readonly #frozen: RecordTally<Trade>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#frozen = parts.records.tally('trade', ({ sellerId, royaltyFrozen }) =>
      royaltyFrozen === undefined ? [] : [[sellerId, royaltyFrozen.fen]],
    );
    this.#ofDay = parts.records.indexBy('posting', ({ at, entries }) => [
      ...new Set(entries.flatMap(({ account }) => ownersOf(account)).map((owner) => keyOf(owner, dayOf(at)))),
    ]);
    this.#sums = parts.records.tally('posting', ({ at, entries }) =>
      entries
        .filter(({ account }) => account.startsWith('merchant:'))
        .map(({ account, amountFen }) => [keyOf(account, dayOf(at)), amountFen]),
    );
  }

  balanceOf(sellerId: string): Fen {
    return this.#balance(merchantAccount(sellerId));
  }

  /** What of a merchant's balance is frozen, because it is to be divided. */
  frozenOf(sellerId: string): Fen {
    return this.#frozen.of(sellerId);
  }

  /** What a merchant may spend. */
  spendableOf(sellerId: string): Fen {
    return this.balanceOf(sellerId) - this.frozenOf(sellerId);
  }

  /** What may be spent of a merchant's account, of one source of a person's money, or held of a payment. */
  availableIn(account: string): Fen {
    const [owner, id = '', channel] = account.split(':');
    if (owner === 'merchant') return this.spendableOf(id);
    if (owner === 'held') return this.#balance(account);
    const funding = this.#parts.records.get('buyer', id)?.funding ?? [];
    return funding.find((source) => source.channel === channel)?.availableFen ?? 0n;
  }

  /**
   * Whether a merchant or a person has less than what these entries, all together, take. `freed` is what of a
   * merchant's money they may use although it is frozen.
   */
  wouldOverdraw(entries: readonly Entry[], freed: { readonly sellerId: string; readonly fen: Fen }): boolean {
    const available = (account: string) =>
      this.availableIn(account) + (account === merchantAccount(freed.sellerId) ? freed.fen : 0n);
    return entries.some(
      ({ account, amountFen }) =>
        amountFen < 0n && /^(merchant|buyer|held):/.test(account) && available(account) + sumIn(account, entries) < 0n,
    );
  }

  /** What moved a merchant's money on the Beijing days from one instant to another, oldest first. */
  *postings(sellerId: string, from: number, to: number): Generator<Posting> {
    for (const day of this.#days(from, to)) yield* this.#ofDay.of(keyOf(merchantAccount(sellerId), day));
  }

  /** What was in a merchant's account when the Beijing day of an instant began. */
  balanceBefore(sellerId: string, instant: number): Fen {
    let balanceFen = this.balanceOf(sellerId);
    for (const day of this.#days(instant)) balanceFen -= this.#sums.of(keyOf(merchantAccount(sellerId), day));
    return balanceFen;
  }

  /** Whether a merchant has this account number. */
  hasMerchant(sellerId: string): boolean {
    return [...this.#parts.records.all('app')].some((app) => app.sellerId === sellerId);
  }

  /** What a person has spent since an instant, from whatever source. */
  spentSince(buyerId: string, since: number): Fen {
    let spent = 0n;
    for (const day of this.#days(since)) {
      for (const { at, entries } of this.#ofDay.of(keyOf(`buyer:${buyerId}`, day))) {
        if (at < since) continue;
        for (const { account, amountFen, kind } of entries) {
          if (kind === 'payment' && account.startsWith(`buyer:${buyerId}:`)) spent -= amountFen;
        }
      }
    }
    return spent;
  }

  /** Nothing is posted in the future. */
  #days(from: number, to = Number.POSITIVE_INFINITY): Generator<number> {
    return daysBetween(from, Math.min(to, this.#parts.clock.now()));
  }

  /** The changes that an event makes; they belong into the transaction that records the event itself. */
  post(event: Omit<Posting, 'number' | 'at'>): RecordChange[] {
    checkBalance(event.entries);
    const { clock, ids } = this.#parts;
    const posting: Posting = { ...event, number: ids.ledgerNo(), at: clock.now() };
    return [put('posting', posting.number, posting), ...this.#move(posting.entries)];
  }

  /** Several entries may touch one account, so their sums are applied, not they one by one. */
  #move(entries: readonly Entry[]): RecordChange[] {
    const sums = new Map<string, Fen>();
    for (const { account, amountFen } of entries) sums.set(account, (sums.get(account) ?? 0n) + amountFen);
    const kept = [...sums].filter(([account]) => account.startsWith('merchant:') || account.startsWith('held:'));
    return [
      ...kept.map(([account, sum]) => this.#keep(account, this.#balance(account) + sum)),
      ...this.#moveBuyers(sums),
    ];
  }

  /** What was held and is all gone need not be remembered. */
  #keep(account: string, balanceFen: Fen): RecordChange {
    const isOver = balanceFen === 0n && account.startsWith('held:');
    return isOver ? remove('account', account) : put('account', account, { account, balanceFen });
  }

  #moveBuyers(sums: ReadonlyMap<string, Fen>): RecordChange[] {
    const touched = new Map<string, RecordChange & { kind: 'buyer' }>();
    for (const [account, sum] of sums) {
      const [owner, id = '', channel = ''] = account.split(':');
      const buyer = touched.get(id)?.record ?? this.#parts.records.get('buyer', id);
      if (owner === 'buyer' && buyer) touched.set(id, put('buyer', id, deposit(buyer, sum, channel)));
    }
    return [...touched.values()];
  }

  #balance(account: string): Fen {
    return this.#parts.records.get('account', account)?.balanceFen ?? this.#openingOf(account);
  }

  #openingOf(account: string): Fen {
    if (!account.startsWith('merchant:')) return 0n;
    for (const { sellerId, settings } of this.#parts.records.all('app')) {
      if (merchantAccount(sellerId) === account) return settings?.openingFen ?? DEFAULT_SETTINGS.openingFen;
    }
    return DEFAULT_SETTINGS.openingFen;
  }
}

/** A merchant's account, or a buyer with all sources of money. Nobody asks for the days of others. */
function ownersOf(account: string): string[] {
  const [owner, id] = account.split(':');
  return owner === 'merchant' || owner === 'buyer' ? [`${owner}:${id}`] : [];
}

function keyOf(owner: string, day: number): string {
  return `${owner} ${day}`;
}
