import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const CASES = [
  ['app_call_limited', '40005', 'isv.app-call-limited', 429],
  ['method_call_limited', '40005', 'isv.method-call-limited', 429],
  ['illegal_client_ip', '40006', 'isv.illegal-client-ip', 403],
  ['no_permission', '40006', 'isv.insufficient-isv-permissions', 403],
] as const;

test.each(CASES)(
  '%s: a client that takes every answer for a refund believes one that was never made',
  async (...one) => {
    const [kind, code, subCode, status] = one;
    await using shop = await openShop();
    const tradeNo = await shop.merchant.paidTrade();
    shop.sandbox.setFaults({ gateway: [{ method: 'alipay.trade.refund', p: 1, kind }] });
    const content = { trade_no: tradeNo, refund_amount: '1.00', out_request_no: 'r1' };
    const answered = await shop.merchant.call('alipay.trade.refund', content);
    // HTTP says 200 and the signature is good, so a naive client is content.
    expect([answered.status, shop.merchant.verifyAnswer(answered)]).toEqual([200, true]);
    expect(answered.node).toMatchObject({ code, sub_code: subCode });
    const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
    const overV3 = await v3.post('/v3/alipay/trade/refund', content);
    expect([overV3.status, overV3.body.code]).toEqual([status, subCode.replace('isv.', '')]);
    expect(shop.sandbox.summary().refund_count).toBe(0);
    expect((await shop.merchant.call('alipay.trade.query', { trade_no: tradeNo })).node.code).toBe('10000');
  },
);

test('limits pass: a client that waits and asks again gets through, and refunds once', async () => {
  await using shop = await openShop();
  const tradeNo = await shop.merchant.paidTrade();
  shop.sandbox.setFaults({ seed: 8, gateway: [{ p: 0.65, kind: 'method_call_limited' }] });
  const content = { trade_no: tradeNo, refund_amount: '1.00', out_request_no: 'r1' };
  const codes: (string | undefined)[] = [];
  while (codes.length < 30 && codes.at(-1) !== '10000') {
    codes.push((await shop.merchant.call('alipay.trade.refund', content)).node.code);
  }
  expect(codes.length).toBeGreaterThan(1);
  expect(codes.at(-1)).toBe('10000');
  expect(shop.sandbox.summary().refund_count).toBe(1);
});
