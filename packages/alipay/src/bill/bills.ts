import type { BillRows, BillType } from './bill-row.ts';
import {
  type BillDownloadSettings,
  type BillOptions,
  type BillRequest,
  type BillSource,
  downloadBill,
} from './download-bill.ts';
import { type BillExpectation, readBill } from './read-bill.ts';

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
  /** Reads a bill that was downloaded before, from the bytes of its zip file; see {@link readBill}. */
  read<Type extends BillType>(
    zip: AsyncIterable<Uint8Array>,
    expected: BillExpectation<Type>,
  ): AsyncIterable<BillRows[Type]>;
}

/** Makes a client's bills. */
export function createBills(source: BillSource, settings: BillDownloadSettings = {}): Bills {
  return {
    download: (request, options) => downloadBill(source, settings, request, options),
    read: readBill,
  };
}
