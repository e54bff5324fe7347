import { expect, test } from 'vitest';
import { Records } from '../storage/records.ts';
import { memoryStore } from '../storage/store.ts';
import type { FaultPlan } from './fault-plan.ts';
import { Faults } from './faults.ts';

function faultsOf(plan: FaultPlan): Faults {
  const faults = new Faults(new Records(memoryStore));
  faults.set(plan);
  return faults;
}

const rows = Array.from({ length: 400 }, (_, index) => `2026-01-31 trade ${index}`);

test('each row meets the same fate however often its bill is fetched, and another one under another seed', () => {
  const plan: FaultPlan = { seed: 7, bill: [{ kind: 'missing_row', p: 0.25 }] };
  const faults = faultsOf(plan);
  const fates = rows.map((row) => faults.forBillRow(row, 'app'));
  expect(
    [...rows]
      .reverse()
      .map((row) => faults.forBillRow(row, 'app'))
      .reverse(),
  ).toEqual(fates);
  const missing = fates.filter((kind) => kind === 'missing_row').length;
  expect(missing).toBeGreaterThan(60);
  expect(missing).toBeLessThan(140);
  expect(rows.map((row) => faultsOf({ ...plan, seed: 8 }).forBillRow(row, 'app'))).not.toEqual(fates);
});

test('the first rule that fires counts, and lateness is not a matter of rows', () => {
  const faults = faultsOf({
    bill: [
      { kind: 'late', p: 1 },
      { kind: 'duplicate_row', p: 1 },
      { kind: 'altered_amount', p: 1 },
    ],
  });
  expect(faults.forBillRow('row', 'app')).toBe('duplicate_row');
  expect(faults.isBillLate('bill', 'app')).toBe(true);
});

test('without a plan bills are as they should be', () => {
  const faults = faultsOf({});
  expect([faults.forBillRow('row', 'app'), faults.isBillLate('bill', 'app')]).toEqual([undefined, false]);
});

test('a rule for one app leaves the bills of others alone', () => {
  const faults = faultsOf({
    bill: [
      { app_id: 'mine', kind: 'missing_row', p: 1 },
      { app_id: 'mine', kind: 'late', p: 1 },
    ],
  });
  expect([faults.forBillRow('row', 'mine'), faults.isBillLate('bill', 'mine')]).toEqual(['missing_row', true]);
  expect([faults.forBillRow('row', 'other'), faults.isBillLate('bill', 'other')]).toEqual([undefined, false]);
});
