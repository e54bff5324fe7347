import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Authorization, cancellation, close, freeze, release, restFen, total } from './authorization.ts';

const START = Date.parse('2026-03-01T10:00:00+08:00');
const BUYER = { id: '2088002100000011', logonId: 'lil***@example.com' };

function waiting(amountFen: bigint): Authorization {
  return {
    ...{ authNo: '1', appId: 'a', sellerId: 's', outOrderNo: 'o', title: 't', status: 'INIT' },
    contact: { charset: 'utf-8', signType: 'RSA2' },
    operations: [{ operationId: '0', outRequestNo: 'f', type: 'FREEZE', amountFen, status: 'INIT', createdAt: START }],
    createdAt: START,
    expiresAt: START + 900_000,
  };
}

const step = fc.record({
  type: fc.constantFrom('freeze', 'UNFREEZE', 'PAY', 'close'),
  number: fc.integer({ min: 0, max: 5 }),
  amountFen: fc.bigInt({ min: 1n, max: 60n }),
});

test('no sequence of steps takes or returns more than was frozen, or moves a finished authorisation', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let now = waiting(100n);
      for (const { type, number, amountFen } of steps) {
        const before = now;
        if (type === 'freeze') {
          const frozen = freeze(now, 'ALIPAYACCOUNT', BUYER, START + 1);
          now = frozen.ok ? frozen.authorization : now;
        } else if (type === 'close') {
          now = cancellation(now, START) === 'close' ? close(now) : now;
        } else {
          const request = { operationId: `${number}`, outRequestNo: `${number}`, amountFen };
          const released = release(now, type, request, START + 2);
          now = released.ok ? released.authorization : now;
        }
        expect(restFen(now)).toBeGreaterThanOrEqual(0n);
        expect(total(now, 'UNFREEZE') + total(now, 'PAY')).toBeLessThanOrEqual(100n);
        if (before.status === 'FINISH' || before.status === 'CLOSED') expect(now).toEqual(before);
        expect(now.status === 'FINISH').toBe(total(now, 'FREEZE') > 0n && restFen(now) === 0n);
      }
    }),
  );
});

test('a step is known by its number: again it changes nothing, with another amount it is refused', () => {
  const frozen = freeze(waiting(100n), 'BANKCARD', BUYER, START + 1);
  if (!frozen.ok) throw new Error(frozen.refusal);
  const request = { operationId: '1', outRequestNo: 'u', amountFen: 40n };
  const first = release(frozen.authorization, 'UNFREEZE', request, START + 2);
  if (!first.ok) throw new Error(first.refusal);
  const again = release(first.authorization, 'UNFREEZE', { ...request, operationId: '2' }, START + 3);
  expect(again).toMatchObject({ ok: true, moved: false, operation: { operationId: '1' } });
  expect(release(first.authorization, 'UNFREEZE', { ...request, amountFen: 41n }, START + 3)).toEqual({
    ok: false,
    refusal: 'UNIQUE_VIOLATION',
  });
  expect(cancellation(first.authorization, START + 4)).toBe('REQUEST_AMOUNT_EXCEED');
});

test('nobody freezes after the time to confirm is over', () => {
  expect(freeze(waiting(100n), 'BANKCARD', BUYER, START + 900_000)).toMatchObject({ refusal: 'ORDER_ALREADY_CLOSED' });
});
