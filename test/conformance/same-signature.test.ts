import { Alipay } from '@till/alipay';
import { parseBeijing } from '@till/alipay/time';
import { AlipaySdk } from 'alipay-sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { readForm } from '../fixtures/payment-form.ts';

const GATEWAY = 'http://127.0.0.1:1/gateway.do';
const TIMESTAMP = '2026-01-31 09:30:00';
const NOTIFY_URL = 'https://shop.example/notify?a=1&b=2';
const RETURN_URL = 'https://shop.example/return#top';

const app = newKeyPair();
const appId = '2021000000000001';
const alipayPublicKey = newKeyPair().publicKey;

/** The two write two optional things differently, `charset` in capitals and `format`; here both are given ours. */
const SAME_SYSTEM_FIELDS = { timestamp: TIMESTAMP, charset: 'UTF-8', format: 'json' };

function clients(signType: 'RSA2' | 'RSA') {
  const clock = { now: () => parseBeijing(TIMESTAMP) };
  return {
    ours: new Alipay({ appId, privateKey: app.privateKey, alipayPublicKey, gateway: GATEWAY, signType, clock }),
    official: new AlipaySdk({
      appId,
      privateKey: app.privateKey,
      keyType: 'PKCS8',
      alipayPublicKey,
      gateway: GATEWAY,
      signType,
    }),
  };
}

const order = { out_trade_no: 'A-1', total_amount: '88.88', product_code: 'FAST_INSTANT_TRADE_PAY' };

describe.each(['RSA2', 'RSA'] as const)('for the same parameters, with %s,', (signType) => {
  const { ours, official } = clients(signType);

  test.each(['龙井茶', '充值 100%', 'a+b', '<b>"AT&amp;T" &copy; \'90</b>', 'line\nbreak', '🍵', '\\/'])(
    'our order string and the official one say and sign the same: %j',
    (subject) => {
      const method = 'alipay.trade.app.pay';
      const fields = { ...order, subject };
      const options = { notifyUrl: NOTIFY_URL, returnUrl: RETURN_URL };
      const mine = new URLSearchParams(ours.orderString(method, fields, options));
      const theirs = new URLSearchParams(
        official.sdkExecute(method, { ...SAME_SYSTEM_FIELDS, ...options, bizContent: fields }),
      );
      expect(Object.fromEntries(mine)).toEqual(Object.fromEntries(theirs));
    },
  );

  test('any text at all is signed alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (subject) => {
        const mine = new URLSearchParams(ours.orderString('alipay.trade.app.pay', { ...order, subject }));
        const theirs = new URLSearchParams(
          official.sdkExecute('alipay.trade.app.pay', { ...SAME_SYSTEM_FIELDS, bizContent: { ...order, subject } }),
        );
        expect(mine.get('sign')).toBe(theirs.get('sign'));
      }),
      { numRuns: 50 },
    );
  });

  test('our page form carries the parameters and the signature of the official url', () => {
    const method = 'alipay.trade.page.pay';
    const fields = { ...order, subject: '茶 & "糖"' };
    const url = new URL(
      official.pageExecute(method, 'GET', {
        ...SAME_SYSTEM_FIELDS,
        notifyUrl: NOTIFY_URL,
        returnUrl: RETURN_URL,
        bizContent: fields,
      }),
    );
    const theirs = Object.fromEntries(url.searchParams);
    const form = readForm(
      ours.pageForm(method, fields, {
        notifyUrl: NOTIFY_URL,
        returnUrl: RETURN_URL,
        params: { alipay_sdk: theirs.alipay_sdk ?? '' },
      }),
    );
    expect(form.fields).toEqual(theirs);
  });
});
