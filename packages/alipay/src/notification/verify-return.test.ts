import { describe, expect, test } from 'vitest';
import { APP_ID, alipaySign, client } from '../client/client.fixture.ts';
import { signContent } from '../signing/index.ts';

const RETURNED: Record<string, string> = {
  charset: 'UTF-8',
  out_trade_no: 'A1',
  method: 'alipay.trade.page.pay.return',
  total_amount: '0.01',
  trade_no: '2026030122001400000000000001',
  auth_app_id: APP_ID,
  version: '1.0',
  app_id: APP_ID,
  seller_id: '2088102175953034',
  timestamp: '2026-03-01 12:00:00',
};
const signed: Record<string, string> = { ...RETURNED, sign: alipaySign(signContent(RETURNED)), sign_type: 'RSA2' };
const query = new URLSearchParams(signed).toString();

describe('a return from the cashier', () => {
  test.each<[string, Parameters<ReturnType<typeof client>['verifyReturn']>[0]]>([
    ['parameters', signed],
    ['URLSearchParams', new URLSearchParams(query)],
    ['a query', query],
    ['a path and query', `/return?${query}`],
    ['a url', new URL(`https://shop.example/return?${query}#top`)],
    ["a url with the merchant's own parameters, even repeated", `https://shop.example/return?a=1&a=2&${query}#top`],
  ])('is verified when given as %s', (_what, returned) => {
    expect(client().verifyReturn(returned)).toEqual(signed);
  });

  test("gives back nothing of the merchant's own parameters, since they are not signed", () => {
    expect(client().verifyReturn({ ...signed, coupon: 'free' })).not.toHaveProperty('coupon');
  });

  test.each([
    ['another amount', { ...signed, total_amount: '0.02' }, 'signature'],
    ['no signature', RETURNED, 'missing_sign'],
    ['nothing at all', undefined, 'malformed'],
    ['an amount that is a number', { ...signed, total_amount: 1 }, 'malformed'],
    ['a parameter more of a name that Alipay signs', { ...signed, refund_amount: '1.00' }, 'signature'],
  ])('with %s is refused', (_what, returned, reason) => {
    expect(() => client().verifyReturn(returned as never)).toThrow(expect.objectContaining({ reason }));
  });

  test('that was altered is not told to be a body', () => {
    expect(() => client().verifyReturn({ ...signed, total_amount: '0.02' })).toThrow(
      "a value was changed, left out or added on its way. Give the return's url exactly as received.",
    );
  });
});
