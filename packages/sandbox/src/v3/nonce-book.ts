import type { Clock } from '@till/alipay/time';

/** Longer than any timestamp is accepted, so that an old request cannot come back. */
const KEPT_MS = 20 * 60_000;

/** The nonces of late: none serves twice. Kept in memory only, by the clock beneath the sandbox's. */
export class NonceBook {
  readonly #clock: Clock;
  /** In the order of their coming. */
  readonly #seenAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isNew(appId: string, nonce: string): boolean {
    const now = this.#clock.now();
    for (const [old, at] of this.#seenAt) {
      if (at + KEPT_MS > now) break;
      this.#seenAt.delete(old);
    }
    const name = `${appId} ${nonce}`;
    if (this.#seenAt.has(name)) return false;
    this.#seenAt.set(name, now);
    return true;
  }
}
