import type { Clock } from '@till/alipay/time';

const WINDOW_MS = 60_000;

/**
 * How many messages that are not Alipay's we keep a minute. Anybody can post to a notify address; whoever does must
 * not fill the disk. Messages of Alipay never count against it.
 */
export class StrangerAllowance {
  readonly #clock: Clock;
  readonly #perMinuteMax: number;
  #windowStart = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(clock: Clock, perMinuteMax: number) {
    this.#clock = clock;
    this.#perMinuteMax = perMinuteMax;
  }

  /** Whether one more may be kept. */
  take(): boolean {
    const now = this.#clock.now();
    if (Math.abs(now - this.#windowStart) >= WINDOW_MS) {
      this.#windowStart = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.#perMinuteMax;
  }
}
