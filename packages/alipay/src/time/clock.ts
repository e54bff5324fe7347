/** Where the time comes from. Passed in everywhere, so that a test can own it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** The host's clock. */
export const systemClock: Clock = { now: () => Date.now() };
