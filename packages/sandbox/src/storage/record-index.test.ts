import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Coupon } from '../coupons/coupon.ts';
import { put, type RecordChange, Records, remove } from './records.ts';
import { memoryStore } from './store.ts';

const coupon = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4'),
    buyerId: fc.constantFrom('anna', 'ben'),
    amountFen: fc.bigInt({ min: 1n, max: 9n }),
    isUsed: fc.boolean(),
  })
  .map(
    ({ isUsed, ...own }): Coupon => ({
      ...{ ...own, channel: 'COUPON', name: 'x', leastFen: 0n },
      ...(isUsed ? { usedFor: 'trade' } : {}),
    }),
  );

const step = fc.oneof(
  coupon.map((one) => put('coupon', one.id, one)),
  fc.constantFrom('1', '2', '3', '4').map((id) => remove('coupon', id)),
  fc.constant('forget' as const),
);

function take(records: Records, change: RecordChange | 'forget'): void {
  if (change === 'forget') records.forget(['coupon']);
  else records.commit(change);
}

test('whatever is written, removed and forgotten, an index and a sum tell what going through all records would', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(step), (before, after) => {
      const records = new Records(memoryStore);
      for (const change of before) take(records, change);
      const unused = records.indexBy('coupon', ({ buyerId, usedFor }) => (usedFor === undefined ? [buyerId] : []));
      const worth = records.tally('coupon', ({ buyerId, amountFen }) => [[buyerId, amountFen]]);
      for (const change of after) take(records, change);
      for (const buyer of ['anna', 'ben']) {
        const own = [...records.all('coupon')].filter(({ buyerId }) => buyerId === buyer);
        const byId = (a: Coupon, b: Coupon) => a.id.localeCompare(b.id);
        const expected = own.filter(({ usedFor }) => usedFor === undefined).sort(byId);
        expect([...unused.of(buyer)].sort(byId)).toEqual(expected);
        expect(worth.of(buyer)).toBe(own.reduce((sum, { amountFen }) => sum + amountFen, 0n));
      }
    }),
  );
});
