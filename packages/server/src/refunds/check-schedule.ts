const FIRST_CHECK_MS = 5_000;
const CHECK_INTERVAL_MAX_MS = 60 * 60_000;

/** How long to wait before settling an undecided refund, taken up `attempts` times so far: 5 s, doubling, up to 1 h. */
export function settleDelayMs(attempts: number): number {
  return Math.min(FIRST_CHECK_MS * 2 ** Math.max(attempts - 1, 0), CHECK_INTERVAL_MAX_MS);
}
