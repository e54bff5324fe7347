import type { Agreement } from '../agreements/agreement.ts';
import type { App } from '../apps/app.ts';
import type { Authorization } from '../authorizations/authorization.ts';
import type { Buyer } from '../buyers/buyer.ts';
import type { PaymentCode } from '../buyers/buyer-book.ts';
import type { Confirmation } from '../cashier/confirmation.ts';
import type { CashierSession } from '../cashier/session.ts';
import type { AuthorityRecord } from '../certificates/authority.ts';
import type { ClockState } from '../clock/sandbox-clock.ts';
import type { Coupon } from '../coupons/coupon.ts';
import type { ReplacedAnswer } from '../examples/answer-book.ts';
import type { FaultState } from '../faults/fault-plan.ts';
import type { UploadRecord } from '../files/upload-book.ts';
import type { MerchantAccount } from '../ledger/ledger.ts';
import type { Posting } from '../ledger/posting.ts';
import type { KeptAttempt, Notification as TradeNotification } from '../notifications/notification.ts';
import type { Certification } from '../oauth/certification.ts';
import type { Grant, Token } from '../oauth/grant.ts';
import type { Relation, Settlement } from '../settlement/settlement.ts';
import type { PageRefund } from '../trades/page-refund.ts';
import type { Trade } from '../trades/trade.ts';
import type { Transfer } from '../transfers/transfer.ts';
import { type Follower, RecordIndex } from './record-index.ts';
import { RecordLine } from './record-line.ts';
import { type Counted, RecordTally } from './record-tally.ts';
import { SharedValues } from './shared-values.ts';
import { SnapshotError } from './snapshot.ts';
import type { Change, Store } from './store.ts';

const NOT_EMPTY = 'The data file holds a sandbox already. Load the state into an empty one, or without a data file.';

/** Everything a sandbox remembers, by kind. Records are plain values, and what they say is never changed in place. */
export interface RecordKinds {
  app: App;
  buyer: Buyer;
  code: PaymentCode;
  coupon: Coupon;
  account: MerchantAccount;
  posting: Posting;
  confirmation: Confirmation;
  pageRefund: PageRefund;
  transfer: Transfer;
  agreement: Agreement;
  relation: Relation;
  settlement: Settlement;
  authorization: Authorization;
  trade: Trade;
  session: CashierSession;
  notification: TradeNotification;
  attempt: KeptAttempt;
  faults: FaultState;
  authority: AuthorityRecord;
  /** By method: what a test wants it to answer. */
  answer: ReplacedAnswer;
  grant: Grant;
  token: Token;
  certification: Certification;
  upload: UploadRecord;
  clock: ClockState;
  /** The last number used in an identifier. */
  counter: { last: number };
}

export type RecordKind = keyof RecordKinds;

/** A record to write (or, when null, to remove): made by {@link put} and {@link remove}. */
export type RecordChange = { [K in RecordKind]: { kind: K; id: string; record: RecordKinds[K] | null } }[RecordKind];

export function put<K extends RecordKind>(kind: K, id: string, record: RecordKinds[K]) {
  return { kind, id, record };
}

export function remove<K extends RecordKind>(kind: K, id: string): { kind: K; id: string; record: null } {
  return { kind, id, record: null };
}

