export { AlipayBillError, type BillProblem } from './bill-error.ts';
export type {
  AccountRow,
  AccountSummary,
  AccountTotals,
  BillHeader,
  BillRow,
  BillRows,
  BillType,
  TradeRow,
  TradeSummary,
  TradeTotals,
} from './bill-row.ts';
export { type Bills, createBills } from './bills.ts';
export type { BillDownloadSettings, BillFetch, BillOptions, BillRequest, BillSource } from './download-bill.ts';
export { type BillExpectation, type BillFile, readBill } from './read-bill.ts';
