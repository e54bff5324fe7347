import { parseBeijing } from '@till/alipay/time';
import { expect, it } from 'vitest';
import { factsOfNotification, factsOfQuery, TradeFactsError } from './trade-facts.ts';

const answer = {
  out_trade_no: 'order-1',
  trade_no: '2026010122001406381431771492',
  total_amount: '88.80',
  trade_status: 'TRADE_SUCCESS',
  send_pay_date: '2026-01-01 12:00:00',
  buyer_user_id: '2088632335506388',
  buyer_logon_id: 'v1v***@qq.com',
};

it('reads the answer of a query', () => {
  expect(factsOfQuery(answer)).toEqual({
    orderNo: 'order-1',
    tradeNo: '2026010122001406381431771492',
    amountFen: 8880n,
    status: 'TRADE_SUCCESS',
    paidAt: parseBeijing('2026-01-01 12:00:00'),
    buyerId: '2088632335506388',
    buyerLogonId: 'v1v***@qq.com',
  });
});

it('reads a notification, whose names differ', () => {
  const { send_pay_date: _, buyer_user_id: __, ...same } = answer;
  const fields = { ...same, gmt_payment: '2026-01-01 12:00:01', buyer_id: '2088' };
  expect(factsOfNotification(fields)).toMatchObject({ paidAt: parseBeijing('2026-01-01 12:00:01'), buyerId: '2088' });
});

it('knows a buyer by open id where Alipay gives no user id', () => {
  const { buyer_user_id: _, ...anonymous } = answer;
  expect(factsOfQuery({ ...anonymous, buyer_open_id: '083luGU2ef8y' }).buyerId).toBe('083luGU2ef8y');
});

it.each([
  ['out_trade_no', undefined],
  ['trade_no', ''],
  ['total_amount', undefined],
  ['total_amount', '1e3'],
  ['trade_status', 'TRADE_PENDING'],
  ['send_pay_date', 'yesterday'],
])('refuses an answer whose %s is %j', (name, value) => {
  expect(() => factsOfQuery({ ...answer, [name]: value })).toThrow(TradeFactsError);
  expect(() => factsOfQuery({ ...answer, [name]: value })).toThrow(name);
});
