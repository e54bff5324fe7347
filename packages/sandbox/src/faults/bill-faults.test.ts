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
  const fates = rows.map((row) => faults.forBillRow(row));
  expect(
    [...rows]
      .reverse()
      .map((row) => faults.forBillRow(row))
      .reverse(),
  ).toEqual(fates);
  const missing = fates.filter((kind) => kind === 'missing_row').length;
  expect(missing).toBeGreaterThan(60);
  expect(missing).toBeLessThan(140);
  expect(rows.map((row) => faultsOf({ ...plan, seed: 8 }).forBillRow(row))).not.toEqual(fates);
});

test('the first rule that fires counts, and lateness is not a matter of rows', () => {
  const faults = faultsOf({
    bill: [
      { kind: 'late', p: 1 },
      { kind: 'duplicate_row', p: 1 },
      { kind: 'altered_amount', p: 1 },
    ],
  });
  expect(faults.forBillRow('row')).toBe('duplicate_row');
  expect(faults.isBillLate('bill')).toBe(true);
});

test('without a plan bills are as they should be', () => {
  const faults = faultsOf({});
  expect([faults.forBillRow('row'), faults.isBillLate('bill')]).toEqual([undefined, false]);
});
