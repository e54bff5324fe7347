/** What follows every change of the records of one kind. */
export interface Follower<R> {
  /** A record was written, over an earlier one perhaps, or removed. */
  change(id: string, before: R | undefined, after: R | undefined): void;
  /** All records of the kind are gone. */
  clear(): void;
}

/** Records of a kind by something else than their id, so that a request need not look at all of them. */
export class RecordIndex<R> implements Follower<R> {
  readonly #recordOf: (id: string) => R | undefined;
  readonly #keysOf: (record: R) => readonly string[];
  /** Most keys have one record, and a set for each of a million would cost more than the record's own fields. */
  readonly #ids = new Map<string, string | Set<string>>();

  constructor(recordOf: (id: string) => R | undefined, keysOf: (record: R) => readonly string[]) {
    this.#recordOf = recordOf;
    this.#keysOf = keysOf;
  }

  /** The records with a key, in the order in which they got it. */
  *of(key: string): Generator<R> {
    const found = this.#ids.get(key);
    for (const id of typeof found === 'string' ? [found] : (found ?? [])) {
      const record = this.#recordOf(id);
      if (record !== undefined) yield record;
    }
  }

  change(id: string, before: R | undefined, after: R | undefined): void {
    const [old, keys] = [before, after].map((record) => (record === undefined ? [] : this.#keysOf(record)));
    for (const key of old ?? []) if (keys?.includes(key) !== true) this.#drop(key, id);
    for (const key of keys ?? []) if (old?.includes(key) !== true) this.#add(key, id);
  }

  clear(): void {
    this.#ids.clear();
  }

  #add(key: string, id: string): void {
    const known = this.#ids.get(key);
    if (known === undefined) this.#ids.set(key, id);
    else if (typeof known === 'string') this.#ids.set(key, new Set([known, id]));
    else known.add(id);
  }

  #drop(key: string, id: string): void {
    const known = this.#ids.get(key);
    if (known === id) this.#ids.delete(key);
    else if (known instanceof Set) known.delete(id);
  }
}
