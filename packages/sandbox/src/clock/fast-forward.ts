import type { SandboxClock } from './sandbox-clock.ts';
import type { Schedule } from './schedule.ts';

/** How often a fast clock is moved on, in milliseconds of real time. */
const STEP_MS = 20;

/** Alipay writes years with four digits. */
export const LATEST_MS = Date.UTC(9000, 0);

/**
 * Moves a clock that runs faster than the one beneath it. Between the steps it stands, and each step is a move of the
 * schedule, so whatever the speed, everything due happens in order and at exactly its own time. Deliveries are waited
 * for: behind a slow merchant the clock stays, and catches up.
 */
export class FastForward {
  readonly #clock: SandboxClock;
  readonly #schedule: Schedule;
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = true;
  #steppedAt = 0;
  /** Sandbox time that has not been gone through yet: fractions of a millisecond. */
  #owedMs = 0;

  constructor(clock: SandboxClock, schedule: Schedule, report: (error: unknown) => void) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.#report = report;
  }

  /** Begins to move the clock, if it is a fast one. */
  start(): void {
    this.stop();
    this.#isStopped = this.#clock.speed <= 1;
    this.#steppedAt = this.#clock.baseNow();
    this.#owedMs = 0;
    this.#sleep();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Goes through the time that has become due since the last step. */
  async step(): Promise<void> {
    const now = this.#clock.baseNow();
    this.#owedMs += Math.max(0, now - this.#steppedAt) * this.#clock.speed;
    this.#steppedAt = now;
    const whole = Math.floor(this.#owedMs);
    this.#owedMs -= whole;
    await this.#schedule.moveTo((from) => Math.max(from, Math.min(from + whole, LATEST_MS - 1)));
  }

  #sleep(): void {
    if (this.#isStopped) return;
    const again = () =>
      this.step()
        .catch(this.#report)
        .finally(() => this.#sleep());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(again, STEP_MS).unref();
  }
}
