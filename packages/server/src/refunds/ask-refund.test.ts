import { expect, it } from 'vitest';
import { readRefundQuery } from './ask-refund.ts';
import type { Refund } from './refund.ts';

const refund = { requestNo: 'a', amountFen: 100n } as Refund;

it.each([
  ['REFUND_SUCCESS', { refund_status: 'REFUND_SUCCESS', refund_amount: '1.00' }, 'SUCCEEDED'],
  ['REFUND_SUCCESS without an amount', { refund_status: 'REFUND_SUCCESS' }, 'SUCCEEDED'],
  ['an amount alone, as before 2021', { refund_amount: '1.00' }, 'SUCCEEDED'],
  ['nothing but success of the query itself', { code: '10000', msg: 'Success' }, 'FAILED'],
  ['a refund under way', { refund_status: 'REFUND_PROCESSING', refund_amount: '1.00' }, 'UNKNOWN'],
  ['a refund of another amount', { refund_status: 'REFUND_SUCCESS', refund_amount: '2.00' }, 'UNKNOWN'],
  ['an amount that is none', { refund_status: 'REFUND_SUCCESS', refund_amount: 'one' }, 'UNKNOWN'],
])('reads %s', (_, data, state) => {
  expect(readRefundQuery(refund, data, '{}').state).toBe(state);
});
