import type { Clock } from '@till/alipay/time';

/** How the sandbox's time goes, as it is kept when the sandbox is not running. */
export interface ClockState {
  /** Its distance from the base clock while it goes at that one's pace. */
  readonly offsetMs: number;
  /** Sandbox time in a moment of the base clock's: 1 if absent, 0 for a frozen clock. */
  readonly speed?: number;
  /** The instant at which it stands, or has got to, when it does not go at the base clock's pace. Epoch milliseconds. */
  readonly at?: number;
}

/**
 * The sandbox's own time. At speed 1 it is the base clock's (the host's, unless a test passes another) plus an offset.
 * At any other speed it stands until it is moved: a frozen clock by nobody but the test, a fast one by
 * {@link FastForward}, step by step.
 *
 * While the clock is being moved it is held at the instant of whatever is happening, so that everything due happens
 * at exactly its own time.
 */
export class SandboxClock implements Clock {
  readonly #base: Clock;
  readonly #remember: (state: ClockState) => void;
  #speed: number;
  #offsetMs: number;
  #heldAt: number | undefined;

  constructor(base: Clock, state: ClockState, remember: (state: ClockState) => void) {
    this.#base = base;
    this.#remember = remember;
    this.#speed = state.speed ?? 1;
    this.#offsetMs = state.offsetMs;
    if (this.#speed !== 1) this.#heldAt = state.at ?? base.now() + state.offsetMs;
  }

  /** Epoch milliseconds in the sandbox. */
  now(): number {
    return this.#heldAt ?? this.#base.now() + this.#offsetMs;
  }

  /** Epoch milliseconds of the clock beneath. */
  baseNow(): number {
    return this.#base.now();
  }

  /** 1 is the base clock's pace, 0 a clock that stands. */
  get speed(): number {
    return this.#speed;
  }

  /** Goes on from this instant at another speed. Not while the clock is held by a move. */
  setSpeed(speed: number): void {
    const now = this.now();
    this.#speed = speed;
    this.#heldAt = now;
    this.release();
  }

  /** Stops the clock at an instant until {@link release}. A sandbox that dies while held restarts at that instant. */
  hold(epochMs: number): void {
    if (this.#heldAt === epochMs) return;
    this.#heldAt = epochMs;
    this.#keep();
  }

  /** Lets the clock go on, at its speed, from the instant at which it was held. */
  release(): void {
    if (this.#heldAt !== undefined) this.#offsetMs = this.#heldAt - this.#base.now();
    if (this.#speed === 1) this.#heldAt = undefined;
    this.#keep();
  }

  #keep(): void {
    const at = this.now();
    const standing = this.#speed === 1 ? {} : { speed: this.#speed, at };
    this.#remember({ offsetMs: at - this.#base.now(), ...standing });
  }
}
