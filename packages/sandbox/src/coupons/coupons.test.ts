import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CouponInput, createSandbox } from '../index.ts';
import { listenForNotifications, Merchant, openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';
import { amountsOf, partsOfRefund } from '../trades/amounts.ts';
import type { Trade } from '../trades/trade.ts';
import type { Coupon, CouponChannel } from './coupon.ts';

const LI_LEI = '2088002100000011';
const ASK = { query_options: ['fund_bill_list', 'voucher_detail_list', 'discount_amount', 'mdiscount_amount'] };

/** A shop in which Li Lei has a coupon over 20 yuan and pays 100. */
async function openShopWith(coupon: Partial<CouponInput>, order: object = {}) {
  const shop = await openShop();
  const server = await listenForNotifications();
  shop.sandbox.giveCoupon(LI_LEI, { amount: '20.00', ...coupon });
  const terms = { out_trade_no: 'o1', total_amount: '100.00', ...order };
  const tradeNo = await shop.merchant.paidTrade(terms, { notify_url: server.url });
  await shop.sandbox.advance(0);
  const call = async (method: string, content: object) => (await shop.merchant.call(`alipay.${method}`, content)).node;
  const close = async () => {
    await server[Symbol.asyncDispose]();
    await shop.sandbox.close();
  };
  const balance = async () => (await call('data.bill.balance.query', {})).available_amount;
  return { ...shop, server, tradeNo, call, balance, [Symbol.asyncDispose]: close };
}

test.each([
  ['COUPON', '100.00', '0.60', '1000099.40'],
  ['DISCOUNT', '100.00', '0.60', '1000099.40'],
  ['MDISCOUNT', '80.00', '0.48', '1000079.52'],
] as const)('%s: the buyer pays 80 of 100, and the merchant receives %s', async (channel, receipt, fee, balance) => {
  await using shop = await openShopWith({ channel, name: '满减券' });
  const query = await shop.call('trade.query', { out_trade_no: 'o1', ...ASK });
  expect(query).toMatchObject({
    ...{ total_amount: '100.00', buyer_pay_amount: '80.00', invoice_amount: '80.00', receipt_amount: receipt },
    fund_bill_list: [
      { fund_channel: 'ALIPAYACCOUNT', amount: '80.00' },
      { fund_channel: channel, amount: '20.00' },
    ],
  });
  expect(shop.server.fields(0)).toMatchObject({
    ...{ total_amount: '100.00', buyer_pay_amount: '80.00', invoice_amount: '80.00', receipt_amount: receipt },
    fund_bill_list: `[{"amount":"80.00","fundChannel":"ALIPAYACCOUNT"},{"amount":"20.00","fundChannel":"${channel}"}]`,
  });
  expect(await shop.balance()).toBe(balance);
  expect(shop.sandbox.summary()).toMatchObject({ paid_amount: '100.00', fee_amount: fee });
  expect(shop.sandbox.buyers()[0]?.funding[0]?.available_amount).toBe('99920.00');
  // A red packet is money; a discount is a voucher.
  const voucher = { name: '满减券', amount: '20.00', type: 'ALIPAY_FIX_VOUCHER' };
  const [merchants, others] = channel === 'MDISCOUNT' ? ['20.00', '0.00'] : ['0.00', '20.00'];
  expect(query.voucher_detail_list).toEqual(
    channel === 'COUPON'
      ? undefined
      : [{ ...voucher, id: expect.any(String), merchant_contribute: merchants, other_contribute: others }],
  );
  expect([query.discount_amount, query.mdiscount_amount]).toEqual([
    channel === 'DISCOUNT' ? '20.00' : undefined,
    channel === 'MDISCOUNT' ? '20.00' : undefined,
  ]);
  expect(JSON.parse(shop.server.fields(0).voucher_detail_list ?? '[]')).toEqual(
    channel === 'COUPON' ? [] : [{ ...voucher, merchantContribute: merchants, otherContribute: others }],
  );
});

test.each([
  ['COUPON', '1000049.40', '999999.40'],
  ['MDISCOUNT', '1000029.52', '999999.52'],
] as const)(
  '%s: a refund gives back the buyer’s own money first, then the coupon, none of it twice',
  async (channel, half, none) => {
    await using shop = await openShopWith({ channel });
    const refund = (refund_amount: string, out_request_no: string) =>
      shop.call('trade.refund', {
        ...{ out_trade_no: 'o1', refund_amount, out_request_no },
        query_options: ['refund_detail_item_list'],
      });
    expect(await refund('50.00', 'r1')).toMatchObject({
      ...{ refund_fee: '50.00', send_back_fee: '50.00' },
      refund_detail_item_list: [{ amount: '50.00', fund_channel: 'ALIPAYACCOUNT' }],
    });
    expect(await shop.balance()).toBe(half);
    expect(await refund('33.33', 'r2')).toMatchObject({
      send_back_fee: channel === 'MDISCOUNT' ? '30.00' : '33.33',
      refund_detail_item_list: [
        { amount: '30.00', fund_channel: 'ALIPAYACCOUNT' },
        { amount: '3.33', fund_channel: channel },
      ],
    });
    await refund('16.67', 'r3');
    expect(await shop.balance()).toBe(none);
    expect(shop.sandbox.buyers()[0]?.funding[0]?.available_amount).toBe('100000.00');
    const asked = await shop.call('trade.fastpay.refund.query', { out_trade_no: 'o1', out_request_no: 'r2' });
    expect(asked).toMatchObject({
      ...{ refund_amount: '33.33', present_refund_buyer_amount: '30.00', present_refund_discount_amount: '0.00' },
      present_refund_mdiscount_amount: channel === 'MDISCOUNT' ? '3.33' : '0.00',
    });
  },
);

test('what cannot be used is not: too large, the order too small, not discountable, not taken', async () => {
  const paid = async (coupon: Partial<CouponInput>, order: object = {}) => {
    await using shop = await openShopWith(coupon, order);
    return (await shop.call('trade.query', { out_trade_no: 'o1', ...ASK })).buyer_pay_amount;
  };
  expect(await paid({ amount: '100.00' })).toBe('100.00');
  expect(await paid({ amount: '99.99' })).toBe('0.01');
  expect(await paid({ least: '100.01' })).toBe('100.00');
  expect(await paid({ least: '100.00' })).toBe('80.00');
  expect(await paid({ channel: 'DISCOUNT' }, { disable_pay_channels: 'promotion' })).toBe('100.00');
  expect(await paid({ channel: 'COUPON' }, { disable_pay_channels: 'promotion' })).toBe('80.00');
  expect(await paid({ channel: 'COUPON' }, { disable_pay_channels: 'coupon,pcredit' })).toBe('100.00');
  expect(await paid({ channel: 'MDISCOUNT' }, { undiscountable_amount: '80.01' })).toBe('100.00');
  expect(await paid({ channel: 'MDISCOUNT' }, { undiscountable_amount: '80.00' })).toBe('80.00');
});

test('a coupon is used once, the largest first, by its owner; a payment code uses it too, over v3 as well', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  sandbox.giveCoupon(LI_LEI, { amount: '5.00' });
  sandbox.giveCoupon(LI_LEI, { amount: '8.00', channel: 'DISCOUNT' });
  const v3 = new V3Merchant(sandbox, merchant.app);
  const pay = async (out_trade_no: string, buyer: string) => {
    const scanned = { scene: 'bar_code', auth_code: sandbox.paymentCode(buyer).code };
    return (
      await v3.post('/v3/alipay/trade/pay', {
        out_trade_no,
        total_amount: '10.00',
        subject: '茶',
        query_options: ['discount_amount'],
        ...scanned,
      })
    ).body;
  };
  expect(await pay('o1', '2088002100000022')).toMatchObject({ buyer_pay_amount: '10.00' });
  expect(await pay('o2', LI_LEI)).toMatchObject({ buyer_pay_amount: '2.00', discount_amount: '8.00' });
  expect(await pay('o3', LI_LEI)).toMatchObject({ buyer_pay_amount: '5.00', receipt_amount: '10.00' });
  expect(await pay('o4', LI_LEI)).toMatchObject({ buyer_pay_amount: '10.00' });
});

