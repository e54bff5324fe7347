import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../index.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { Merchant, openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const DAY_MS = 24 * 3_600_000;
const HAN_MEIMEI = '2088002100000022';
const LI_LEI = '2088002100000011';

const settleInfo = (amount: string, detail: object = {}, more: object = { settle_period_time: '7d' }) => ({
  settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount, ...detail }], ...more },
});

/** A payment over 100 yuan whose money waits up to seven days for the merchant's word. */
async function openHeldTrade(order: object = {}) {
  const setting = await openShop();
  const { merchant, sandbox } = setting;
  const call = async (method: string, content: object) => (await merchant.call(`alipay.${method}`, content)).node;
  const terms = { out_trade_no: 'o1', total_amount: '100', ...settleInfo('100.00'), ...order };
  const tradeNo = await merchant.paidTrade(terms);
  await sandbox.advance(0);
  const confirm = (out_request_no: string, detail: object = { amount: '100' }, more: object = {}) => {
    const settle_detail_infos = [{ trans_in_type: 'defaultSettle', ...detail }];
    return call('trade.settle.confirm', {
      ...{ out_request_no, trade_no: tradeNo, settle_info: { settle_detail_infos } },
      ...more,
    });
  };
  const refund = (refund_amount: string, out_request_no: string, more: object = {}) =>
    call('trade.refund', { trade_no: tradeNo, refund_amount, out_request_no, ...more });
  const balance = async () => {
    const { available_amount, settle_amount } = await call('data.bill.balance.query', {});
    return [available_amount, settle_amount];
  };
  const info = async () => {
    const asked = await call('trade.query', { trade_no: tradeNo, query_options: ['trade_settle_info'] });
    return asked.trade_settle_info;
  };
  return { ...setting, call, tradeNo, confirm, refund, balance, info };
}

