import { type Fen, formatYuan } from '../money/index.ts';
import { AlipayBillError } from './bill-error.ts';

/** What one line of totals says, in its order: a count of rows, and amounts. */
export interface TotalsLine {
  readonly count: number;
  readonly amounts: readonly Fen[];
}

/** Finds `#LABEL：N笔，...共X元，...共Y元`. Undefined if there is no such line. */
export function findTotals(footers: readonly string[], label: string): TotalsLine | undefined {
  const line = footers.find((text) => text.startsWith(`#${label}：`));
  const count = /：(\d+)笔/.exec(line ?? '')?.[1];
  if (line === undefined || count === undefined) return undefined;
  const amounts = [...line.matchAll(/共(-?\d+)\.(\d\d)元/g)].map(([, yuan, fen]) => BigInt(`${yuan}${fen}`));
  return { count: Number(count), amounts };
}

/**
 * Compares what the bill states with what its rows add up to. A bill without rows need not state anything.
 * @throws {AlipayBillError}
 */
export function checkTotals(label: string, stated: TotalsLine | undefined, counted: TotalsLine): void {
  if (stated === undefined) {
    if (counted.count === 0) return;
    throw new AlipayBillError('truncated', `The bill has rows but no ${label}: it was cut off. Ask again.`);
  }
  const fits =
    stated.count === counted.count &&
    stated.amounts.length === counted.amounts.length &&
    stated.amounts.every((amount, index) => amount === counted.amounts[index]);
  if (fits) return;
  throw new AlipayBillError(
    'inconsistent',
    `The bill's ${label} does not fit its rows: it states ${written(stated)}, the rows make ${written(counted)}.`,
  );
}

function written({ count, amounts }: TotalsLine): string {
  return [String(count), ...amounts.map(formatYuan)].join(', ');
}
