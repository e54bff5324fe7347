import type { Follower } from './record-index.ts';

/**
 * The ids of a kind's records in the order in which they came, of all and by one key each: the newest are at the end,
 * however many there are. For kinds that are only forgotten as a whole.
 */
export class RecordLine<R> implements Follower<R> {
  readonly #keyOf: (record: R) => string;
  readonly #all: string[] = [];
  readonly #byKey = new Map<string, string[]>();

  constructor(keyOf: (record: R) => string) {
    this.#keyOf = keyOf;
  }

  /** Oldest first; of all records without a key. */
  of(key?: string): readonly string[] {
    return key === undefined ? this.#all : (this.#byKey.get(key) ?? []);
  }

  change(id: string, before: R | undefined, after: R | undefined): void {
    if (before !== undefined || after === undefined) return;
    this.#all.push(id);
    const key = this.#keyOf(after);
    const line = this.#byKey.get(key);
    if (line === undefined) this.#byKey.set(key, [id]);
    else line.push(id);
  }

  clear(): void {
    this.#all.length = 0;
    this.#byKey.clear();
  }
}
