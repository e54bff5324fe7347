import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';
import type { Refund, Trade } from '../trades/trade.ts';
import { canReturn, divisibleFen, type Settlement } from './settlement.ts';

const HAN_MEIMEI = '2088002100000022';
const LI_LEI = { type: 'loginName', account: 'lilei@example.com', name: '李雷' };

/** A payment over 100 yuan of which Han Meimei got 30 and Li Lei 20. */
async function openDividedTrade() {
  const setting = await openShop();
  const { merchant, sandbox } = setting;
  const call = async (method: string, content: object) => (await merchant.call(`alipay.trade.${method}`, content)).node;
  const receiver_list = [{ type: 'userId', account: HAN_MEIMEI }, LI_LEI];
  await call('royalty.relation.bind', { out_request_no: 'b', receiver_list });
  const tradeNo = await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100' });
  const royalty_parameters = [
    { trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount: '30' },
    { trans_in_type: 'loginName', trans_in: LI_LEI.account, amount: '20' },
  ];
  await call('order.settle', { out_request_no: 's1', trade_no: tradeNo, royalty_parameters });
  const refund = (refund_amount: string, out_request_no: string, refund_royalty_parameters: object[] = []) =>
    call('refund', { trade_no: tradeNo, refund_amount, out_request_no, refund_royalty_parameters });
  const from = (amount: string, trans_out = HAN_MEIMEI, more: object = {}) => ({
    ...{ royalty_type: 'transfer', trans_out_type: 'userId', trans_out, amount },
    ...more,
  });
  const balance = async () => (await merchant.call('alipay.data.bill.balance.query', {})).node.available_amount;
  const hans = () => sandbox.buyers()[1]?.funding.at(-1)?.available_amount;
  return { ...setting, call, tradeNo, refund, from, balance, hans };
}

test('a refund takes shares back from those who got them, and the merchant pays the rest', async () => {
  await using shop = await openDividedTrade();
  const { refund, from, call, tradeNo } = shop;
  expect([await shop.balance(), shop.hans()]).toEqual(['1000049.40', '1318.00']);
  const byLogin = from('5', LI_LEI.account, { trans_out_type: 'loginName', trans_in: shop.merchant.app.seller_id });
  const made = await refund('40', 'r1', [from('25.50'), byLogin]);
  expect(made).toMatchObject({ code: '10000', fund_change: 'Y', refund_fee: '40.00' });
  expect([await shop.balance(), shop.hans()]).toEqual(['1000039.90', '1292.50']);
  const asked = await call('fastpay.refund.query', {
    ...{ trade_no: tradeNo, out_request_no: 'r1' },
    query_options: ['refund_royaltys'],
  });
  const back = { royalty_type: 'transfer', result_code: 'SUCCESS', trans_in: shop.merchant.app.seller_id };
  expect(asked.refund_royaltys).toMatchObject([
    { ...back, trans_out: HAN_MEIMEI, ori_trans_out: HAN_MEIMEI, refund_amount: '25.50' },
    { ...back, trans_out: '2088002100000011', ori_trans_out: LI_LEI.account, refund_amount: '5.00' },
  ]);
  expect(await call('fastpay.refund.query', { trade_no: tradeNo, out_request_no: 'r1' })).not.toHaveProperty(
    'refund_royaltys',
  );
  const query = await call('query', { trade_no: tradeNo, query_options: ['trade_settle_info'] });
  expect(query.trade_settle_info).toMatchObject({
    trade_settle_detail_list: [
      { operation_type: 'transfer', amount: '30.00' },
      { operation_type: 'transfer', amount: '20.00' },
      { operation_type: 'transfer_refund', amount: '25.50', trans_out: HAN_MEIMEI },
      { operation_type: 'transfer_refund', amount: '5.00' },
    ],
  });
  // 100 − 50 given − 9.50 that the merchant itself refunded.
  expect((await call('order.onsettle.query', { trade_no: tradeNo })).unsettled_amount).toBe('40.50');
});

