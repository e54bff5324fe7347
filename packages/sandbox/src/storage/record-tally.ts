import type { Follower } from './record-index.ts';

/** An amount, and what it is counted under. */
export type Counted = readonly [key: string, amount: bigint];

/** Sums over the records of a kind, kept up to date with every change of one. */
export class RecordTally<R> implements Follower<R> {
  readonly #countedIn: (record: R) => readonly Counted[];
  readonly #sums = new Map<string, bigint>();

  constructor(countedIn: (record: R) => readonly Counted[]) {
    this.#countedIn = countedIn;
  }

  of(key: string): bigint {
    return this.#sums.get(key) ?? 0n;
  }

  change(_id: string, before: R | undefined, after: R | undefined): void {
    if (before !== undefined) for (const [key, amount] of this.#countedIn(before)) this.#add(key, -amount);
    if (after !== undefined) for (const [key, amount] of this.#countedIn(after)) this.#add(key, amount);
  }

  clear(): void {
    this.#sums.clear();
  }

  #add(key: string, amount: bigint): void {
    this.#sums.set(key, this.of(key) + amount);
  }
}
