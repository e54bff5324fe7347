import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anOrder } from '../testing/orders.ts';
import { EXPIRY_GRACE_MS, isOverdue, nextCheckAt } from './check-schedule.ts';

const MINUTE = 60_000;

it('asks about a waiting order ever more slowly, but at least every five minutes', () => {
  const intervals = [0, 1, 2, 5, 8, 20].map((checkCount) => nextCheckAt(anOrder({ checkCount }), 0));
  expect(intervals).toEqual([10_000, 16_000, 25_600, 104_858, 5 * MINUTE, 5 * MINUTE]);
});

it('asks in time to close an order that expires', () => {
  const expiresAt = MINUTE;
  expect(nextCheckAt(anOrder({ expiresAt, checkCount: 20 }), 0)).toBe(expiresAt + EXPIRY_GRACE_MS);
  expect(isOverdue(anOrder({ expiresAt }), expiresAt + EXPIRY_GRACE_MS)).toBe(true);
  expect(isOverdue(anOrder({ expiresAt }), expiresAt + EXPIRY_GRACE_MS - 1)).toBe(false);
});

it('goes on asking about an order that could not be closed in time', () => {
  const order = anOrder({ expiresAt: 0, checkCount: 3 });
  expect(nextCheckAt(order, 10 * MINUTE)).toBeGreaterThan(10 * MINUTE);
});

it('asks nothing more of orders that cannot change', () => {
  expect(nextCheckAt(anOrder({ state: 'TRADE_CLOSED' }), 0)).toBeNull();
  expect(nextCheckAt(anOrder({ state: 'TRADE_FINISHED', paidAt: 1 }), 0)).toBeNull();
  expect(nextCheckAt(anOrder({ state: 'TRADE_SUCCESS', paidAt: 1, refundedFen: 999n }), 0)).toBeNull();
});

it('asks a few times whether a wholly refunded order has been closed', () => {
  const refunded = anOrder({ state: 'TRADE_SUCCESS', paidAt: 1, refundedFen: 1000n });
  expect(nextCheckAt(refunded, 0)).toBe(10_000);
  expect(nextCheckAt({ ...refunded, checkCount: 8 }, 0)).toBeNull();
});

it('always sets the next check of a waiting order in the future, and never further off than five minutes', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(100), (now, expiresAt, checkCount) => {
      const next = nextCheckAt(anOrder({ expiresAt, checkCount }), now) ?? 0;
      expect(next).toBeGreaterThan(now);
      expect(next).toBeLessThanOrEqual(now + 5 * MINUTE);
    }),
  );
});