test('the same refund again moves nothing, another division of it is refused', async () => {
  await using shop = await openDividedTrade();
  const { refund, from } = shop;
  await refund('10', 'r1', [from('6')]);
  const before = [await shop.balance(), shop.hans()];
  expect(await refund('10', 'r1', [from('6')])).toMatchObject({ code: '10000', fund_change: 'N' });
  for (const other of [[], [from('7')], [from('6'), from('1')], [from('6', '2088002100000011')]]) {
    expect((await refund('10', 'r1', other)).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  }
  expect([await shop.balance(), shop.hans()]).toEqual(before);
});

test.each([
  ['more than somebody got', '40', [{ amount: '30.01' }], 'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR'],
  ['more than is refunded', '10', [{ amount: '10.01' }], 'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR'],
  ['twice what somebody got', '100', [{ amount: '20' }, { amount: '20' }], 'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR'],
  ['from one who got nothing', '10', [{ trans_out: '2088002100000033' }], 'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR'],
  ['from nobody', '10', [{ trans_out: '2088000000000000' }], 'ACQ.REFUND_ACCOUNT_NOT_EXIST'],
  ['to a stranger', '10', [{ trans_in: HAN_MEIMEI }], 'ACQ.REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST'],
  ['nothing', '10', [{ amount: '0' }], 'ACQ.INVALID_PARAMETER'],
  ['without saying from whom', '10', [{ trans_out: '' }], 'ACQ.INVALID_PARAMETER'],
  ['of another kind', '10', [{ royalty_type: 'gift' }], 'ACQ.INVALID_PARAMETER'],
  ['by a strange percentage', '10', [{ amount: '', amount_percentage: 101 }], 'ACQ.INVALID_PARAMETER'],
])('taking back %s is refused, and nothing is refunded', async (_what, amount, parameters, code) => {
  await using shop = await openDividedTrade();
  const shares = parameters.map((parameter) => shop.from('1', HAN_MEIMEI, parameter));
  expect((await shop.refund(amount, 'r1', shares)).sub_code).toBe(code);
  expect([await shop.balance(), shop.hans(), shop.sandbox.summary().refund_count]).toEqual([
    '1000049.40',
    '1318.00',
    0,
  ]);
});

test('givers named for a payment that was never divided are passed over', async () => {
  await using shop = await openDividedTrade();
  const trade_no = await shop.merchant.paidTrade({ out_trade_no: 'o2', total_amount: '10' });
  const sample = shop.from('0.10', '2088101126765726', { trans_in: '2088101126708402' });
  const refund = { trade_no, refund_amount: '10', refund_royalty_parameters: [sample] };
  expect(await shop.call('refund', refund)).toMatchObject({ code: '10000', fund_change: 'Y' });
  expect(shop.hans()).toBe('1318.00');
});

test('who has spent a share cannot give it back', async () => {
  await using shop = await openDividedTrade();
  const { tradeNo } = await shop.merchant.openCashier({
    ...{ out_trade_no: 'o2', total_amount: '1300', enable_pay_channels: 'balance' },
  });
  await shop.sandbox.pay(tradeNo, { buyer_id: HAN_MEIMEI });
  expect((await shop.refund('30', 'r1', [shop.from('30')])).sub_code).toBe('ACQ.SELLER_BALANCE_NOT_ENOUGH');
  expect((await shop.refund('30', 'r1', [shop.from('18')])).code).toBe('10000');
  expect(shop.hans()).toBe('0.00');
});

test('over v3, by percentage of the refund', async () => {
  await using shop = await openDividedTrade();
  const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
  const share = { trans_out_type: 'userId', trans_out: HAN_MEIMEI, amount_percentage: 25 };
  const content = { trade_no: shop.tradeNo, refund_amount: '10.00', out_request_no: 'r1' };
  const made = await v3.post('/v3/alipay/trade/refund', { ...content, refund_royalty_parameters: [share] });
  expect(made.body).toMatchObject({ fund_change: 'Y' });
  const asked = await v3.post('/v3/alipay/trade/fastpay/refund/query', {
    ...{ trade_no: shop.tradeNo, out_request_no: 'r1', query_options: ['refund_royaltys'] },
  });
  expect(asked.body.refund_royaltys).toMatchObject([{ refund_amount: '2.50', trans_out: HAN_MEIMEI }]);
});

const ACCOUNTS = ['a', 'b', 'c'] as const;
const share = fc.record({ account: fc.constantFrom(...ACCOUNTS), fen: fc.bigInt(1n, 500n) });

test('whatever is given and taken back, nobody gives back more than he got, nor all more than was refunded', () => {
  fc.assert(
    fc.property(
      fc.array(share, { maxLength: 6 }),
      fc.array(fc.record({ refundFen: fc.bigInt(1n, 800n), shares: fc.array(share, { maxLength: 4 }) }), {
        maxLength: 8,
      }),
      (given, refunds) => {
        const settlements = given.map(settlementOf);
        let trade = paidTrade();
        for (const { refundFen, shares } of refunds) {
          const royalties = shares.map(({ account, fen }) => returned(account, fen));
          if (!canReturn(trade, settlements, { royalties, refundFen }, (_type, name) => name)) continue;
          const refund: Refund = { outRequestNo: `${trade.refunds.length}`, amountFen: refundFen, at: 0, royalties };
          trade = { ...trade, refunds: [...trade.refunds, refund] };
          expect(sum(royalties)).toBeLessThanOrEqual(refundFen);
        }
        for (const account of ACCOUNTS) {
          const got = sum(given.filter((one) => one.account === account).map(({ fen }) => ({ amountFen: fen })));
          const gave = sum(trade.refunds.flatMap(({ royalties = [] }) => royalties).filter(isFrom(account)));
          expect(gave).toBeLessThanOrEqual(got);
        }
        expect(divisibleFen(trade, settlements)).toBeGreaterThanOrEqual(0n);
      },
    ),
  );
});

function paidTrade(): Trade {
  const terms = { outTradeNo: 'o', subject: 's', totalFen: 10_000n, productCode: 'p' };
  return {
    ...{ tradeNo: 't', appId: 'app', sellerId: 'seller', terms, status: 'TRADE_SUCCESS', createdAt: 0, expiresAt: 1 },
    ...{ contact: { charset: 'utf-8', signType: 'RSA2' }, refunds: [] },
  };
}

function settlementOf({ account, fen }: { account: string; fen: bigint }, index: number): Settlement {
  const royalty = { detailId: `${index}`, type: 'transfer', transIn: account, transInType: 'userId', amountFen: fen };
  return {
    ...{ settleNo: `${index}`, appId: 'app', sellerId: 'seller', tradeNo: 't', outRequestNo: `${index}` },
    ...{ royalties: [{ ...royalty, type: 'transfer' }], state: 'SUCCESS', isLast: false, requestedAt: 0 },
  };
}

function returned(account: string, amountFen: bigint) {
  return { detailId: '', type: 'transfer', transOut: account, transOutType: 'userId', amountFen } as const;
}

function isFrom(account: string) {
  return ({ transOut }: { transOut: string }) => transOut === account;
}

function sum(parts: readonly { amountFen: bigint }[]): bigint {
  return parts.reduce((total, { amountFen }) => total + amountFen, 0n);
}
