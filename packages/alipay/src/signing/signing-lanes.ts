import { availableParallelism } from 'node:os';

/** As many signatures are computed at once as there are cores: more would only take turns with the event loop. */
const LANES = availableParallelism();

const waiting: (() => void)[] = [];
let running = 0;

/**
 * Runs a computation that takes a core of its own, when one is free; in the order of asking. Handing hundreds to the
 * platform at once would hold the event loop up.
 */
export async function inLane<T>(compute: () => Promise<T>): Promise<T> {
  if (running >= LANES) await new Promise<void>((turn) => waiting.push(turn));
  else running++;
  try {
    return await compute();
  } finally {
    // The lane goes to whoever waits longest, or becomes free.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
