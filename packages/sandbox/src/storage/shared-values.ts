/** How many values are remembered at a time, twice over. */
const REMEMBERED_MAX = 16_384;
/** Longer strings (signatures, certificates) are hardly ever met again. */
const LENGTH_MAX = 256;

/**
 * Lets equal strings and amounts of different records be one value in memory. A million trades say the same things: who
 * the seller is, where he is told, what was bought. Only what was met lately is remembered, so that it never grows.
 */
export class SharedValues {
  #latest = new Map<string | bigint, string | bigint>();
  #before = new Map<string | bigint, string | bigint>();

  /** Replaces values inside a record, at any depth, by equal ones that are kept already. Nobody can tell. */
  share(record: object): void {
    if (Object.isFrozen(record)) return;
    const fields = record as Record<string, unknown>;
    for (const name in fields) {
      const value = fields[name];
      if (typeof value === 'string' || typeof value === 'bigint') fields[name] = this.#kept(value);
      else if (typeof value === 'object' && value !== null)
        this.share(Array.isArray(value) ? fitted(fields, name, value) : value);
    }
  }

  #kept(value: string | bigint): string | bigint {
    if (typeof value === 'string' && value.length > LENGTH_MAX) return value;
    const latest = this.#latest.get(value);
    if (latest !== undefined) return latest;
    const kept = this.#before.get(value) ?? value;
    if (this.#latest.size >= REMEMBERED_MAX) {
      this.#before = this.#latest;
      this.#latest = new Map();
    }
    this.#latest.set(kept, kept);
    return kept;
  }
}

/** An array that grew has room for sixteen more; a copy has none. */
function fitted(fields: Record<string, unknown>, name: string, array: readonly unknown[]): object {
  const copy = array.slice();
  fields[name] = copy;
  return copy;
}
