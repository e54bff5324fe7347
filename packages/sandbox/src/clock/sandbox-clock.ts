import type { Clock } from '@till/alipay/time';

/**
 * The sandbox's own time: the base clock (the host's, unless a test passes another) plus an offset.
 * While the clock is being moved it is held at the instant of whatever is happening, so that everything due happens
 * at exactly its own time.
 */
export class SandboxClock implements Clock {
  readonly #base: Clock;
  readonly #remember: (offsetMs: number) => void;
  #offsetMs: number;
  #heldAt: number | undefined;

  constructor(base: Clock, offsetMs: number, remember: (offsetMs: number) => void) {
    this.#base = base;
    this.#offsetMs = offsetMs;
    this.#remember = remember;
  }

  /** Epoch milliseconds in the sandbox. */
  now(): number {
    return this.#heldAt ?? this.#base.now() + this.#offsetMs;
  }

  /** Epoch milliseconds of the clock beneath. */
  baseNow(): number {
    return this.#base.now();
  }

  /** Stops the clock at an instant until {@link release}. A sandbox that dies while held restarts at that instant. */
  hold(epochMs: number): void {
    this.#heldAt = epochMs;
    this.#remember(epochMs - this.#base.now());
  }

  /** Lets the clock run again, from the instant at which it was held. */
  release(): void {
    if (this.#heldAt !== undefined) this.#offsetMs = this.#heldAt - this.#base.now();
    this.#heldAt = undefined;
    this.#remember(this.#offsetMs);
  }
}
