import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { readBill } from '@till/alipay';
import { testBillFiles, zip } from '@till/alipay/testing';
import type { Measurement } from './measure.ts';

const BLOCK_ROWS = 1000;
const BLOCKS = 1000;
const ROUNDS = 3;
const AGAINST = 'unpacking and splitting the bytes';

/** Reads a bill of a million rows: how fast, and in how much memory, beside merely unpacking its bytes. */
export async function measureBills(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-bills-'));
  try {
    const path = join(folder, 'bill.zip');
    await pipeline(zip([{ name: Buffer.from('bill.csv'), data: bigBill() }]), createWriteStream(path));
    const plain: Run[] = [];
    const typed: Run[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      plain.push(await measured(plainly, path));
      typed.push(await measured(rowByRow, path));
    }
    return [compared('rows', rate(plain), 'ops/s', rate(plain), AGAINST), ...comparisons(plain, typed)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Run {
  readonly rowsPerSecond: number;
  /** How much more memory the process held at its highest than before. */
  readonly peakMb: number;
}

function comparisons(plain: readonly Run[], typed: readonly Run[]): Measurement[] {
  const memory = (runs: readonly Run[]) => Math.max(...runs.map(({ peakMb }) => peakMb));
  return [
    compared('a million typed rows', rate(typed), 'ops/s', rate(plain), AGAINST),
    compared('peak memory above the start', memory(typed), 'MB', memory(plain), AGAINST),
  ];
}

function compared(name: string, value: number, unit: 'ops/s' | 'MB', limit: number, against: string): Measurement {
  const ratio = Math.round((value / limit) * 1000) / 1000;
  return { suite: 'bills', name, value: Math.round(value), unit, against, ratio };
}

function rate(runs: readonly Run[]): number {
  return Math.max(...runs.map(({ rowsPerSecond }) => rowsPerSecond));
}

async function measured(read: (path: string, tick: () => void) => Promise<number>, path: string): Promise<Run> {
  const startBytes = process.memoryUsage.rss();
  let peakBytes = startBytes;
  const start = performance.now();
  const rows = await read(path, () => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  });
  if (rows < BLOCK_ROWS * BLOCKS) throw new Error(`The benchmark read ${rows} rows of its own bill.`);
  const rowsPerSecond = rows / ((performance.now() - start) / 1000);
  return { rowsPerSecond, peakMb: (peakBytes - startBytes) / 1024 ** 2 };
}

/** What cannot be done without: unpack, and find the ends of the lines. */
async function plainly(path: string, tick: () => void): Promise<number> {
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  // Behind the local header: 30 bytes and the name.
  createReadStream(path, { start: 30 + 'bill.csv'.length }).pipe(inflate);
  let rows = 0;
  let chunks = 0;
  for await (const chunk of inflate) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
    if (chunks++ % 100 === 0) tick();
  }
  return rows;
}

async function rowByRow(path: string, tick: () => void): Promise<number> {
  let rows = 0;
  for await (const row of readBill(createReadStream(path), { type: 'trade' })) {
    if (row.kind !== 'payment') continue;
    if (rows++ % 10_000 === 0) tick();
  }
  return rows;
}

/** A bill's CSV: one block of rows a thousand times over, with the totals that they make. */
function* bigBill(): Generator<Uint8Array> {
  const createdAt = Date.UTC(2026, 2, 1, 2);
  const rows = Array.from({ length: BLOCK_ROWS }, (_, index) => ({
    ...{ kind: 'payment' as const, tradeNo: `20260301220014530305${String(index).padStart(8, '0')}` },
    ...{ outTradeNo: `T${index}`, totalFen: 8888n, feeFen: -53n, subject: '龙井茶 Longjing tea 250 g', remark: '两盒' },
    ...{
      createdAt: createdAt + index * 1000,
      finishedAt: createdAt + index * 2000,
      counterparty: '*三(602***@qq.com)',
    },
  }));
  const [details] = testBillFiles({ type: 'trade', date: '2026-03-01', rows });
  const lines = [...((details?.data ?? []) as Iterable<Uint8Array>)];
  const head = lines.slice(0, 5);
  const foot = lines.slice(5 + BLOCK_ROWS).map((line) => Buffer.from(line).toString('latin1'));
  const block = Buffer.concat(lines.slice(5, 5 + BLOCK_ROWS));
  yield* head;
  for (let count = 0; count < BLOCKS; count++) yield block;
  const total = foot.join('').replace(/1000(.{2,30}?)88880\.00/, `${BLOCK_ROWS * BLOCKS}$188880000.00`);
  yield Buffer.from(total, 'latin1');
}
