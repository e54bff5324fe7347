import type { BillRows, BillType } from './bill-row.ts';
import {
  type BillDownloadSettings,
  type BillOptions,
  type BillRequest,
  type BillSource,
  downloadBill,
} from './download-bill.ts';
import { type BillExpectation, type BillFile, readBill } from './read-bill.ts';

/** The account's bills. */
export interface Bills {
  /**
   * Downloads a bill and yields what it says, row by row; see {@link downloadBill}.
   *
   * @example
   * for await (const row of alipay.bills.download({ type: 'trade', date: '2026-03-01' })) {
   *   if (row.kind === 'payment') await book(row.outTradeNo, row.receivedFen, row.feeFen);
   * }
   */
  download<Type extends BillType>(request: BillRequest<Type>, options?: BillOptions): AsyncIterable<BillRows[Type]>;
  /**
   * Reads a bill that was downloaded before, from its zip file; see {@link readBill}.
   *
   * @example
   * for await (const row of alipay.bills.read(createReadStream('bill.zip'), { type: 'trade' })) await book(row);
   */
  read<Type extends BillType>(zip: BillFile, expected: BillExpectation<Type>): AsyncIterable<BillRows[Type]>;
}

/** Makes a client's bills. */
export function createBills(source: BillSource, settings: BillDownloadSettings = {}): Bills {
  return {
    download: (request, options) => downloadBill(source, settings, request, options),
    read: readBill,
  };
}
