import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import type { Refund, Trade } from '../trades/trade.ts';
import { canReturn, proportionalReturns, type Settlement, sumOf } from './settlement.ts';

const HAN_MEIMEI = '2088002100000022';
const CHEN_JING = '2088002100000044';

/** A payment by code over 100 yuan of which Han Meimei got 33.33 and Chen Jing 10. */
async function openDividedScan(order: object = {}) {
  const setting = await openShop();
  const { merchant, sandbox } = setting;
  const call = async (method: string, content: object) => (await merchant.call(`alipay.trade.${method}`, content)).node;
  const receivers = [HAN_MEIMEI, CHEN_JING].map((account) => ({ type: 'userId', account }));
  await call('royalty.relation.bind', { out_request_no: 'b', receiver_list: receivers });
  const scan = { scene: 'bar_code', auth_code: sandbox.paymentCode().code };
  const paid = await call('pay', { out_trade_no: 'o1', total_amount: '100', subject: '面', ...scan, ...order });
  const royalty_parameters = [
    { trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount: '33.33' },
    { trans_in_type: 'userId', trans_in: CHEN_JING, amount: '10' },
  ];
  await call('order.settle', { out_request_no: 's1', trade_no: paid.trade_no, royalty_parameters });
  const refund = (refund_amount: string, out_request_no: string, more: object = {}) =>
    call('refund', { out_trade_no: 'o1', refund_amount, out_request_no, ...more });
  const money = () => [1, 3].map((person) => sandbox.buyers()[person]?.funding).map(balanceIn);
  const balance = async () => (await merchant.call('alipay.data.bill.balance.query', {})).node.available_amount;
  return { ...setting, call, refund, money, balance };
}

function balanceIn(funding: readonly { fund_channel: string; available_amount: string }[] | undefined) {
  return funding?.find(({ fund_channel }) => fund_channel === 'ALIPAYACCOUNT')?.available_amount;
}

test('face to face, a refund takes every share back in proportion, without being asked', async () => {
  await using shop = await openDividedScan();
  expect(shop.money()).toEqual(['1321.33', '898.88']);
  expect(await shop.refund('10', 'r1')).toMatchObject({ code: '10000', fund_change: 'Y' });
  // 3.33 of 33.33 and 1.00 of 10.00; the merchant pays the other 5.67 and gets 6 fen of the fee back.
  expect(shop.money()).toEqual(['1318.00', '897.88']);
  expect(await shop.balance()).toBe('1000050.46');
  expect(await shop.refund('10', 'r1')).toMatchObject({ code: '10000', fund_change: 'N' });
  const asked = await shop.call('fastpay.refund.query', {
    ...{ out_trade_no: 'o1', out_request_no: 'r1', query_options: ['refund_royaltys'] },
  });
  expect(asked.refund_royaltys).toMatchObject([{ refund_amount: '3.33' }, { refund_amount: '1.00' }]);
  await shop.refund('90', 'r2');
  expect(shop.money()).toEqual(['1288.00', '888.88']);
  expect(await shop.balance()).toBe('1000000.00');
});

test('whom the request names instead makes no difference', async () => {
  await using shop = await openDividedScan();
  const named = { trans_out_type: 'userId', trans_out: HAN_MEIMEI, amount: '10' };
  expect((await shop.refund('10', 'r1', { refund_royalty_parameters: [named] })).code).toBe('10000');
  expect(shop.money()).toEqual(['1318.00', '897.88']);
});

test('a cancellation takes the shares back whole', async () => {
  await using shop = await openDividedScan();
  expect(await shop.call('cancel', { out_trade_no: 'o1' })).toMatchObject({ code: '10000', action: 'refund' });
  expect(shop.money()).toEqual(['1288.00', '888.88']);
  expect(await shop.balance()).toBe('1000000.00');
});

