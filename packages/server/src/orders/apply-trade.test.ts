import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventType } from '../events/event.ts';
import { anOrder, tradeFacts } from '../testing/orders.ts';
import { applyTrade } from './apply-trade.ts';
import { closeUnpaid } from './close-unpaid.ts';
import { isFinal, type Order, type OrderState } from './order.ts';
import type { TradeFacts } from './trade-facts.ts';

const NOW = 9_000;
const paidOrder = anOrder({ state: 'TRADE_SUCCESS', tradeNo: 'trade-1', paidAt: 5_000 });
const closedOrder = anOrder({ state: 'TRADE_CLOSED', closedAt: 6_000 });
const refundedOrder = anOrder({ state: 'TRADE_CLOSED', tradeNo: 'trade-1', paidAt: 5_000, closedAt: 6_000 });
const finishedOrder = anOrder({ state: 'TRADE_FINISHED', tradeNo: 'trade-1', paidAt: 5_000 });
const closedTrade = tradeFacts({ status: 'TRADE_CLOSED', paidAt: null });
const refundedTrade = tradeFacts({ status: 'TRADE_CLOSED' });

describe('what an order becomes when Alipay speaks of its trade', () => {
  it.each<[string, Order, TradeFacts, OrderState, EventType[]]>([
    ['a waiting order is paid', anOrder(), tradeFacts(), 'TRADE_SUCCESS', ['order.paid']],
    ['a waiting order is closed', anOrder(), closedTrade, 'TRADE_CLOSED', ['order.closed']],
    ['a waiting order was paid and refunded', anOrder(), refundedTrade, 'TRADE_CLOSED', ['order.paid', 'order.closed']],
    [
      'a waiting order is finished at once',
      anOrder(),
      tradeFacts({ status: 'TRADE_FINISHED' }),
      'TRADE_FINISHED',
      ['order.paid', 'order.finished'],
    ],
    [
      'a paid order is finished',
      paidOrder,
      tradeFacts({ status: 'TRADE_FINISHED' }),
      'TRADE_FINISHED',
      ['order.finished'],
    ],
    ['a paid order is refunded whole', paidOrder, refundedTrade, 'TRADE_CLOSED', ['order.closed']],
    ['a paid order is closed without a word on payment', paidOrder, closedTrade, 'TRADE_CLOSED', ['order.closed']],
    ['a closed order is paid after all', closedOrder, tradeFacts(), 'TRADE_CLOSED', ['order.payment_after_close']],
    ['a closed order was paid and refunded', closedOrder, refundedTrade, 'TRADE_CLOSED', ['order.payment_after_close']],
  ])('%s', (_, order, facts, state, events) => {
    const result = applyTrade(order, facts, NOW);
    expect(result).toMatchObject({ outcome: 'applied', order: { state, tradeNo: 'trade-1' }, events });
  });

  it.each<[string, Order, TradeFacts]>([
    ['paid again', paidOrder, tradeFacts()],
    ['waiting again after it was paid', paidOrder, tradeFacts({ status: 'WAIT_BUYER_PAY', paidAt: null })],
    ['waiting again after it was closed', closedOrder, tradeFacts({ status: 'WAIT_BUYER_PAY', paidAt: null })],
    ['closed again', closedOrder, closedTrade],
    ['paid, heard after its whole refund', refundedOrder, tradeFacts()],
    ['refunded whole again', refundedOrder, refundedTrade],
    ['closed after it was finished', finishedOrder, refundedTrade],
    ['paid, heard after it was finished', finishedOrder, tradeFacts()],
  ])('nothing new: %s', (_, order, facts) => {
    expect(applyTrade(order, facts, NOW)).toEqual({ outcome: 'unchanged', order });
  });

  it.each<[string, Order, TradeFacts, RegExp]>([
    ['another amount', anOrder(), tradeFacts({ amountFen: 999n }), /9\.99.*10\.00/],
    ['another order', anOrder(), tradeFacts({ orderNo: 'order-2' }), /order-2/],
    ['a second trade for a paid order', paidOrder, tradeFacts({ tradeNo: 'trade-2' }), /trade-2.*trade-1/],
  ])('refuses %s, naming both sides', (_, order, facts, reason) => {
    expect(applyTrade(order, facts, NOW)).toEqual({ outcome: 'refused', reason: expect.stringMatching(reason) });
  });

  it('takes the time of payment from Alipay, and its own only if Alipay names none', () => {
    expect(applyTrade(anOrder(), tradeFacts(), NOW)).toMatchObject({ order: { paidAt: 5_000 } });
    expect(applyTrade(anOrder(), tradeFacts({ paidAt: null }), NOW)).toMatchObject({ order: { paidAt: NOW } });
  });

  it('learns the trade number when the buyer has opened the cashier, without any event', () => {
    const opened = tradeFacts({ status: 'WAIT_BUYER_PAY', paidAt: null });
    const result = applyTrade(anOrder(), opened, NOW);
    expect(result).toMatchObject({ outcome: 'applied', order: { tradeNo: 'trade-1' }, events: [] });
  });

  it('leaves a note for people when money comes for a closed order', () => {
    expect(applyTrade(closedOrder, tradeFacts(), NOW)).toMatchObject({
      order: { latePaidAt: 5_000, paidAt: null, note: expect.stringContaining('trade-1') },
    });
  });
});

