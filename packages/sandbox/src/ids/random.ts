/**
 * A seeded source of numbers in [0, 1) (mulberry32): the same seed gives the same numbers.
 * The state is one 32-bit number, so that a fault plan can go on after a restart where it stopped.
 */
export interface Draw {
  readonly value: number;
  readonly state: number;
}

export function draw(state: number): Draw {
  const next = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return { value: ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32, state: next };
}
