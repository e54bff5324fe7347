import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeTill, type FakeTill } from './testing/fake-till.ts';
import { buyAndPay } from './testing/visitor.ts';

let till: FakeTill;

beforeEach(async () => {
  till = await createFakeTill();
});

afterEach(() => till[Symbol.asyncDispose]());

describe('a refund', () => {
  it('in parts and whole shows what has been refunded', async () => {
    const { visit, path } = await buyAndPay(till);
    await visit(`${path}/refund`, { amount: '12.5', refunded: '0.00' });
    const partly = (await visit(path)).text;
    expect(partly).toContain('data-state="paid"');
    expect(partly).toContain('部分退款 ¥12.50');
    expect(partly).toContain('全部退款 ¥75.50');
    expect(partly).toContain('name="refunded" value="12.50"');
    await visit(`${path}/refund`, { amount: '75.50', refunded: '12.50' });
    expect((await visit(path)).text).toContain('data-testid="order-state" data-state="refunded"');
    expect(till.calls.filter(({ name }) => name === 'OrderRefund')).toHaveLength(2);
  });

  it('asked for twice at once is one refund', async () => {
    const { visit, path, order } = await buyAndPay(till);
    const press = () => visit(`${path}/refund`, { amount: '10.00', refunded: '0.00' });
    await Promise.all([press(), press()]);
    expect([...order.refunds.values()]).toEqual([1000n]);
  });

  it('of the same amount once more is another refund, when the first has been seen', async () => {
    const { visit, path, order } = await buyAndPay(till);
    await visit(`${path}/refund`, { amount: '10.00', refunded: '0.00' });
    await visit(`${path}/refund`, { amount: '10.00', refunded: '10.00' });
    expect([...order.refunds.values()]).toEqual([1000n, 1000n]);
  });

  it('of unknown outcome keeps its number when it is tried again', async () => {
    const { visit, path, order } = await buyAndPay(till);
    till.answerNext('OrderRefund', 200, { code: 504, data: null, err: 'outcome unknown' });
    await visit(`${path}/refund`, { amount: '10.00', refunded: '0.00' });
    expect((await visit(path)).text).toContain('不会重复退款或扣款');
    await visit(`${path}/refund`, { amount: '10.00', refunded: '0.00' });
    const numbers = till.calls.filter(({ name }) => name === 'OrderRefund').map(({ params }) => params.requestNo);
    expect(numbers).toEqual(['r0a1000', 'r0a1000']);
    expect([...order.refunds.values()]).toEqual([1000n]);
  });

  it('of more than was paid is refused in the words of Till', async () => {
    const { visit, path } = await buyAndPay(till);
    await visit(`${path}/refund`, { amount: '88.01', refunded: '0.00' });
    expect((await visit(path)).text).toContain('more than was paid');
  });

  it.each(['', '0', '0.00', '-1', '1e2', '0.001', 'abc'])('of %j is not sent', async (amount) => {
    const { visit, path } = await buyAndPay(till);
    await visit(`${path}/refund`, { amount, refunded: '0.00' });
    expect((await visit(path)).text).toContain('data-kind="bad_amount"');
    expect(till.calls.filter(({ name }) => name === 'OrderRefund')).toEqual([]);
  });

  it('of a single fen has no part', async () => {
    const { visit, path } = await buyAndPay(till, 'sesame');
    const page = (await visit(path)).text;
    expect(page).toContain('data-testid="refund-all"');
    expect(page).not.toContain('data-testid="refund-part"');
  });
});
