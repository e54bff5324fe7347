import { type Fen, formatYuan } from '../money/index.ts';
import { formatBeijing } from '../time/index.ts';

/** One CSV file of a bill, in lines without their ends. */
export interface BillFileText {
  /** What the file's name ends in: `业务明细`. */
  readonly name: string;
  readonly lines: Iterable<string>;
}

/** An amount as bills write it. */
export function yuan(fen: Fen | undefined): string {
  return formatYuan(fen ?? 0n);
}

/** A time as bills write it; empty if there is none. */
export function time(epochMs: number | undefined): string {
  return epochMs === undefined ? '' : formatBeijing(epochMs);
}

/** The line before or after a list. */
export function ruled(text: string): string {
  return `#-----------------------------------------${text}----------------------------------------`;
}
