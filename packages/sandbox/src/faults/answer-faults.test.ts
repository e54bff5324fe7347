import { createVerify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { GatewayFault } from '../index.ts';
import { openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

/** What goes wrong on the way back, and the client that falls for it. */
async function shopWith(kind: GatewayFault, method = 'alipay.trade.query', ms?: number) {
  const shop = await openShop();
  const tradeNo = await shop.merchant.paidTrade({ subject: '中文标题' });
  shop.sandbox.setFaults({ gateway: [{ p: 1, kind, method, ...(ms === undefined ? {} : { ms }) }] });
  const ask = () => shop.merchant.send(shop.merchant.parameters('alipay.trade.query', { trade_no: tradeNo }));
  const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
  return { ...shop, tradeNo, ask, v3, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
}

/** Reads what it gets, and believes it. */
function naiveStatus(text: string): string {
  return JSON.parse(text).alipay_trade_query_response.trade_status;
}

describe('a gateway that answers under a wrong signature', () => {
  test('is believed by a client that does not verify', async () => {
    await using shop = await shopWith('bad_signature');
    const answered = await shop.ask();
    expect(naiveStatus(answered.text)).toBe('TRADE_SUCCESS');
    expect(shop.merchant.verifyAnswer(answered)).toBe(false);
  });

  test('does so over v3 as well', async () => {
    await using shop = await shopWith('bad_signature');
    const answered = await shop.v3.post('/v3/alipay/trade/query', { trade_no: shop.tradeNo });
    expect(answered.body.trade_status).toBe('TRADE_SUCCESS');
    expect(shop.v3.verify(answered)).toBe(false);
  });
});

test('an answer cut off in the middle throws a naive client out of its refund, which has been made', async () => {
  await using shop = await shopWith('truncate', 'alipay.trade.refund');
  const refund = shop.merchant.parameters('alipay.trade.refund', { trade_no: shop.tradeNo, refund_amount: '88.88' });
  const body = new URLSearchParams(refund);
  const response = await fetch(`${shop.sandbox.gatewayUrl}?charset=utf-8`, { method: 'POST', body });
  expect(response.status).toBe(200);
  await expect(response.json()).rejects.toThrow(SyntaxError);
  expect(shop.sandbox.summary().refund_amount).toBe('88.88');
});

test('an answer that comes twice in a row is no JSON to a naive client', async () => {
  await using shop = await shopWith('answer_twice');
  const response = await fetch(`${shop.sandbox.gatewayUrl}?charset=utf-8`, {
    method: 'POST',
    body: new URLSearchParams(shop.merchant.parameters('alipay.trade.query', { trade_no: shop.tradeNo })),
  });
  const text = await response.text();
  expect(() => naiveStatus(text)).toThrow(SyntaxError);
  expect(naiveStatus(text.slice(0, text.length / 2))).toBe('TRADE_SUCCESS');
});

test('an answer in another charset than asked for is garbled for a client that trusts the header', async () => {
  await using shop = await shopWith('bad_charset');
  shop.sandbox.setAnswer('alipay.trade.query', { subject: '中文标题', trade_status: 'TRADE_SUCCESS' });
  const answered = await shop.ask();
  expect(answered.headers.get('content-type')).toBe('text/html;charset=utf-8');
  expect(JSON.parse(answered.text).alipay_trade_query_response.subject).not.toBe('中文标题');
  expect(JSON.parse(new TextDecoder('gbk').decode(answered.bytes)).alipay_trade_query_response.subject).toBe(
    '中文标题',
  );
  expect(shop.merchant.verifyAnswer(answered)).toBe(false);
});

test('over v3 an unknown error is a 500, and the trade has been refunded all the same', async () => {
  await using shop = await shopWith('unknown_error_after', 'alipay.trade.refund');
  const body = { trade_no: shop.tradeNo, refund_amount: '1.00', out_request_no: 'r1' };
  const answered = await shop.v3.post('/v3/alipay/trade/refund', body);
  expect([answered.status, answered.body.code]).toEqual([500, 'unknow-error']);
  expect(shop.sandbox.summary().refund_amount).toBe('1.00');
});

test('a good answer does verify, so that these tests mean something', async () => {
  await using shop = await openShop();
  await shop.merchant.paidTrade();
  const { bytes, text } = await shop.merchant.call('alipay.trade.query', { out_trade_no: 'order-1' });
  const [, node = '', sign = ''] = /response":(\{.*\}),"sign":"(.*)"\}$/.exec(text) ?? [];
  expect(bytes.toString()).toBe(text);
  expect(createVerify('RSA-SHA256').update(node).verify(shop.merchant.app.alipay_public_key, sign, 'base64')).toBe(
    true,
  );
});
