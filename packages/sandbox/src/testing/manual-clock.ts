import type { Clock } from '@till/alipay/time';

/** A clock that stands still until a test moves it. */
export function manualClock(epochMs = Date.parse('2026-03-01T10:00:00+08:00')): Clock & { set(epochMs: number): void } {
  let now = epochMs;
  return {
    now: () => now,
    set: (next) => {
      now = next;
    },
  };
}
