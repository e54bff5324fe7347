import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@till/alipay/time';
import type { App } from '../apps/app.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import type { BillFault } from '../faults/fault-plan.ts';
import type { Faults } from '../faults/faults.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type StatementLine, statement } from '../ledger/statement.ts';
import { maskedName, type TradeBook } from '../trades/trade-book.ts';
import { encodeLossy } from '../wire/form-text.ts';
import { accountSheet, accountSummarySheet } from './account-bill.ts';
import { printSheet, type Sheet } from './csv.ts';
import type { BillPeriod } from './period.ts';
import { tradeSheet, tradeSummarySheet } from './trade-bill.ts';
import { type TradeRow, tradeRows } from './trade-rows.ts';
import { type ZipEntry, zip } from './zip.ts';

export const BILL_TYPES = ['trade', 'signcustomer'] as const;
export type BillType = (typeof BILL_TYPES)[number];

/** Which bill of whom. */
export interface BillName {
  /** The app that asks for it. */
  readonly appId: string;
  readonly sellerId: string;
  readonly type: BillType;
  readonly period: BillPeriod;
}

interface Parts {
  readonly clock: Clock;
  readonly trades: TradeBook;
  readonly ledger: Ledger;
  readonly buyers: BuyerBook;
  readonly faults: Faults;
}

/** How long a bill's address works. */
const ADDRESS_LIFE_S = 30;

/** The bills that Alipay makes of each day and each month. */
export class BillBook {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** From nine in the morning after, unless the fault plan makes it late. */
  isReady(bill: BillName): boolean {
    return this.#parts.clock.now() >= bill.period.readyAt && !this.#parts.faults.isBillLate(keyOf(bill), bill.appId);
  }

  isEmpty(bill: BillName): boolean {
    return bill.type === 'trade' ? this.tradeRows(bill).length === 0 : this.#lines(bill).length === 0;
  }

  /** A path with everything that is needed to fetch the bill; nobody can make one up. */
  pathOf(bill: BillName, app: App): string {
    const account = accountOf(bill);
    const { type, period } = bill;
    const name = `${account}_${period.digits}.csv.zip`;
    const query = new URLSearchParams({
      bizType: type,
      userId: account,
      fileType: 'csv.zip',
      bizDates: period.digits,
      downloadFileName: name,
      fileId: `/${type}/${account}/${period.digits}.csv.zip`,
      timestamp: String(Math.floor(this.#parts.clock.now() / 1000)),
    });
    query.set('token', tokenOf(query, app));
    return `/downloadBillFile.resource?${query}`;
  }

  /** Whether an address was made by {@link pathOf}, not long ago. */
  isValid(query: URLSearchParams, app: App): boolean {
    const given = Buffer.from(query.get('token') ?? '');
    const signed = new URLSearchParams([...query].filter(([name]) => name !== 'token'));
    const expected = Buffer.from(tokenOf(signed, app));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    const ageS = this.#parts.clock.now() / 1000 - Number(query.get('timestamp'));
    return ageS <= ADDRESS_LIFE_S;
  }

  /** The zip with its two GBK files. */
  file(bill: BillName): Buffer {
    const [detail, summary, word] = bill.type === 'trade' ? this.#tradeSheets(bill) : this.#accountSheets(bill);
    return zip([this.#entry(bill, `${word}明细`, detail), this.#entry(bill, `${word}明细(汇总)`, summary)]);
  }

  tradeRows({ sellerId, period }: BillName): TradeRow[] {
    return tradeRows(this.#parts.trades, sellerId, period);
  }

  #tradeSheets(bill: BillName): [Sheet, Sheet, string] {
    const rows = this.tradeRows(bill);
    const shown = rows.flatMap((row) =>
      this.#strike(bill, `${row.trade.tradeNo} ${row.refund?.outRequestNo ?? ''}`, row),
    );
    return [tradeSheet(shown, (row) => this.#payerOf(row)), tradeSummarySheet(rows), '业务'];
  }

  #accountSheets(bill: BillName): [Sheet, Sheet, string] {
    const lines = this.#lines(bill);
    const shown = lines.flatMap((line) => this.#strike(bill, line.number, line));
    return [accountSheet(shown), accountSummarySheet(lines), '账务'];
  }

  #lines({ sellerId, period }: BillName): StatementLine[] {
    return statement(this.#parts.ledger, sellerId, period);
  }

  /** A row as the fault plan has it: left out, twice, or a fen too much. */
  #strike<R extends { readonly amountFen: bigint }>(bill: BillName, name: string, row: R): R[] {
    const fault: BillFault | undefined = this.#parts.faults.forBillRow(`${keyOf(bill)} ${name}`, bill.appId);
    if (fault === 'missing_row') return [];
    if (fault === 'duplicate_row') return [row, row];
    return fault === 'altered_amount' ? [{ ...row, amountFen: row.amountFen + 1n }] : [row];
  }

  #payerOf({ trade: { payment } }: TradeRow): string {
    if (payment === undefined) return '';
    return `${maskedName(this.#parts.buyers.find(payment.buyerId)?.name ?? '')}(${payment.buyerLogonId})`;
  }

  #entry(bill: BillName, name: string, sheet: Sheet): ZipEntry {
    const account = accountOf(bill);
    const text = printSheet(sheet, account, bill.period, this.#parts.clock.now());
    return {
      name: encodeLossy(`${account}_${bill.period.digits}_${name}.csv`, 'gbk'),
      content: encodeLossy(text, 'gbk'),
    };
  }
}

/** The seller's number with the currency's (156, CNY) behind it: 20 digits. */
function accountOf({ sellerId }: BillName): string {
  return `${sellerId}0156`;
}

function keyOf({ sellerId, type, period }: BillName): string {
  return `${type} ${sellerId} ${period.digits}`;
}

function tokenOf(query: URLSearchParams, app: App): string {
  return createHmac('sha256', app.alipayPrivateKey).update(query.toString()).digest('hex').slice(0, 32);
}
