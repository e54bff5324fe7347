/** Something to measure, and what it is measured against in the same run. */
export interface Contest {
  readonly suite: string;
  /** The physical limit: the bare primitive without which the work cannot be done. */
  readonly limit: Contender;
  readonly contenders: readonly Contender[];
}

export interface Contender {
  readonly name: string;
  run(): void;
}

/** One line of a benchmark's result. */
export interface Measurement {
  readonly suite: string;
  readonly name: string;
  readonly value: number;
  /** Operations a second; or seconds or megabytes, of which fewer are better. */
  readonly unit: 'ops/s' | 's' | 'MB' | 'ms' | 'kB';
  /** The name of what `ratio` compares with. */
  readonly against: string;
  /** Share of what it is compared with: 1 is the same. */
  readonly ratio: number;
}

const ROUNDS = 20;
const SLICE_MS = 100;

/**
 * Measures the contenders and their limit in turns, slice by slice, so that whatever else the machine does meets all
 * alike. A contender's rate is that of its median slice, and its ratio that of the median round: the machine's own speed
 * changes from one round to the next.
 */
export function measure(contest: Contest): Measurement[] {
  const everyone = [contest.limit, ...contest.contenders];
  for (const contender of everyone) rateOf(contender, 10 * SLICE_MS);
  const rates = new Map<Contender, number[]>(everyone.map((contender) => [contender, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of everyone) rates.get(contender)?.push(rateOf(contender, SLICE_MS));
  }
  const limits = rates.get(contest.limit) ?? [];
  return everyone.map((contender) => {
    const own = rates.get(contender) ?? [];
    const value = median(own);
    const ratio = median(own.map((rate, round) => rate / (limits[round] ?? Number.NaN)));
    return {
      suite: contest.suite,
      name: contender.name,
      value: Math.round(value),
      unit: 'ops/s',
      against: contest.limit.name,
      ratio: rounded(ratio, 3),
    };
  });
}

function rateOf(contender: Contender, forMs: number): number {
  let operations = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < forMs) {
    contender.run();
    operations++;
    elapsed = performance.now() - start;
  }
  return (operations / elapsed) * 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
