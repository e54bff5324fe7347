import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundedFen, type Trade, type TradeStatus } from './trade.ts';
import { close, expire, finish, join, pay, refund, refundableUntil } from './transitions.ts';

const START = Date.parse('2026-03-01T10:00:00+08:00');
const HOUR = 3_600_000;
const PAYMENT = { buyerId: '2088', buyerLogonId: 'a***@b.c', channel: 'ALIPAYACCOUNT', at: START } as const;

function waiting(totalFen = 1000n): Trade {
  return {
    tradeNo: '1',
    appId: 'app',
    sellerId: '2088',
    terms: { outTradeNo: 'order', subject: 'tea', totalFen, productCode: 'FAST_INSTANT_TRADE_PAY' },
    contact: { charset: 'utf-8', signType: 'RSA2' },
    status: 'WAIT_BUYER_PAY',
    createdAt: START,
    expiresAt: START + HOUR,
    refunds: [],
  };
}

function paid(totalFen = 1000n): Trade {
  const outcome = pay(waiting(totalFen), PAYMENT);
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome.trade;
}

function refused(outcome: { ok: boolean; refusal?: string }): string | undefined {
  return outcome.ok ? undefined : outcome.refusal;
}

const closed = (): Trade => ({ ...waiting(), status: 'TRADE_CLOSED', closing: { at: START, by: 'merchant' } });
const refunded = (): Trade => {
  const outcome = refund(paid(), { outRequestNo: 'r', amountFen: 1000n }, START);
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome.trade;
};
const finished = (): Trade => ({ ...paid(), status: 'TRADE_FINISHED' });

/** The matrix of Alipay's rules: undefined means that the call succeeds. */
test.each([
  [
    'waiting',
    waiting,
    {
      pay: undefined,
      close: undefined,
      refund: 'TRADE_STATUS_ERROR',
      join: undefined,
      joinOther: 'CONTEXT_INCONSISTENT',
    },
  ],
  [
    'paid',
    paid,
    {
      pay: 'TRADE_HAS_SUCCESS',
      close: 'TRADE_STATUS_ERROR',
      refund: undefined,
      join: 'TRADE_HAS_SUCCESS',
      joinOther: 'CONTEXT_INCONSISTENT',
    },
  ],
  [
    'closed unpaid',
    closed,
    {
      pay: 'TRADE_HAS_CLOSE',
      close: 'TRADE_STATUS_ERROR',
      refund: 'TRADE_HAS_CLOSE',
      join: 'TRADE_HAS_CLOSE',
      joinOther: 'TRADE_HAS_CLOSE',
    },
  ],
  [
    'wholly refunded',
    refunded,
    {
      pay: 'TRADE_HAS_CLOSE',
      close: 'TRADE_STATUS_ERROR',
      refund: 'REASON_TRADE_REFUND_FEE_ERR',
      join: 'TRADE_HAS_CLOSE',
      joinOther: 'TRADE_HAS_CLOSE',
    },
  ],
  [
    'finished',
    finished,
    {
      pay: 'TRADE_HAS_SUCCESS',
      close: 'TRADE_STATUS_ERROR',
      refund: 'TRADE_HAS_FINISHED',
      join: 'TRADE_HAS_SUCCESS',
      joinOther: 'CONTEXT_INCONSISTENT',
    },
  ],
] as const)('what may become of a %s trade', (_name, make, expected) => {
  const trade = make();
  expect({
    pay: refused(pay(trade, PAYMENT)),
    close: refused(close(trade, START)),
    refund: refused(refund(trade, { outRequestNo: 'new', amountFen: 1n }, START)),
    join: refused(join(trade, trade.terms, trade.contact)),
    joinOther: refused(join(trade, { ...trade.terms, totalFen: 1n }, trade.contact)),
  }).toEqual(expected);
});

test('a further request for the same goods moves the addresses, one with another subject is refused', () => {
  const contact = { charset: 'utf-8', signType: 'RSA2', notifyUrl: 'http://new.example/' } as const;
  const joined = join(waiting(), waiting().terms, contact);
  expect(joined.ok && joined.trade.contact.notifyUrl).toBe('http://new.example/');
  expect(refused(join(waiting(), { ...waiting().terms, subject: 'coffee' }, contact))).toBe('CONTEXT_INCONSISTENT');
});