test('who has just enough with a coupon can pay', async () => {
  await using shop = await openShop();
  const poor = '2088002100000055';
  const { tradeNo } = await shop.merchant.openCashier({ out_trade_no: 'o1', total_amount: '10.00' });
  shop.sandbox.giveCoupon(poor, { amount: '9.99' });
  await expect(shop.sandbox.pay(tradeNo, { buyer_id: poor })).rejects.toThrow('BUYER_BALANCE_NOT_ENOUGH');
  const rich = '2088002100000044';
  shop.sandbox.giveCoupon(rich, { amount: '9.00' });
  await shop.sandbox.pay(tradeNo, { buyer_id: rich });
  expect(shop.sandbox.buyers()[3]?.funding[0]?.available_amount).toBe('887.88');
});

test('coupons last through a restart, and a reset forgets them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'till-coupons-'));
  const dataFile = join(folder, 'sandbox.db');
  const first = await createSandbox({ dataFile });
  const merchant = await Merchant.of(first, 'shop');
  first.giveCoupon(LI_LEI, { amount: '1.00' });
  await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '10.00' });
  first.giveCoupon(LI_LEI, { amount: '2.00' });
  await first.close();
  const second = await createSandbox({ dataFile });
  const same = new Merchant(second, merchant.app);
  await same.paidTrade({ out_trade_no: 'o2', total_amount: '10.00' });
  await second.reset();
  await same.paidTrade({ out_trade_no: 'o3', total_amount: '10.00' });
  const query = await same.call('alipay.trade.query', { out_trade_no: 'o3', ...ASK });
  expect(query.node.buyer_pay_amount).toBe('10.00');
  await second.close();
  await rm(folder, { recursive: true });
});

