import { formatBeijingDate, parseBeijing } from '@till/alipay/time';

/** The days that a bill covers; instants are epoch milliseconds. */
export interface BillPeriod {
  /** `20260301`, or `202603` for a month. */
  readonly digits: string;
  readonly from: number;
  /** The first instant that is no longer covered. */
  readonly to: number;
  /** From when the bill can be had: nine in the morning after. */
  readonly readyAt: number;
}

const KEPT_YEARS = 6;
const DAY_MS = 24 * 60 * 60 * 1000;
const READY_MS = 9 * 60 * 60 * 1000;

/** Reads `bill_date`: `yyyy-MM-dd` for a day or `yyyy-MM` for a month, in Beijing. Undefined for anything else. */
export function readBillDate(text: string): BillPeriod | undefined {
  const match = /^(\d{4})-(\d{2})(-\d{2})?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  const from = startOf(`${year}-${month}${day ?? '-01'}`);
  if (from === undefined) return undefined;
  const to = day === undefined ? startOf(monthAfter(Number(year), Number(month))) : from + DAY_MS;
  if (to === undefined) return undefined;
  return { digits: text.replaceAll('-', ''), from, to, readyAt: to + READY_MS };
}

/** Bills are kept for six years. */
export function isKept({ digits }: BillPeriod, now: number): boolean {
  const [year, month = '', day = ''] = formatBeijingDate(now).split('-');
  const oldest = `${Number(year) - KEPT_YEARS}${month}${day}`;
  return digits >= oldest.slice(0, digits.length);
}

function monthAfter(year: number, month: number): string {
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return `${next[0]}-${String(next[1]).padStart(2, '0')}-01`;
}

function startOf(date: string): number | undefined {
  try {
    return parseBeijing(`${date} 00:00:00`);
  } catch {
    return undefined;
  }
}
