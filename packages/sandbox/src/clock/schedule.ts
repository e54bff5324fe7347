import { type DueEvent, DueQueue } from './due-queue.ts';
import type { SandboxClock } from './sandbox-clock.ts';

/** The clock may be moved from outside (a test's base clock), so a long wait is cut into pieces of this length. */
const LONGEST_SLEEP_MS = 1_000;
/** After so many events of a move, requests that came meanwhile have their turn. */
const EVENTS_IN_A_ROW_MAX = 100;

/**
 * Everything that will happen by itself: trades expire, notifications are sent again.
 *
 * Left alone, it is driven by real timers, which never keep a process alive. {@link moveTo} drives it by hand: each
 * event in order, each at its own time, each awaited. Events are not removed when they lose their point (a trade was
 * paid before it expired); each looks again when it happens.
 */
export class Schedule {
  readonly #clock: SandboxClock;
  readonly #report: (error: unknown) => void;
  readonly #events = new DueQueue();
  readonly #underWay = new Set<Promise<void>>();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #moves: Promise<unknown> = Promise.resolve();
  #isMoving = false;
  #isRunning = false;
  #isClosed = false;

  constructor(clock: SandboxClock, report: (error: unknown) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  /** Begins to let things happen: not before the sandbox is complete. */
  start(): void {
    this.#isRunning = true;
    this.#wake();
  }

  /** Lets something happen at an instant; at once if that has passed. */
  at(epochMs: number, happen: () => Promise<void> | void): void {
    if (this.#isClosed) return;
    const event = { at: epochMs, order: this.#count++, happen };
    this.#events.add(event);
    if (this.#events.next === event) this.#wake();
  }

  /**
   * Moves the clock, and everything due on the way happens first. Moves wait for each other.
   * `target` is asked when the move's turn comes, and gets the time of that moment.
   */
  moveTo(target: (nowMs: number) => number): Promise<number> {
    const move = this.#moves.then(() => this.#move(target));
    this.#moves = move.catch(() => undefined);
    return move;
  }

  /** Lets the clock go on at another speed, once the moves before have ended. */
  setSpeed(speed: number): Promise<void> {
    const change = this.#moves.then(() => {
      this.#clock.setSpeed(speed);
      this.#wake();
    });
    this.#moves = change;
    return change;
  }

  /** Forgets what is to come; what is under way goes on. */
  clear(): void {
    this.#events.clear();
  }

  /** Nothing happens any more. Resolves when what was under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isRunning = false;
    this.#sleepNoMore();
    this.clear();
    await this.#settled();
  }

  async #move(target: (nowMs: number) => number): Promise<number> {
    const from = this.#clock.now();
    const to = target(from);
    this.#isMoving = true;
    this.#clock.hold(from);
    try {
      await this.#settled();
      let count = 0;
      for (let event = this.#take(to); event !== undefined; event = this.#take(to)) {
        this.#clock.hold(Math.max(this.#clock.now(), event.at));
        this.#start(event);
        await this.#settled();
        if (++count % EVENTS_IN_A_ROW_MAX === 0) await new Promise(setImmediate);
      }
      this.#clock.hold(to);
      return to;
    } finally {
      this.#isMoving = false;
      this.#clock.release();
      this.#wake();
    }
  }

  #wake(): void {
    this.#sleepNoMore();
    const next = this.#events.next;
    if (next === undefined || this.#isMoving || !this.#isRunning) return;
    const waitMs = Math.min(next.at - this.#clock.now(), LONGEST_SLEEP_MS);
    // A timer would let a millisecond pass even for what is due now. (One turn may keep a process alive.)
    if (waitMs <= 0) this.#turn = setImmediate(() => this.#tick());
    else this.#timer = setTimeout(() => this.#tick(), waitMs).unref();
  }

  #sleepNoMore(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
  }

  #tick(): void {
    if (this.#isMoving || !this.#isRunning) return;
    const now = this.#clock.now();
    for (let event = this.#take(now); event !== undefined; event = this.#take(now)) this.#start(event);
    this.#wake();
  }

  #take(untilMs: number): DueEvent | undefined {
    const next = this.#events.next;
    return next !== undefined && next.at <= untilMs ? this.#events.take() : undefined;
  }

  /** In real time one slow merchant must not hold up the others, so what takes long is only kept track of. */
  #start(event: DueEvent): void {
    const work = new Promise<void>((resolve) => resolve(event.happen())).catch(this.#report);
    this.#underWay.add(work);
    work.finally(() => this.#underWay.delete(work));
  }

  async #settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}
