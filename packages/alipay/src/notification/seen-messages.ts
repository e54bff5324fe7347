/**
 * What has been handled already, as keys. A `Set<string>` is one, for tests; for real use a table with a unique column
 * does it: `has` selects, `add` inserts or ignores.
 *
 * `add` is called only after the handler has finished. A process that dies in between handles the message again when
 * Alipay repeats it: a handler runs at least once, and should leave things as they are when run again.
 */
export interface SeenMessages {
  has(key: string): boolean | Promise<boolean>;
  add(key: string): unknown;
}

/** Remembers the latest keys in memory, and forgets the oldest: what is used where the user gives nothing better. */
export class RecentMessages implements SeenMessages {
  readonly #keys = new Set<string>();
  readonly #keysMax: number;

  constructor(keysMax = 10_000) {
    this.#keysMax = keysMax;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.add(key);
    for (const oldest of this.#keys) {
      if (this.#keys.size <= this.#keysMax) break;
      this.#keys.delete(oldest);
    }
  }
}