test('who has spent the share keeps the refund from happening', async () => {
  await using shop = await openDividedScan();
  const { tradeNo } = await shop.merchant.openCashier({
    ...{ out_trade_no: 'o2', total_amount: '1320', enable_pay_channels: 'balance' },
  });
  await shop.sandbox.pay(tradeNo, { buyer_id: HAN_MEIMEI });
  expect((await shop.refund('10', 'r1')).sub_code).toBe('ACQ.SELLER_BALANCE_NOT_ENOUGH');
  expect(shop.money()).toEqual(['1.33', '898.88']);
});

test('collected for a sub-merchant, nothing is taken back but what the request names', async () => {
  await using shop = await openDividedScan({ sub_merchant: { merchant_id: '2088000603999128' } });
  expect((await shop.refund('10', 'r1')).code).toBe('10000');
  expect(shop.money()).toEqual(['1321.33', '898.88']);
  const named = { trans_out_type: 'userId', trans_out: HAN_MEIMEI, amount: '10' };
  expect((await shop.refund('10', 'r2', { refund_royalty_parameters: [named] })).code).toBe('10000');
  expect(shop.money()).toEqual(['1311.33', '898.88']);
});

const share = fc.record({ account: fc.constantFrom('a', 'b', 'c'), fen: fc.bigInt(1n, 3_000n) });

test('however a payment is divided and refunded, all shares are back to the fen once it is refunded whole', () => {
  fc.assert(
    fc.property(
      fc.array(share, { maxLength: 3 }),
      fc.array(fc.bigInt(1n, 4_000n), { maxLength: 8 }),
      fc.array(share, { maxLength: 2 }),
      (given, wanted, later) => {
        let settlements = given.map(settlementOf);
        let trade = paidTrade();
        let left = trade.terms.totalFen;
        const refund = (amountFen: bigint) => {
          const royalties = proportionalReturns(trade, settlements, amountFen).map((one) => ({ ...one, detailId: '' }));
          expect(sumOf(royalties)).toBeLessThanOrEqual(amountFen);
          expect(canReturn(trade, settlements, { royalties, refundFen: amountFen }, (_type, name) => name)).toBe(true);
          const made: Refund = { outRequestNo: `${trade.refunds.length}`, amountFen, at: 0, royalties };
          trade = { ...trade, refunds: [...trade.refunds, made] };
          left -= amountFen;
        };
        for (const fen of wanted) if (fen < left) refund(fen);
        // More is divided between two refunds, never more than is left.
        const undivided = left - sharesOf(settlements) + returnedOf(trade);
        for (const one of later) {
          if (one.fen <= undivided / 2n) settlements = [...settlements, settlementOf(one, settlements.length)];
        }
        if (left > 0n) refund(left);
        for (const account of ['a', 'b', 'c']) expect(sharesOf(settlements, account)).toBe(returnedOf(trade, account));
      },
    ),
  );
});

function sharesOf(settlements: readonly Settlement[], account?: string): bigint {
  return sumOf(
    settlements.flatMap(({ royalties }) => royalties).filter(({ transIn }) => (account ?? transIn) === transIn),
  );
}

function returnedOf({ refunds }: Trade, account?: string): bigint {
  return sumOf(
    refunds.flatMap(({ royalties = [] }) => royalties).filter(({ transOut }) => (account ?? transOut) === transOut),
  );
}

function paidTrade(): Trade {
  const terms = { outTradeNo: 'o', subject: 's', totalFen: 10_000n, productCode: 'FACE_TO_FACE_PAYMENT' };
  return {
    ...{ tradeNo: 't', appId: 'app', sellerId: 'seller', terms, status: 'TRADE_SUCCESS', createdAt: 0, expiresAt: 1 },
    ...{ contact: { charset: 'utf-8', signType: 'RSA2' }, refunds: [] },
  };
}

function settlementOf({ account, fen }: { account: string; fen: bigint }, index: number): Settlement {
  const royalty = { detailId: `${index}`, transIn: account, transInType: 'userId', amountFen: fen };
  return {
    ...{ settleNo: `${index}`, appId: 'app', sellerId: 'seller', tradeNo: 't', outRequestNo: `${index}` },
    ...{ royalties: [{ ...royalty, type: 'transfer' }], state: 'SUCCESS', isLast: false, requestedAt: 0 },
  };
}