/** The sandbox's memory: maps to read from, written through to a store in one transaction per change of state. */
export class Records {
  readonly #store: Store;
  readonly #maps: { readonly [K in RecordKind]: Map<string, RecordKinds[K]> } = {
    app: new Map(),
    buyer: new Map(),
    code: new Map(),
    coupon: new Map(),
    account: new Map(),
    posting: new Map(),
    confirmation: new Map(),
    pageRefund: new Map(),
    transfer: new Map(),
    agreement: new Map(),
    relation: new Map(),
    settlement: new Map(),
    authorization: new Map(),
    trade: new Map(),
    session: new Map(),
    notification: new Map(),
    attempt: new Map(),
    faults: new Map(),
    authority: new Map(),
    answer: new Map(),
    grant: new Map(),
    token: new Map(),
    certification: new Map(),
    upload: new Map(),
    clock: new Map(),
    counter: new Map(),
  };

  readonly #followers = new Map<string, Follower<never>[]>();
  readonly #shared = new SharedValues();

  constructor(store: Store) {
    this.#store = store;
    for (const change of store.load()) this.#apply(change);
  }

  get<K extends RecordKind>(kind: K, id: string): RecordKinds[K] | undefined {
    return this.#maps[kind].get(id);
  }

  /** All records of a kind, oldest first. */
  all<K extends RecordKind>(kind: K): IterableIterator<RecordKinds[K]> {
    return this.#maps[kind].values();
  }

  /** How many records of a kind there are. */
  count(kind: RecordKind): number {
    return this.#maps[kind].size;
  }

  /** Makes records of a kind known by more than their id, from now on: by the keys that each of them has. */
  indexBy<K extends RecordKind>(kind: K, keysOf: (record: RecordKinds[K]) => readonly string[]) {
    return this.#follow(kind, new RecordIndex((id) => this.get(kind, id), keysOf));
  }

  /** Keeps records of a kind in the order in which they come, from now on: all of them, and those of each key. */
  lineBy<K extends RecordKind>(kind: K, keyOf: (record: RecordKinds[K]) => string) {
    return this.#follow(kind, new RecordLine(keyOf));
  }

  /** Adds up what records of a kind come to, from now on. */
  tally<K extends RecordKind>(kind: K, countedIn: (record: RecordKinds[K]) => readonly Counted[]) {
    return this.#follow(kind, new RecordTally(countedIn));
  }

  /** Writes all changes or none: the store first, then the memory that everybody reads. */
  commit(...changes: RecordChange[]): void {
    this.#store.write(changes);
    for (const change of changes) this.#apply(change);
  }

  /** Removes all records of some kinds and writes changes, in one transaction. */
  forget(kinds: readonly RecordKind[], ...changes: RecordChange[]): void {
    this.#store.write(changes, kinds);
    for (const kind of kinds) {
      this.#maps[kind].clear();
      for (const follower of this.#followers.get(kind) ?? []) follower.clear();
    }
    for (const change of changes) this.#apply(change);
  }

  /** Every record as it is now, whatever changes while one reads; those of a kind oldest first. */
  changes(): { readonly count: number; readonly each: Iterable<Change> } {
    const kept = Object.entries<ReadonlyMap<string, object>>(this.#maps).map(
      ([kind, map]) => ({ kind, ids: [...map.keys()], records: [...map.values()] }) as const,
    );
    const count = kept.reduce((sum, { ids }) => sum + ids.length, 0);
    return { count, each: each(kept) };
  }

  /** Takes over what another sandbox saved, one by one. @throws {Error} if there is something already. */
  restore(changes: Iterable<Change>): void {
    if (Object.values(this.#maps).some(({ size }) => size > 0)) throw new SnapshotError(NOT_EMPTY);
    this.#store.write(this.#taking(changes));
  }

  close(): void {
    this.#store.close();
  }

  /** Each record is in memory once it has been written; whoever reads on lets the one before go. */
  *#taking(changes: Iterable<Change>): Generator<Change> {
    for (const change of changes) {
      if (!Object.hasOwn(this.#maps, change.kind))
        throw new SnapshotError(`state holds a ${change.kind}, which this version does not know.`);
      yield change;
      this.#apply(change);
    }
  }

  #follow<K extends RecordKind, F extends Follower<RecordKinds[K]>>(kind: K, follower: F): F {
    for (const [id, record] of this.#maps[kind]) follower.change(id, undefined, record);
    this.#followers.set(kind, [...(this.#followers.get(kind) ?? []), follower]);
    return follower;
  }

  #apply({ kind, id, record }: Change): void {
    const map = (this.#maps as Readonly<Record<string, Map<string, object>>>)[kind];
    const before = map?.get(id);
    if (record === null) map?.delete(id);
    else {
      // A later version has what it says from the first.
      if (before === undefined) this.#shared.share(record);
      map?.set(id, record);
    }
    const followers = this.#followers.get(kind) as Follower<object>[] | undefined;
    for (const follower of followers ?? []) follower.change(id, before, record ?? undefined);
  }
}

interface Kept {
  readonly kind: string;
  readonly ids: readonly string[];
  readonly records: readonly object[];
}

/** Kinds go side by side, much as they came to be: who reads it again meets all records of a trade close together. */
function* each(kept: readonly Kept[]): Generator<Change> {
  const most = Math.max(...kept.map(({ ids }) => ids.length));
  for (let step = 0; step < most; step++) {
    for (const { kind, ids, records } of kept) {
      const [from, to] = [step, step + 1].map((at) => Math.floor((at * ids.length) / most));
      for (let index = from ?? 0; index < (to ?? 0); index++) {
        yield { kind, id: ids[index] ?? '', record: records[index] ?? null };
      }
    }
  }
}
