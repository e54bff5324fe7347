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
import type { NotificationAttempt, Notification as TradeNotification } from '../notifications/notification.ts';
import type { Certification } from '../oauth/certification.ts';
import type { Grant, Token } from '../oauth/grant.ts';
import type { Relation, Settlement } from '../settlement/settlement.ts';
import type { PageRefund } from '../trades/page-refund.ts';
import type { Trade } from '../trades/trade.ts';
import type { Transfer } from '../transfers/transfer.ts';
import { SnapshotError } from './snapshot.ts';
import type { Change, Store } from './store.ts';

const NOT_EMPTY = 'The data file holds a sandbox already. Load the state into an empty one, or without a data file.';

/** Everything a sandbox remembers, by kind. Records are plain values and never changed in place. */
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
  attempt: NotificationAttempt;
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

  ids(kind: RecordKind): IterableIterator<string> {
    return this.#maps[kind].keys();
  }

  /** Writes all changes or none: the store first, then the memory that everybody reads. */
  commit(...changes: RecordChange[]): void {
    this.#store.write(changes);
    for (const change of changes) this.#apply(change);
  }

  /** Every record, by kind and then oldest first. */
  *changes(): IterableIterator<Change> {
    for (const [kind, map] of Object.entries<ReadonlyMap<string, object>>(this.#maps)) {
      for (const [id, record] of map) yield { kind, id, record };
    }
  }

  /** Takes over what another sandbox saved. @throws {Error} if there is something already. */
  restore(changes: readonly Change[]): void {
    if (this.changes().next().done !== true) throw new SnapshotError(NOT_EMPTY);
    const strange = changes.find(({ kind }) => !Object.hasOwn(this.#maps, kind));
    if (strange !== undefined)
      throw new SnapshotError(`state holds a ${strange.kind}, which this version does not know.`);
    this.#store.write(changes);
    for (const change of changes) this.#apply(change);
  }

  close(): void {
    this.#store.close();
  }

  #apply({ kind, id, record }: Change): void {
    const maps: Readonly<Record<string, Map<string, object>>> = this.#maps;
    if (record === null) maps[kind]?.delete(id);
    else maps[kind]?.set(id, record);
  }
}