test('over HTTP, with what is wrong with a coupon', async () => {
  await using sandbox = await createSandbox();
  const ask = async (method: string, buyer: string, body?: object) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/_sandbox/buyers/${buyer}/coupons`, { method, ...sent });
    return (await response.json()) as { message?: string };
  };
  const given = await ask('POST', LI_LEI, { amount: '3', channel: 'DISCOUNT', name: '新人券', least: '10' });
  const coupon = { buyer_id: LI_LEI, channel: 'DISCOUNT', name: '新人券', amount: '3.00', least: '10.00' };
  expect(given).toEqual({ ...coupon, coupon_id: expect.stringMatching(/^\d{20}$/) });
  expect(await ask('GET', LI_LEI)).toEqual({ coupons: [given] });
  const refused: [object, RegExp][] = [
    [{}, /lacks amount/],
    [{ amount: '1.234' }, /^amount: /],
    [{ amount: '0' }, /takes nothing off/],
    [{ amount: '1', least: 'x' }, /^least: /],
    [{ amount: '1', channel: 'POINT' }, /one of COUPON, DISCOUNT, MDISCOUNT/],
    [{ amount: '1', kind: 'x' }, /no field "kind"/],
  ];
  for (const [body, message] of refused) expect((await ask('POST', LI_LEI, body)).message).toMatch(message);
  expect((await ask('POST', '1', { amount: '1' })).message).toMatch(/There is no buyer 1/);
});

test('however a payment is refunded, each part goes back whole and none is ever negative', () => {
  const channel = fc.constantFrom<CouponChannel>('COUPON', 'DISCOUNT', 'MDISCOUNT');
  fc.assert(
    fc.property(
      fc.bigInt(2n, 100_000n),
      fc.bigInt(1n, 100_000n),
      channel,
      fc.array(fc.bigInt(1n, 50_000n), { maxLength: 8 }),
      (totalFen, couponFen, kind, wanted) => {
        let trade = paidWith(totalFen, { channel: kind, amountFen: 1n + (couponFen % (totalFen - 1n)) });
        let left = totalFen;
        const amounts = [...wanted.map((fen) => (fen < left ? fen : left)), totalFen];
        for (const [index, one] of amounts.entries()) {
          const amountFen = one < left ? one : left;
          if (amountFen === 0n) continue;
          left -= amountFen;
          trade = { ...trade, refunds: [...trade.refunds, { outRequestNo: `${index}`, amountFen, at: 0 }] };
        }
        const parts = trade.refunds.map((refund) => partsOfRefund(trade, refund));
        const whole = amountsOf(trade);
        for (const name of ['totalFen', 'buyerFen', 'receiptFen', 'alipayFen', 'merchantFen'] as const) {
          for (const part of parts) expect(part[name]).toBeGreaterThanOrEqual(0n);
          expect(parts.reduce((sum, part) => sum + part[name], 0n)).toBe(whole[name]);
        }
        for (const { totalFen, buyerFen, receiptFen, alipayFen, merchantFen } of [...parts, whole]) {
          expect(buyerFen + alipayFen + merchantFen).toBe(totalFen);
          expect(buyerFen + alipayFen).toBe(receiptFen);
        }
      },
    ),
  );
});

function paidWith(totalFen: bigint, coupon: Pick<Coupon, 'channel' | 'amountFen'>): Trade {
  const terms = { outTradeNo: 'o', subject: 's', totalFen, productCode: 'p' };
  const payment = { buyerId: 'b', buyerLogonId: 'b', channel: 'ALIPAYACCOUNT', at: 0 } as const;
  return {
    ...{ tradeNo: 't', appId: 'app', sellerId: 'seller', terms, status: 'TRADE_SUCCESS', createdAt: 0, expiresAt: 1 },
    ...{ contact: { charset: 'utf-8', signType: 'RSA2' }, refunds: [] },
    payment: { ...payment, coupon: { id: '1', name: 'c', ...coupon } },
  };
}