test('a payment with a period waits until the merchant confirms, and is settled once', async () => {
  await using shop = await openHeldTrade();
  const { confirm, tradeNo } = shop;
  expect(await shop.balance()).toEqual(['1000000.00', '99.40']);
  expect(shop.sandbox.trades({ trade_no: tradeNo })).toMatchObject([{ unsettled_amount: '100.00' }]);
  const page = `${shop.sandbox.url}/_sandbox/?view=trades&id=${tradeNo}&lang=en`;
  const timeline = async () => (await fetch(page, { headers: { accept: 'text/html' } })).text();
  expect(await timeline()).toContain('Settles ¥100.00 by itself');
  expect(await shop.info()).toEqual({
    trade_settle_detail_list: [
      {
        ...{ operation_type: 'on_settle', operation_dt: '2026-03-01 10:00:00', amount: '100.00' },
        trans_in: shop.merchant.app.seller_id,
      },
    ],
    trade_unsettled_amount: '100.00',
  });
  const done = { code: '10000', out_request_no: 'c1', settle_amount: '100.00', trade_no: tradeNo };
  expect(await confirm('c1')).toMatchObject(done);
  expect(await timeline()).toMatch(/Settled ¥100\.00[\s\S]*out_request_no c1/);
  expect(await shop.balance()).toEqual(['1000099.40', '0.00']);
  expect(await confirm('c1')).toMatchObject(done);
  expect((await confirm('c1', { amount: '99' })).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  expect((await confirm('c2')).sub_code).toBe('ACQ.ALREADY_CONFIRM_SETTLE');
  expect(await shop.balance()).toEqual(['1000099.40', '0.00']);
  expect(await shop.info()).toMatchObject({
    trade_settle_detail_list: [{ operation_type: 'settle', operation_serial_no: 'c1', amount: '100.00' }],
    trade_unsettled_amount: '0.00',
  });
});

test('what is not confirmed is settled by itself when the period is over, through a restart too', async () => {
  await using shop = await openHeldTrade();
  await shop.sandbox.advance(7 * DAY_MS - 1);
  expect(await shop.balance()).toEqual(['1000000.00', '99.40']);
  const state = shop.sandbox.save();
  await shop.sandbox.advance(1);
  expect(await shop.balance()).toEqual(['1000099.40', '0.00']);
  expect((await shop.confirm('c1')).sub_code).toBe('ACQ.ALREADY_CONFIRM_SETTLE');
  // Nobody knows the number of a settlement that no call asked for, so a refund need not name it.
  expect((await shop.refund('40', 'r1')).fund_change).toBe('Y');
  await using later = await createSandbox({ clock: manualClock(), state });
  await later.advance(1);
  const asked = await new Merchant(later, shop.merchant.app).call('alipay.data.bill.balance.query', {});
  expect(asked.node.available_amount).toBe('1000099.40');
});

test('parts are settled one by one; the last takes what is left, to the fen', async () => {
  await using shop = await openHeldTrade();
  const { confirm } = shop;
  expect(await confirm('c1', { actual_amount: '33.33' })).toMatchObject({ settle_amount: '33.33' });
  expect(await shop.balance()).toEqual(['1000033.13', '66.27']);
  for (const actual_amount of ['66.68', '0'])
    expect((await confirm('c2', { actual_amount })).sub_code).toBe('ACQ.INVALID_SETTLE_AMOUNT_PARAMETER');
  expect(await confirm('c2', { actual_amount: '33.33' })).toMatchObject({ code: '10000' });
  expect(await confirm('c3', { amount: '100' })).toMatchObject({ settle_amount: '33.34' });
  expect(await shop.balance()).toEqual(['1000099.40', '0.00']);
});

test('money goes to the account that the confirmation names: a person’s, a card’s, never a stranger’s', async () => {
  await using shop = await openHeldTrade();
  const hans = () => shop.sandbox.buyers()[1]?.funding.at(-1)?.available_amount;
  const { confirm } = shop;
  const stranger = { trans_in_type: 'userId', trans_in: '2088000000000000', actual_amount: '10' };
  expect((await confirm('c0', stranger)).sub_code).toBe('ACQ.SETTLE_ACCOUNT_NOT_EXIST');
  const person = { trans_in_type: 'loginName', trans_in: '13800000022', actual_amount: '50' };
  expect((await confirm('c1', person)).code).toBe('10000');
  expect(hans()).toBe('1337.70');
  expect((await confirm('c2', { trans_in_type: 'cardAliasNo', trans_in: 'A0001' })).code).toBe('10000');
  expect(await shop.balance()).toEqual(['1000000.00', '0.00']);
  // Who got it pays the refund; what has left for a bank, the merchant pays.
  expect((await shop.refund('50', 'r1', { related_settle_confirm_no: 'c1' })).code).toBe('10000');
  expect(hans()).toBe('1287.70');
  expect((await shop.refund('50', 'r2', { related_settle_confirm_no: 'c2' })).code).toBe('10000');
  expect(await shop.balance()).toEqual(['999950.00', '0.00']);
});

test('without a period the order’s own account gets the money at once', async () => {
  await using shop = await openHeldTrade(settleInfo('100', { trans_in_type: 'userId', trans_in: HAN_MEIMEI }, {}));
  expect(shop.sandbox.buyers()[1]?.funding.at(-1)?.available_amount).toBe('1387.40');
  expect(await shop.balance()).toEqual(['1000000.00', '0.00']);
  await using plain = await openHeldTrade(settleInfo('100', {}, {}));
  expect(await plain.balance()).toEqual(['1000099.40', '0.00']);
  expect((await plain.confirm('c1')).sub_code).toBe('ACQ.ILLEGAL_SETTLE_STATE');
  expect(await plain.info()).not.toHaveProperty('trade_unsettled_amount');
});

test('a refund comes from what waits; once that is settled, from the settlement that it names', async () => {
  await using shop = await openHeldTrade();
  const { confirm, refund } = shop;
  expect((await refund('30', 'r1')).code).toBe('10000');
  expect(await shop.balance()).toEqual(['1000000.00', '69.40']);
  expect((await confirm('c1', { amount: '100' })).sub_code).toBe('ACQ.INVALID_SETTLE_AMOUNT_PARAMETER');
  expect(await confirm('c1', { amount: '70' })).toMatchObject({ settle_amount: '70.00' });
  expect((await refund('10', 'r2')).sub_code).toBe('ACQ.TRADE_SETTLE_ERROR');
  expect((await refund('10', 'r2', { related_settle_confirm_no: 'c9' })).sub_code).toBe('ACQ.TRADE_SETTLE_ERROR');
  const named = { related_settle_confirm_no: 'c1' };
  expect((await refund('10', 'r2', named)).fund_change).toBe('Y');
  expect((await refund('10', 'r2', named)).fund_change).toBe('N');
  expect(await shop.balance()).toEqual(['1000059.40', '0.00']);
  expect(await shop.info()).toMatchObject({
    trade_settle_detail_list: [
      { operation_type: 'settle', amount: '70.00' },
      { operation_type: 'settle_refund', operation_serial_no: 'r2', amount: '10.00' },
    ],
  });
  expect((await refund('60', 'r3', named)).code).toBe('10000');
  expect((await confirm('c2')).sub_code).toBe('ACQ.TRADE_HAS_CLOSE');
  expect((await confirm('c1', { amount: '70' })).code).toBe('10000');
});

test('who refunds all that waits gives the service fee too, for page payments do not get it back', async () => {
  await using shop = await openHeldTrade();
  expect((await shop.refund('100', 'r1')).fund_change).toBe('Y');
  expect(await shop.balance()).toEqual(['999999.40', '0.00']);
  expect((await shop.confirm('c1')).sub_code).toBe('ACQ.TRADE_HAS_CLOSE');
});

test('nothing is divided before it is settled, and no more than the merchant got', async () => {
  await using shop = await openHeldTrade();
  const receiver_list = [{ type: 'userId', account: HAN_MEIMEI }];
  await shop.call('trade.royalty.relation.bind', { out_request_no: 'b', receiver_list });
  const divide = (amount: string) =>
    shop.call('trade.order.settle', {
      ...{ out_request_no: `s${amount}`, trade_no: shop.tradeNo },
      royalty_parameters: [{ trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount }],
    });
  expect((await divide('10')).sub_code).toBe('ACQ.ALLOC_REFUSE_BEFORE_SETTLE');
  await shop.confirm('c1', { actual_amount: '50' });
  expect((await divide('49.71')).sub_code).toBe('ACQ.ALLOC_AMOUNT_VALIDATE_ERROR');
  expect((await divide('49.70')).code).toBe('10000');
});

const WRONG: readonly (readonly [string, object, RegExp])[] = [
  ['an amount that is not the order’s', settleInfo('99.99'), /和订单总金额相同/],
  ['no amount', settleInfo(''), /缺少amount/],
  ['nothing', { settle_info: {} }, /缺少settle_detail_infos/],
  ['two at once', { settle_info: { settle_detail_infos: [{}, {}] } }, /只支持一条/],
  ['a strange account type', settleInfo('100', { trans_in_type: 'iban' }), /trans_in_type应为/],
  ['no account', settleInfo('100', { trans_in_type: 'cardAliasNo' }), /缺少trans_in/],
  ['a default account by name', settleInfo('100', { trans_in: 'A1' }), /必须为空/],
  ['a default account of a shop', settleInfo('100', { settle_entity_type: 'Store' }), /门店/],
  ['a strange kind of receiver', settleInfo('100', { settle_entity_type: 'Club' }), /SecondMerchant或Store/],
  ['a user id that is none', settleInfo('100', { trans_in_type: 'userId', trans_in: '1' }), /2088开头/],
  ...['0d', '366d', '1.5d', '7', '24h'].map((settle_period_time): readonly [string, object, RegExp] => [
    `a period of ${settle_period_time}`,
    settleInfo('100', {}, { settle_period_time }),
    /1d到365d/,
  ]),
];

test.each(WRONG)('an order with %s is refused', async (_what, content, message) => {
  await using shop = await openShop();
  const scan = { scene: 'bar_code', auth_code: shop.sandbox.paymentCode().code };
  const order = { out_trade_no: 'o', total_amount: '100', subject: 'x', ...scan, ...content };
  const { node } = await shop.merchant.call('alipay.trade.pay', order);
  expect(node.sub_code).toBe('ACQ.INVALID_PARAMETER');
  expect(node.sub_msg).toMatch(message);
});

test('who has not paid, or paid an order without a period, has nothing to confirm', async () => {
  await using shop = await openShop();
  const { tradeNo } = await shop.merchant.openCashier({ total_amount: '100', ...settleInfo('100') });
  const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
  const confirm = (trade_no: string) =>
    v3.post('/v3/alipay/trade/settle/confirm', {
      ...{ out_request_no: 'c', trade_no },
      settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount: '100.00' }] },
    });
  expect((await confirm(tradeNo)).body.code).toBe('ACQ.REASON_TRADE_STATUS_INVALID');
  expect((await confirm('1')).body.code).toBe('ACQ.TRADE_NOT_EXIST');
  await shop.sandbox.pay(tradeNo);
  expect((await confirm(tradeNo)).body).toMatchObject({ settle_amount: '100.00', trade_no: tradeNo });
  const plain = await shop.merchant.paidTrade({ out_trade_no: 'o2', total_amount: '100' });
  expect((await confirm(plain)).body.code).toBe('ACQ.ILLEGAL_SETTLE_STATE');
});

