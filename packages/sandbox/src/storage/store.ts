/** One record written, or removed when `record` is null. */
export interface Change {
  readonly kind: string;
  readonly id: string;
  readonly record: object | null;
}

/** Where records are kept between two runs of a sandbox. Whoever keeps them need not know what they mean. */
export interface Store {
  /** All records, oldest first. */
  load(): Iterable<Change>;
  /** Forgets all records of some kinds and writes all of the changes, or does none of it. */
  write(changes: Iterable<Change>, forgotten?: readonly string[]): void;
  close(): void;
}

/** Keeps nothing: the records live as long as the sandbox. */
export const memoryStore: Store = {
  load: () => [],
  write: (changes) => {
    for (const _ of changes);
  },
  close: () => undefined,
};
