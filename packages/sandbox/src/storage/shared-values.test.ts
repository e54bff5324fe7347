import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Coupon } from '../coupons/coupon.ts';
import { put, Records } from './records.ts';
import { SharedValues } from './shared-values.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { readStateFile, writeStateFile } from './state-file.ts';
import { memoryStore } from './store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-shared-'));
});
afterAll(() => rm(folder, { recursive: true }));

const HELD = 500;
/** Put together from two, so that the test's own code does not count. */
const nameOf = (way: string) => [way, 'x'.repeat(50)].join(' ');

function hold(records: Records, way: string): void {
  for (let number = 0; number < HELD; number++) {
    const coupon = { id: `${number}`, buyerId: 'anna', channel: 'COUPON', amountFen: 1n, leastFen: 0n } as const;
    records.commit(put('coupon', coupon.id, { ...coupon, name: JSON.parse(`"${nameOf(way)}"`) }));
  }
}

test.each([
  ['as it happens', () => new Records(memoryStore)],
  ['from a data file', readAgain],
  ['from a state file', loadAgain],
])('what five hundred records say alike is in memory once: %s', async (way, held) => {
  const records = await held(way);
  if (records.count('coupon') === 0) hold(records, way);
  expect(new Set([...records.all('coupon')].map(({ name }: Coupon) => name))).toEqual(new Set([nameOf(way)]));
  const alike = (await stringsInMemory()).filter((one) => one === nameOf(way));
  expect(alike.length).toBeLessThan(10);
  expect(records.count('coupon')).toBe(HELD);
});

function readAgain(way: string): Records {
  const path = join(folder, 'shared.db');
  const first = new Records(openSqliteStore(path));
  hold(first, way);
  first.close();
  return new Records(openSqliteStore(path));
}

async function loadAgain(way: string): Promise<Records> {
  const path = join(folder, 'shared.jsonl');
  const first = new Records(memoryStore);
  hold(first, way);
  await writeStateFile(path, first.changes(), 0);
  const second = new Records(memoryStore);
  second.restore(readStateFile(path).records);
  return second;
}

test('a record says the same as before, at any depth', () => {
  const shared = new SharedValues();
  const record = () => ({ a: 'x', b: 5n, c: { d: ['x', null, { e: 5n }], f: 1.5, g: true } });
  const [first, second] = [record(), record()];
  shared.share(first);
  shared.share(second);
  expect([first, second]).toEqual([record(), record()]);
});

test('a frozen record stays as it is', () => {
  const record = Object.freeze({ name: 'x' });
  new SharedValues().share(record);
  expect(record).toEqual({ name: 'x' });
});

async function stringsInMemory(): Promise<string[]> {
  const { snapshot, nodes, strings } = JSON.parse(await text(getHeapSnapshot())) as {
    snapshot: { meta: { node_fields: string[]; node_types: [string[]] } };
    nodes: number[];
    strings: string[];
  };
  const { node_fields, node_types } = snapshot.meta;
  const isString = node_types[0].indexOf('string');
  const found: string[] = [];
  for (let at = 0; at < nodes.length; at += node_fields.length) {
    if (nodes[at] === isString) found.push(strings[nodes[at + node_fields.indexOf('name')] ?? 0] ?? '');
  }
  return found;
}