interface SettleInfo {
  readonly trade_settle_detail_list: readonly { readonly operation_type: string; readonly amount: string }[];
  readonly trade_unsettled_amount: string;
}

/** What can happen to a held payment, in any order. */
const step = fc.record({
  kind: fc.constantFrom('confirm', 'confirm to Han', 'refund', 'refund settled', 'week'),
  fen: fc.integer({ min: 1, max: 12_000 }),
});

test('whatever happens to a held payment, every fen of it is somewhere', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20_000 }),
      fc.constantFrom(undefined, 'MDISCOUNT', 'DISCOUNT'),
      fc.array(step, { maxLength: 8 }),
      async (totalFen, channel, steps) => {
        const total = (totalFen / 100).toFixed(2);
        await using shop = await openShop();
        const { sandbox, merchant } = shop;
        const moneyBefore = moneyIn(sandbox);
        if (channel !== undefined) sandbox.giveCoupon(LI_LEI, { amount: '0.50', channel });
        const trade_no = await merchant.paidTrade({ total_amount: total, ...settleInfo(total) });
        const numbers: string[] = [];
        for (const [index, { kind, fen }] of steps.entries()) {
          const amount = (fen / 100).toFixed(2);
          const to =
            kind === 'confirm' ? { trans_in_type: 'defaultSettle' } : { trans_in_type: 'userId', trans_in: HAN_MEIMEI };
          const settle_info = { settle_detail_infos: [{ ...to, actual_amount: amount }] };
          if (kind.startsWith('confirm')) {
            const { node } = await merchant.call('alipay.trade.settle.confirm', {
              ...{ out_request_no: `c${index}`, trade_no, settle_info },
            });
            if (node.code === '10000') numbers.push(`c${index}`);
          }
          const related = kind === 'refund settled' && { related_settle_confirm_no: numbers.at(-1) ?? 'c' };
          if (kind.startsWith('refund')) {
            const refund = { trade_no, refund_amount: amount, out_request_no: `r${index}`, ...related };
            await merchant.call('alipay.trade.refund', refund);
          }
          if (kind === 'week') await sandbox.advance(7 * DAY_MS);
        }
        const { node } = await merchant.call('alipay.trade.query', { trade_no, query_options: ['trade_settle_info'] });
        const { trade_settle_detail_list: lines, trade_unsettled_amount }: SettleInfo = JSON.parse(
          JSON.stringify(node.trade_settle_info),
        );
        const sum = (type: string) =>
          lines
            .filter(({ operation_type }) => operation_type === type)
            .reduce((fen, { amount }) => fen + fenOf(amount), 0n);
        const refunded = fenOf(sandbox.summary().refund_amount) - sum('settle_refund');
        expect(sum('settle') + fenOf(trade_unsettled_amount) + refunded).toBe(BigInt(totalFen));
        expect(sum('settle_refund')).toBeLessThanOrEqual(sum('settle'));

        // Money is with people, the merchant, Alipay, or waits: nothing is made and nothing lost.
        const { node: asked } = await merchant.call('alipay.data.bill.balance.query', {});
        const merchants = fenOf(asked.total_amount ?? '') - fenOf('1000000.00');
        const fees = fenOf(sandbox.summary().fee_amount);
        const promoted = moneyIn(sandbox) - moneyBefore + merchants + fees;
        expect(promoted).toBeGreaterThanOrEqual(0n);
        expect(promoted).toBeLessThanOrEqual(channel === 'DISCOUNT' ? 50n : 0n);
        if (fenOf(trade_unsettled_amount) === 0n) expect(fenOf(asked.settle_amount ?? '')).toBe(0n);
      },
    ),
    { numRuns: 25 },
  );
});

function moneyIn(sandbox: Sandbox): bigint {
  const amounts = sandbox.buyers().flatMap(({ funding }) => funding.map(({ available_amount }) => available_amount));
  return amounts.reduce((sum, amount) => sum + fenOf(amount), 0n);
}

function fenOf(yuan: string): bigint {
  return BigInt(yuan.replace('.', ''));
}