test('nobody pays at or after the expiry, and the trade closes then and not before', () => {
  const trade = waiting();
  expect(refused(pay(trade, { ...PAYMENT, at: trade.expiresAt }))).toBe('TRADE_HAS_CLOSE');
  expect(expire(trade, trade.expiresAt - 1)).toBeUndefined();
  expect(expire(trade, trade.expiresAt)).toMatchObject({ status: 'TRADE_CLOSED', closing: { by: 'expiry' } });
  expect(expire(paid(), trade.expiresAt)).toBeUndefined();
});

test('a refund without a number is the whole trade or nothing', () => {
  expect(refused(refund(paid(), { amountFen: 999n }, START))).toBe('REFUND_AMT_NOT_EQUAL_TOTAL');
  const whole = refund(paid(), { amountFen: 1000n }, START);
  expect(whole.ok && [whole.refund.outRequestNo, whole.trade.status]).toEqual(['order', 'TRADE_CLOSED']);
});

test('the same refund again moves nothing, the same number with another amount is refused', () => {
  const first = refund(paid(), { outRequestNo: 'r', amountFen: 300n }, START);
  if (!first.ok) throw new Error(first.refusal);
  const again = refund(first.trade, { outRequestNo: 'r', amountFen: 300n }, START + 1);
  expect(again).toMatchObject({ ok: true, moved: false, refund: { at: START } });
  expect(refused(refund(first.trade, { outRequestNo: 'r', amountFen: 301n }, START))).toBe('DISCORDANT_REPEAT_REQUEST');
  expect(refused(refund(first.trade, { outRequestNo: 's', amountFen: 701n }, START))).toBe(
    'REASON_TRADE_REFUND_FEE_ERR',
  );
});

test('the window for refunds closes twelve months after the payment', () => {
  const until = refundableUntil({ ...PAYMENT, at: Date.parse('2028-02-29T12:00:00+08:00') });
  expect(new Date(until).toISOString()).toBe('2029-02-28T04:00:00.000Z');
  const end = refundableUntil(PAYMENT);
  expect(finish(paid(), end - 1)).toBeUndefined();
  expect(finish(paid(), end)?.status).toBe('TRADE_FINISHED');
  expect(finish(waiting(), end)).toBeUndefined();
});

type Step = { kind: 'pay' | 'close' | 'expire' | 'finish' | 'join' } | { kind: 'refund'; no: string; amount: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('pay', 'close', 'expire', 'finish', 'join') }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('refund'),
      no: fc.constantFrom('a', 'b', 'c', 'd'),
      amount: fc.integer({ min: 1, max: 1200 }),
    }),
  },
);

function take(trade: Trade, taken: Step, at: number): Trade {
  switch (taken.kind) {
    case 'expire':
      return expire(trade, at) ?? trade;
    case 'finish':
      return finish(trade, at) ?? trade;
    case 'refund':
      return next(refund(trade, { outRequestNo: taken.no, amountFen: BigInt(taken.amount) }, at), trade);
    case 'pay':
      return next(pay(trade, { ...PAYMENT, at }), trade);
    case 'close':
      return next(close(trade, at), trade);
    case 'join':
      return next(join(trade, trade.terms, trade.contact), trade);
  }
}

function next(outcome: { ok: true; trade: Trade } | { ok: false }, trade: Trade): Trade {
  return outcome.ok ? outcome.trade : trade;
}

const RANK: Record<TradeStatus, number> = { WAIT_BUYER_PAY: 0, TRADE_SUCCESS: 1, TRADE_CLOSED: 2, TRADE_FINISHED: 2 };

test('no sequence of events moves a trade back, pays it twice, or refunds more than was paid', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.integer({ min: 0, max: 400 * 24 * HOUR })), { maxLength: 30 }), (steps) => {
      let trade = waiting();
      let now = START;
      for (const [taken, wait] of steps) {
        now += wait % (taken.kind === 'finish' ? 400 * 24 * HOUR : HOUR / 4);
        const before = trade;
        trade = take(before, taken, now);
        expect(RANK[trade.status]).toBeGreaterThanOrEqual(RANK[before.status]);
        if (RANK[before.status] === 2) expect(trade).toEqual(before);
        if (before.payment !== undefined) expect(trade.payment).toEqual(before.payment);
        expect(trade.refunds.slice(0, before.refunds.length)).toEqual(before.refunds);
        expect(refundedFen(trade)).toBeLessThanOrEqual(trade.payment === undefined ? 0n : trade.terms.totalFen);
        expect(new Set(trade.refunds.map((one) => one.outRequestNo)).size).toBe(trade.refunds.length);
        if (trade.status === 'TRADE_SUCCESS') expect(refundedFen(trade)).toBeLessThan(trade.terms.totalFen);
      }
    }),
    { numRuns: 500 },
  );
});
