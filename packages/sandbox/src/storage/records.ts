import type { App } from '../apps/app.ts';
import type { Buyer } from '../buyers/buyer.ts';
import type { CashierSession } from '../cashier/session.ts';
import type { FaultState } from '../faults/fault-plan.ts';
import type { NotificationAttempt, Notification as TradeNotification } from '../notifications/notification.ts';
import type { Trade } from '../trades/trade.ts';
import type { Change, Store } from './store.ts';

/** Everything a sandbox remembers, by kind. Records are plain values and never changed in place. */
export interface RecordKinds {
  app: App;
  buyer: Buyer;
  trade: Trade;
  session: CashierSession;
  notification: TradeNotification;
  attempt: NotificationAttempt;
  faults: FaultState;
  /** The clock's distance from the host's. */
  clock: { offsetMs: number };
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
    trade: new Map(),
    session: new Map(),
    notification: new Map(),
    attempt: new Map(),
    faults: new Map(),
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

  close(): void {
    this.#store.close();
  }

  #apply({ kind, id, record }: Change): void {
    const maps: Readonly<Record<string, Map<string, object>>> = this.#maps;
    if (record === null) maps[kind]?.delete(id);
    else maps[kind]?.set(id, record);
  }
}
