import { describe, expect, it } from 'vitest';
import { amountOf, type KnownOrder, progressOf } from './order-progress.ts';
import type { TillAnswer } from './till-api.ts';

const known: KnownOrder = { priceFen: 8800n, createdAtMs: 0, nowMs: 60_000, refundedFen: 0n };
const DAY_MS = 24 * 60 * 60 * 1000;

function trade(data: Record<string, unknown>): TillAnswer<Record<string, unknown>> {
  return { ok: true, data: { tradeNo: '2026', totalAmount: '88.00', ...data }, envelope: {} };
}

function refusal(err: string): TillAnswer<Record<string, unknown>> {
  return { ok: false, problem: 'refused', err };
}

describe('an order', () => {
  it('waits while Alipay does not know it: the buyer has not opened the cashier', () => {
    const progress = progressOf(refusal('ACQ.TRADE_NOT_EXIST: 交易不存在'), known);
    expect(progress).toMatchObject({ state: 'waiting', totalFen: 8800n, trade: undefined });
  });

  it('is closed when it never began and its day is over', () => {
    const late = { ...known, nowMs: DAY_MS + 1 };
    expect(progressOf(refusal('ACQ.TRADE_NOT_EXIST'), late)).toMatchObject({ state: 'closed', canRefund: false });
  });

  it.each([
    ['WAIT_BUYER_PAY', null, 'waiting', false],
    ['TRADE_SUCCESS', '2026-01-31 09:31:00', 'paid', true],
    ['TRADE_FINISHED', '2026-01-31 09:31:00', 'paid', false],
    ['TRADE_CLOSED', '2026-01-31 09:31:00', 'refunded', false],
    ['TRADE_CLOSED', null, 'closed', false],
  ])('in %s with payment time %s is %s', (tradeStatus, sendPayDate, state, canRefund) => {
    expect(progressOf(trade({ tradeStatus, sendPayDate }), known)).toMatchObject({ state, canRefund });
  });

  it('keeps what refund answers told until it is refunded whole', () => {
    const some = { ...known, refundedFen: 1200n };
    const sendPayDate = '2026-01-31 09:31:00';
    expect(progressOf(trade({ tradeStatus: 'TRADE_SUCCESS', sendPayDate }), some)).toMatchObject({
      refundedFen: 1200n,
    });
    expect(progressOf(trade({ tradeStatus: 'TRADE_CLOSED', sendPayDate }), some)).toMatchObject({ refundedFen: 8800n });
    expect(progressOf(trade({ tradeStatus: 'TRADE_CLOSED' }), some)).toMatchObject({ refundedFen: 0n });
  });

  it('is in no state at all when the answer does not tell', () => {
    expect(progressOf(trade({ tradeStatus: 'SOMETHING_NEW' }), known)).toMatchObject({ problem: 'unknown' });
    expect(progressOf(trade({}), known)).toMatchObject({ problem: 'unknown' });
    expect(progressOf({ ok: false, problem: 'unreachable', err: 'fetch failed' }, known)).toEqual({
      problem: 'unreachable',
      err: 'fetch failed',
    });
  });
});

it('reads amounts strictly', () => {
  expect(amountOf('12.5')).toBe(1250n);
  for (const value of ['', '-1', '1e2', '0.001', 12, null, undefined]) expect(amountOf(value)).toBeUndefined();
});
