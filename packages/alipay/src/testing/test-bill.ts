import { encodeText } from '../charset/index.ts';
import { formatBeijing, formatBeijingDate } from '../time/index.ts';
import { type AccountFileRow, accountFiles } from './account-bill.ts';
import { type TradeFileRow, tradeFiles } from './trade-bill.ts';
import { type FileToPack, zip } from './zip.ts';

/** What all bills have. */
interface TestBillBase {
  /** The seller's 16 digits. Default `2088102175950000`. */
  readonly sellerId?: string;
  /** A day `2026-03-01` or a month `2026-03`. */
  readonly date: string;
  /** When it was made, as epoch milliseconds. Default: the morning after. */
  readonly exportedAt?: number;
}

/** A bill of payments and refunds. */
export interface TestTradeBill extends TestBillBase {
  readonly type: 'trade';
  readonly rows: Iterable<TradeFileRow>;
}

/** A bill of the account's movements. */
export interface TestAccountBill extends TestBillBase {
  readonly type: 'signcustomer';
  readonly rows: Iterable<AccountFileRow>;
}

/**
 * Writes a bill exactly as Alipay does: CSV in GBK with tabs behind the numbers, totals at the end, details and summary,
 * zipped, with GBK names.
 */
export function writeTestBill(bill: TestTradeBill | TestAccountBill): AsyncGenerator<Uint8Array> {
  return zip(testBillFiles(bill));
}

/** The files of a bill before they are zipped, in their order, for tests that want to change them. */
export function testBillFiles(bill: TestTradeBill | TestAccountBill): FileToPack[] {
  const account = `${bill.sellerId ?? '2088102175950000'}0156`;
  const period = periodOf(bill.date);
  const head = [`#账号：[${account}]`, `#起始日期：[${chinese(period.from)}]   终止日期：[${chinese(period.until)}]`];
  const exported = `#导出时间：[${chinese(bill.exportedAt ?? period.until + 5 * HOUR_MS)}]`;
  const files = bill.type === 'trade' ? tradeFiles(bill.rows, head, exported) : accountFiles(bill.rows, head, exported);
  return files.map(({ name, lines }) => fileOf(`${account}_${bill.date.replaceAll('-', '')}_${name}.csv`, lines));
}

const HOUR_MS = 60 * 60 * 1000;

function fileOf(name: string, lines: Iterable<string>): FileToPack {
  return { name: encodeText(name, 'gbk'), data: gbkLines(lines) };
}

function* gbkLines(lines: Iterable<string>): Generator<Uint8Array> {
  for (const line of lines) yield encodeText(`${line}\r\n`, 'gbk');
}

function periodOf(date: string): { from: number; until: number } {
  const [year = 0, month = 1, day] = date.split('-').map(Number);
  const at = (y: number, m: number, d: number) => Date.UTC(y, m - 1, d) - 8 * HOUR_MS;
  if (day === undefined) return { from: at(year, month, 1), until: at(year, month + 1, 1) };
  return { from: at(year, month, day), until: at(year, month, day + 1) };
}

/** `2019年09月16日 00:00:00` */
function chinese(epochMs: number): string {
  const [year, month, day] = formatBeijingDate(epochMs).split('-');
  return `${year}年${month}月${day}日${formatBeijing(epochMs).slice(10)}`;
}
