import { formatBeijing } from '@till/alipay/time';
import type { BillPeriod } from './period.ts';

/** A bill's file: lines of comma-separated columns that are never quoted. */
export interface Sheet {
  /** `业务明细查询`, after `#支付宝`. */
  readonly heading: string;
  /** `业务明细列表`, between the dashes. */
  readonly list: string;
  /** The dashes around the list's end differ by one from file to file. */
  readonly endDashes: readonly [before: number, after: number];
  readonly titles: string;
  readonly rows: readonly (readonly string[])[];
  /** The sums below the rows. */
  readonly totals: readonly string[];
}

/** A whole file, its lines ended by CRLF. `account` is the seller's number with `0156` (CNY) behind it. */
export function printSheet(sheet: Sheet, account: string, period: BillPeriod, now: number): string {
  const [before, after] = sheet.endDashes;
  const lines = [
    `#支付宝${sheet.heading}`,
    `#账号：[${account}]`,
    `#起始日期：[${chineseTime(period.from)}]   终止日期：[${chineseTime(period.to)}]`,
    `#${'-'.repeat(41)}${sheet.list}${'-'.repeat(40)}`,
    sheet.titles,
    ...sheet.rows.map((row) => row.join(',')),
    `#${'-'.repeat(before)}${sheet.list}结束${'-'.repeat(after)}`,
    ...sheet.totals.map((total) => `#${total}`),
    `#导出时间：[${chineseTime(now)}]`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Text for a column: a comma or a line break in it would break the row, so Alipay puts a space. */
export function column(text: string): string {
  return text.replaceAll(/[,\r\n\t]/g, ' ');
}

/** Text that spreadsheets must not take for a number: Alipay ends it with a tab. */
export function tabbed(text: string): string {
  return `${column(text)}\t`;
}

/** `2019年09月17日 05:46:49`. */
function chineseTime(epochMs: number): string {
  return formatBeijing(epochMs).replace('-', '年').replace('-', '月').replace(' ', '日 ');
}
