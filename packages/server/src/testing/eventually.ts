import { setTimeout as pause } from 'node:timers/promises';

const WAIT_MAX_MS = 8_000;
const POLL_MS = 5;

/** Waits for what background work brings about: repeats `check` until it no longer throws. */
export async function eventually<T>(check: () => Promise<T> | T): Promise<T> {
  const deadline = performance.now() + WAIT_MAX_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(POLL_MS);
    }
  }
}
