import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSandbox } from '../index.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { Merchant, openShop } from '../testing/merchant.ts';

const DAY_MS = 24 * 3_600_000;
const HAN_MEIMEI = '2088002100000022';
const FREEZE = { extend_params: { royalty_freeze: 'true' } };

/** A merchant with nothing but a payment over 100 yuan, 99.40 of which are kept for divisions. */
async function openFrozenTrade(order: object = FREEZE) {
  const setting = await openShop();
  const { merchant, sandbox } = setting;
  await sandbox.registerApp({ app_id: merchant.app.app_id, opening_balance: '0.00' });
  const call = async (method: string, content: object) => (await merchant.call(`alipay.${method}`, content)).node;
  const receiver_list = [{ type: 'userId', account: HAN_MEIMEI }];
  await call('trade.royalty.relation.bind', { out_request_no: 'b', receiver_list });
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100', ...order });
  const divide = (out_request_no: string, amount: string, more: object = {}) =>
    call('trade.order.settle', {
      ...{ out_request_no, trade_no: tradeNo },
      royalty_parameters: [{ trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount }],
      ...more,
    });
  const balance = async () => {
    const { available_amount, freeze_amount, total_amount } = await call('data.bill.balance.query', {});
    return [available_amount, freeze_amount, total_amount];
  };
  const transfer = (out_biz_no: string, trans_amount: string) =>
    call('fund.trans.uni.transfer', {
      ...{ out_biz_no, trans_amount, product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' },
      payee_info: { identity: HAN_MEIMEI, identity_type: 'ALIPAY_USER_ID' },
    });
  return { ...setting, call, tradeNo, divide, balance, transfer };
}

test('with royalty_freeze a payment is the merchant’s, but kept for divisions until the last one', async () => {
  await using shop = await openFrozenTrade();
  expect(await shop.balance()).toEqual(['0.00', '99.40', '99.40']);
  expect((await shop.transfer('t1', '1')).sub_code).toBe('PAYER_BALANCE_NOT_ENOUGH');
  const account = { alipay_user_id: shop.merchant.app.seller_id, account_type: 'ACCTRANS_ACCOUNT' };
  expect(await shop.call('fund.account.query', account)).toMatchObject({
    ...{ available_amount: '0.00', freeze_amount: '99.40', total_amount: '99.40' },
  });
  expect((await shop.divide('s1', '30')).code).toBe('10000');
  expect(await shop.balance()).toEqual(['0.00', '69.40', '69.40']);
  const last = { extend_params: { royalty_finish: 'true' } };
  expect((await shop.divide('s2', '9.40', last)).code).toBe('10000');
  expect(await shop.balance()).toEqual(['60.00', '0.00', '60.00']);
  expect((await shop.transfer('t2', '60')).status).toBe('SUCCESS');
});

test('after thirty days the merchant may spend it, and may still divide; a restart forgets nothing', async () => {
  await using shop = await openFrozenTrade();
  await shop.sandbox.advance(30 * DAY_MS - 1);
  const state = shop.sandbox.save();
  expect(await shop.balance()).toEqual(['0.00', '99.40', '99.40']);
  await shop.sandbox.advance(1);
  expect(await shop.balance()).toEqual(['99.40', '0.00', '99.40']);
  expect((await shop.divide('s1', '30')).code).toBe('10000');
  await using later = await createSandbox({ clock: manualClock(), state });
  const same = new Merchant(later, shop.merchant.app);
  const asked = async () => (await same.call('alipay.data.bill.balance.query', {})).node.freeze_amount;
  expect(await asked()).toBe('99.40');
  await later.advance(1);
  expect(await asked()).toBe('0.00');
});

test('a refund takes what is frozen first', async () => {
  await using shop = await openFrozenTrade();
  const refund = (refund_amount: string, out_request_no: string) =>
    shop.call('trade.refund', { trade_no: shop.tradeNo, refund_amount, out_request_no });
  expect((await refund('40', 'r1')).fund_change).toBe('Y');
  expect(await shop.balance()).toEqual(['0.00', '59.40', '59.40']);
  // The fee is gone, and there is nothing else to make up for it.
  expect((await refund('60', 'r2')).sub_code).toBe('ACQ.SELLER_BALANCE_NOT_ENOUGH');
  expect((await refund('59.40', 'r2')).fund_change).toBe('Y');
  expect(await shop.balance()).toEqual(['0.00', '0.00', '0.00']);
});

test('what is settled may be frozen too, when the confirmation says so', async () => {
  const settle_detail_infos = [{ trans_in_type: 'defaultSettle', amount: '100' }];
  const settle_info = { settle_detail_infos, settle_period_time: '7d' };
  await using shop = await openFrozenTrade({ settle_info });
  const confirm = (out_request_no: string, actual_amount: string, more: object = {}) =>
    shop.call('trade.settle.confirm', {
      ...{ out_request_no, trade_no: shop.tradeNo, ...more },
      settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', actual_amount }] },
    });
  expect(await shop.balance()).toEqual(['0.00', '0.00', '99.40']);
  await confirm('c1', '50', FREEZE);
  await confirm('c2', '50');
  expect(await shop.balance()).toEqual(['49.70', '49.70', '99.40']);
  await shop.divide('s1', '60');
  expect(await shop.balance()).toEqual(['39.40', '0.00', '39.40']);
});

test('an asynchronous division of what was refunded in the meantime fails', async () => {
  await using shop = await openFrozenTrade({});
  await shop.divide('s1', '30', { royalty_mode: 'async' });
  await shop.call('trade.refund', { trade_no: shop.tradeNo, refund_amount: '90', out_request_no: 'r1' });
  await shop.sandbox.advance(60_000);
  const asked = await shop.call('trade.order.settle.query', { out_request_no: 's1', trade_no: shop.tradeNo });
  expect(asked.royalty_detail_list).toMatchObject([{ state: 'FAIL', error_code: 'ALLOC_AMOUNT_VALIDATE_ERROR' }]);
  expect(await shop.balance()).toEqual(['9.40', '0.00', '9.40']);
});

const step = fc.record({
  kind: fc.constantFrom('divide', 'last', 'refund', 'transfer', 'coupon pay', 'month'),
  fen: fc.constantFrom(1, 60, 999, 3_000, 9_940, 10_000),
});

test('whatever happens, nobody spends what is frozen, and it is never more than there is', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      await using shop = await openFrozenTrade();
      for (const [index, { kind, fen }] of steps.entries()) {
        const amount = (fen / 100).toFixed(2);
        if (kind === 'divide') await shop.divide(`s${index}`, amount);
        if (kind === 'last') await shop.divide(`s${index}`, amount, { extend_params: { royalty_finish: 'true' } });
        const refund = { trade_no: shop.tradeNo, refund_amount: amount, out_request_no: `r${index}` };
        if (kind === 'refund') await shop.call('trade.refund', refund);
        if (kind === 'transfer') await shop.transfer(`t${index}`, amount);
        if (kind === 'month') await shop.sandbox.advance(30 * DAY_MS);
        if (kind === 'coupon pay') {
          shop.sandbox.giveCoupon('2088002100000011', { amount: '0.01', channel: 'MDISCOUNT' });
          await shop.merchant.paidTrade({ out_trade_no: `p${index}`, total_amount: '1', ...FREEZE });
        }
        const [available = '', frozen = '', total = ''] = (await shop.balance()).map((yuan) => yuan ?? '');
        for (const yuan of [available, frozen, total]) expect(Number(yuan)).toBeGreaterThanOrEqual(0);
        expect(Math.round((Number(available) + Number(frozen)) * 100)).toBe(Math.round(Number(total) * 100));
      }
    }),
    { numRuns: 20 },
  );
});
