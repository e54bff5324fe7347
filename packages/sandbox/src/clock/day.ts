const DAY_MS = 24 * 60 * 60 * 1000;
const BEIJING_MS = 8 * 60 * 60 * 1000;

/** The number of the Beijing day of an instant. What happens is kept by days, because bills are made of days. */
export function dayOf(epochMs: number): number {
  return Math.floor((epochMs + BEIJING_MS) / DAY_MS);
}

/** The numbers of the days from one instant's to another's, both included. */
export function* daysBetween(from: number, to: number): Generator<number> {
  for (let day = dayOf(from); day <= dayOf(to); day++) yield day;
}