describe('any sequence of messages', () => {
  const RANK = { WAIT_BUYER_PAY: 0, TRADE_SUCCESS: 1, TRADE_FINISHED: 2, TRADE_CLOSED: 2 } as const;
  const facts = fc
    .record({
      status: fc.constantFrom<OrderState>('WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'),
      tradeNo: fc.constantFrom('trade-1', 'trade-1', 'trade-1', 'trade-2'),
      amountFen: fc.constantFrom(1000n, 1000n, 1000n, 999n),
      paidAt: fc.option(fc.nat(10_000)),
    })
    .map(tradeFacts);
  const message = fc.oneof({ weight: 6, arbitrary: facts }, { weight: 1, arbitrary: fc.constant('expired' as const) });

  it('never moves an order back, never changes a final state, never pays twice, never misses a payment', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
        let order = anOrder();
        const told: EventType[] = [];
        for (const one of messages) {
          const result = one === 'expired' ? closeUnpaid(order, NOW) : applyTrade(order, one, NOW);
          if (result.outcome !== 'applied') continue;
          expect(RANK[result.order.state]).toBeGreaterThanOrEqual(RANK[order.state]);
          if (isFinal(order.state)) expect(result.order.state).toBe(order.state);
          if (order.paidAt !== null) expect(result.order.paidAt).toBe(order.paidAt);
          order = result.order;
          told.push(...result.events);
        }
        const times = (type: EventType) => told.filter((event) => event === type).length;
        expect(times('order.paid')).toBe(order.paidAt === null ? 0 : 1);
        expect(times('order.payment_after_close')).toBe(order.latePaidAt === null ? 0 : 1);
        expect(times('order.closed')).toBe(order.state === 'TRADE_CLOSED' ? 1 : 0);
        expect(times('order.finished')).toBe(order.state === 'TRADE_FINISHED' ? 1 : 0);

        const paying = messages.filter((one) => one !== 'expired' && one.amountFen === order.amountFen);
        const wasPaid = paying.some((one) => one !== 'expired' && /SUCCESS|FINISHED/.test(one.status));
        if (wasPaid && order.state !== 'TRADE_CLOSED') expect(order.paidAt).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('saying everything twice changes nothing', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 8 }), (messages) => {
        let order = anOrder();
        for (const one of messages) {
          const first = applyTrade(order, one, NOW);
          if (first.outcome !== 'applied') continue;
          order = first.order;
          expect(applyTrade(order, one, NOW + 1)).toEqual({ outcome: 'unchanged', order });
        }
      }),
    );
  });
});
