import { expect, test } from 'vitest';
import type { Coupon } from '../coupons/coupon.ts';
import { put, Records } from './records.ts';
import { memoryStore } from './store.ts';

const COUPON: Coupon = { id: '1', buyerId: 'anna', channel: 'COUPON', name: 'x', amountFen: 1n, leastFen: 0n };

test('what could not be written down has not happened', () => {
  const full = () => {
    throw new Error('the disk is full');
  };
  const records = new Records({ ...memoryStore, write: full });
  const byBuyer = records.indexBy('coupon', ({ buyerId }) => [buyerId]);
  expect(() => records.commit(put('coupon', '1', COUPON))).toThrow('the disk is full');
  expect(records.count('coupon')).toBe(0);
  expect([...byBuyer.of('anna')]).toEqual([]);
});
