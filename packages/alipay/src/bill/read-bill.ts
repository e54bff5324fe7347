import { decodeText } from '../charset/index.ts';
import { accountRows } from './account-rows.ts';
import type { BillColumns } from './bill-columns.ts';
import { AlipayBillError } from './bill-error.ts';
import { type RowReader, readBillFile } from './bill-file.ts';
import type { BillHeader, BillRows, BillType } from './bill-row.ts';
import { ByteSource } from './byte-source.ts';
import { SummaryCheck } from './summary-check.ts';
import { accountSummary, tradeSummary } from './summary-rows.ts';
import { tradeRows } from './trade-rows.ts';
import { unzip, type ZipEntry } from './unzip.ts';

/** What a bill is expected to be, and how large it may get. */
export interface BillExpectation<Type extends BillType> {
  readonly type: Type;
  /** When its period begins, as epoch milliseconds. Any, if not given. */
  readonly from?: number | undefined;
  /** The seller's `2088...` number. Any, if not given. */
  readonly sellerId?: string | undefined;
  /** The most bytes of the packed file. Default 1 GiB. */
  readonly packedBytesMax?: number | undefined;
  /** The most bytes of the unpacked files together. Default 8 GiB. */
  readonly bytesMax?: number | undefined;
}

const GIB = 1024 ** 3;

type Detail = 'details' | 'summary';
type Readers = {
  [Type in BillType]: Record<Detail, (columns: BillColumns) => RowReader<BillRows[Type], BillRows[Type] | undefined>>;
};

const READERS: Readers = {
  trade: { details: tradeRows, summary: tradeSummary },
  signcustomer: { details: accountRows, summary: accountSummary },
};

const TITLES: Readonly<Record<BillType, RegExp>> = {
  trade: /^业务(明细|汇总)$/,
  signcustomer: /^(?:账务|财务)(明细|汇总)$/,
};

/** A bill's zip file: its bytes as they come, or all of them. */
export type BillFile = AsyncIterable<Uint8Array> | Uint8Array;

/**
 * Reads a bill from the bytes of its zip file, row by row; from a stream in constant memory.
 *
 * What can only be known at the end is checked at the end: that the file is whole, and that its totals fit its rows. So
 * rows count only once the iteration has ended without an error.
 * @throws {AlipayBillError}
 */
export async function* readBill<Type extends BillType>(
  zip: BillFile,
  expected: BillExpectation<Type>,
): AsyncGenerator<BillRows[Type]> {
  const pieces = zip instanceof Uint8Array ? inOnePiece(zip) : zip;
  for await (const rows of readHandfuls(pieces, expected)) yield* rows;
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** As {@link readBill}, by the handful: a promise for every row would cost more than reading it. */
async function* readHandfuls<Type extends BillType>(
  zip: AsyncIterable<Uint8Array>,
  expected: BillExpectation<Type>,
): AsyncGenerator<BillRows[Type][]> {
  const source = new ByteSource(zip, expected.packedBytesMax ?? GIB);
  const summary = new SummaryCheck();
  let details = 0;
  try {
    for await (const entry of unzip(source, expected.bytesMax ?? 8 * GIB)) {
      for await (const rows of readEntry(entry, expected)) {
        for (const row of rows) {
          if (row.kind === 'header' && row.title.endsWith('明细')) details++;
          summary.add(row);
        }
        yield rows;
      }
    }
    if (details === 0) throw new AlipayBillError('foreign', 'The file is not a bill: it has no 明细, only a summary.');
    summary.finish();
  } finally {
    await source.close();
  }
}

async function* readEntry<Type extends BillType>(
  entry: ZipEntry,
  expected: BillExpectation<Type>,
): AsyncGenerator<BillRows[Type][]> {
  try {
    for await (const read of readBillFile(entry.data, (title, columns) => readerFor(expected.type, title, columns))) {
      const rows = read.filter((row) => row !== undefined);
      for (const row of rows) if (row.kind === 'header') checkHeader(row, expected);
      yield rows;
    }
  } catch (error) {
    if (!(error instanceof AlipayBillError)) throw error;
    throw new AlipayBillError(error.reason, `${decodeText(entry.name, 'gbk')}: ${error.message}`, error);
  }
}

function readerFor<Type extends BillType>(type: Type, title: string, columns: BillColumns) {
  const detail = TITLES[type].exec(title)?.[1];
  if (detail === undefined) {
    throw new AlipayBillError('foreign', `The file is a bill of another type: ${title}, not ${type}.`);
  }
  return READERS[type][detail === '明细' ? 'details' : 'summary'](columns);
}

function checkHeader(header: BillHeader, { from, sellerId }: BillExpectation<BillType>): void {
  if (from !== undefined && header.from !== from) {
    const began = new Date(header.from).toISOString();
    throw new AlipayBillError('foreign', `The bill is of another time: it begins at ${began}.`);
  }
  if (sellerId !== undefined && !header.account.startsWith(sellerId)) {
    throw new AlipayBillError('foreign', `The bill is of another account, ${header.account}.`);
  }
}
