import { AlipayBillError } from './bill-error.ts';
import type { AccountSummary, AccountTotals, BillRow, TradeSummary, TradeTotals } from './bill-row.ts';

/** What is counted, in Alipay's words. */
type Counts = Readonly<Record<string, number>>;

/**
 * Compares the counts of rows in a bill's details with those in its summary. Their amounts are not compared: Alipay does
 * not say which of them include refunds.
 */
export class SummaryCheck {
  readonly #inDetails = new Map<string, number>();
  #inSummary: Counts = {};

  add(row: BillRow): void {
    if (row.kind === 'summary') this.#inSummary = summaryCounts(row);
    if (row.kind !== 'totals') return;
    // A large bill may have its details in several files.
    for (const [name, count] of Object.entries(detailCounts(row))) {
      this.#inDetails.set(name, (this.#inDetails.get(name) ?? 0) + count);
    }
  }

  /** @throws {AlipayBillError} if the counts differ. */
  finish(): void {
    for (const [name, stated] of Object.entries(this.#inSummary)) {
      const counted = this.#inDetails.get(name) ?? 0;
      if (counted === stated) continue;
      const problem = `The bill's summary states ${name} ${stated}, but its details have ${counted}.`;
      throw new AlipayBillError('inconsistent', problem);
    }
  }
}

function detailCounts(row: TradeTotals | AccountTotals): Counts {
  return 'payments' in row
    ? { 交易: row.payments.count, 退款: row.refunds.count }
    : { 收入: row.income.count, 支出: row.expense.count };
}

function summaryCounts(row: TradeSummary | AccountSummary): Counts {
  return 'paymentCount' in row
    ? { 交易: row.paymentCount, 退款: row.refundCount }
    : { 收入: row.incomeCount, 支出: row.expenseCount };
}
