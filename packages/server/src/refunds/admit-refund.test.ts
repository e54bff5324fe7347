import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anOrder } from '../testing/orders.ts';
import { admitRefund } from './admit-refund.ts';
import { settleDelayMs } from './check-schedule.ts';
import type { Refund, RefundState } from './refund.ts';
import { deriveRequestNo } from './request-number.ts';

const paid = anOrder({ state: 'TRADE_SUCCESS', paidAt: 1, tradeNo: 'trade-1' });

function aRefund(requestNo: string, amountFen: bigint, state: RefundState): Refund {
  const rest = { leasedUntil: null, problem: null, answer: null, answerBody: null };
  return { id: 1n, appId: 1n, orderId: 1n, requestNo, amountFen, state, attempts: 1, ...rest };
}

it('lets a part, and then the rest, of a paid order be refunded', () => {
  expect(admitRefund(paid, [], { requestNo: 'a', amountFen: 400n })).toEqual({ kind: 'ask', failed: undefined });
  const first = aRefund('a', 400n, 'SUCCEEDED');
  expect(admitRefund(paid, [first], { requestNo: 'b', amountFen: 600n })).toMatchObject({ kind: 'ask' });
});

it('refuses more than is left, with the sums', () => {
  const refunds = [aRefund('a', 400n, 'SUCCEEDED'), aRefund('b', 500n, 'UNKNOWN')];
  expect(admitRefund(paid, refunds, { requestNo: 'c', amountFen: 101n })).toEqual({
    kind: 'refused',
    reason: 'a refund of 1.01 is more than is left: 10.00 paid, 4.00 refunded, 5.00 undecided, 1.00 left.',
  });
});

it('refuses to refund an order that is not paid', () => {
  expect(admitRefund(anOrder(), [], { requestNo: 'a', amountFen: 1n })).toMatchObject({ kind: 'refused' });
  const closed = anOrder({ state: 'TRADE_CLOSED', closedAt: 1 });
  expect(admitRefund(closed, [], { requestNo: 'a', amountFen: 1n })).toMatchObject({ kind: 'refused' });
});

it('lets a payment that came after the order had been closed be refunded', () => {
  const late = anOrder({ state: 'TRADE_CLOSED', closedAt: 1, latePaidAt: 2 });
  expect(admitRefund(late, [], { requestNo: 'a', amountFen: 1000n })).toMatchObject({ kind: 'ask' });
});

it('knows the same refund again by its number, whatever has become of it', () => {
  const again = { requestNo: 'a', amountFen: 1000n };
  const kinds = (['SUCCEEDED', 'UNKNOWN', 'FAILED'] as const).map(
    (state) => admitRefund(paid, [aRefund('a', 1000n, state)], again).kind,
  );
  expect(kinds).toEqual(['done', 'undecided', 'ask']);
});

it('refuses a known number with another amount, naming both', () => {
  const result = admitRefund(paid, [aRefund('a', 1000n, 'SUCCEEDED')], { requestNo: 'a', amountFen: 999n });
  expect(result).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/10\.00 instead of 9\.99/) });
});

it('checks the sum again before a failed refund is tried again', () => {
  const refunds = [aRefund('a', 600n, 'FAILED'), aRefund('b', 600n, 'SUCCEEDED')];
  expect(admitRefund(paid, refunds, { requestNo: 'a', amountFen: 600n })).toMatchObject({ kind: 'refused' });
});

it('never reserves more than was paid, by any sequence of refunds, outcomes and repetitions', () => {
  const step = fc.record({
    requestNo: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    amountFen: fc.bigInt(1n, 1100n),
    becomes: fc.constantFrom<RefundState>('SUCCEEDED', 'UNKNOWN', 'FAILED'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const book = new Map<string, Refund>();
      for (const { requestNo, amountFen, becomes } of steps) {
        const admission = admitRefund(paid, [...book.values()], { requestNo, amountFen });
        if (admission.kind === 'undecided') book.set(requestNo, { ...admission.refund, state: becomes });
        if (admission.kind === 'ask') book.set(requestNo, aRefund(requestNo, amountFen, becomes));
        const held = [...book.values()].filter((refund) => refund.state !== 'FAILED');
        expect(held.reduce((sum, refund) => sum + refund.amountFen, 0n)).toBeLessThanOrEqual(paid.amountFen);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('derives the same request number from the same app, order and amount only', () => {
  const refund = { appId: 1n, orderNo: 'order-1', amountFen: 100n };
  const same = deriveRequestNo(refund);
  expect(same).toMatch(/^r[0-9a-f]{40}$/);
  expect(deriveRequestNo({ ...refund })).toBe(same);
  const others = [
    { ...refund, appId: 2n },
    { ...refund, orderNo: 'order-2' },
    { ...refund, amountFen: 101n },
  ];
  for (const other of others) expect(deriveRequestNo(other)).not.toBe(same);
});

it('settles an undecided refund after 5 s, then ever more slowly, at least every hour', () => {
  expect([1, 2, 3, 30].map(settleDelayMs)).toEqual([5_000, 10_000, 20_000, 3_600_000]);
});
