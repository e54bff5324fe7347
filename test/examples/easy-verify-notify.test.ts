import { Alipay } from '@till/alipay';
import { encodeText } from '@till/alipay/charset';
import { AlipaySdk } from 'alipay-sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEasySdk } from '../../packages/alipay/src/easy/index.ts';
import { APP_ID, KEYS, signAsAlipay, signedForm, stringToSign } from './signed-gateway.ts';

const { common } = createEasySdk(new Alipay(KEYS)).payment;

describe('verifyNotify', () => {
  const fields = {
    app_id: APP_ID,
    charset: 'utf-8',
    notify_type: 'trade_status_sync',
    out_trade_no: 'A1',
    subject: '龙井茶 100% & "糖"',
    total_amount: '88.88',
    trade_status: 'TRADE_SUCCESS',
  };
  const parsed = (more: Record<string, string> = {}) =>
    Object.fromEntries(new URLSearchParams(signedForm({ ...fields, ...more })));
  const verify = (parameters: Record<string, string>) => common.verifyNotify(parameters);

  test('believes what Alipay signed for this app', () => {
    expect(verify(parsed())).toBe(true);
    expect(verify(parsed({ passback_params: 'a%3D1%26b%3D2', body: '' }))).toBe(true);
  });

  test('believes a notification in GBK, which is signed over GBK bytes', () => {
    const gbk = { ...fields, charset: 'GBK' };
    const parameters = { ...gbk, sign_type: 'RSA2', sign: signAsAlipay(encodeText(stringToSign(gbk), 'gbk')) };
    expect(verify(parameters)).toBe(true);
    expect(verify({ ...parameters, subject: '🍵' })).toBe(false);
  });

  test('believes what the official client believes, and nothing else', () => {
    const official = new AlipaySdk({ ...KEYS, keyType: 'PKCS8' });
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.string({ minLength: 1 })), (more) => {
        const { sign: _, sign_type: __, charset: ___, app_id: ____, ...others } = more;
        const parameters = { ...parsed(), ...others };
        expect(verify(parameters)).toBe(official.checkNotifySignV2({ ...parameters }));
        const signed = parsed(others);
        expect(verify(signed)).toBe(official.checkNotifySignV2({ ...signed }));
      }),
      { numRuns: 40 },
    );
  });

  test.each<[string, () => Record<string, string>]>([
    ['a changed amount', () => ({ ...parsed(), total_amount: '0.01' })],
    ['an added parameter', () => ({ ...parsed(), extra: '1' })],
    ['one with a name that objects take for themselves', () => ({ ...parsed(), ['__proto__']: '1' })],
    ['no signature', () => ({ ...parsed(), sign: '' })],
    ['another algorithm', () => ({ ...parsed(), sign_type: 'RSA' })],
    ['another app', () => parsed({ app_id: '2021000000000009' })],
    ['a charset that is not the one signed', () => ({ ...parsed(), charset: 'gbk' })],
    ['a name and value that would run together', () => ({ ...parsed(), 'a&b': '1' })],
    ['half a character', () => ({ ...parsed(), subject: '\ud800' })],
    ['nothing', () => ({})],
  ])('does not believe %s', (_what, parameters) => {
    expect(verify(parameters())).toBe(false);
  });

  test('does not believe, or break at, values that are not text', () => {
    const nested: Record<string, unknown> = { ...parsed(), out_trade_no: ['A1', 'A2'] };
    expect(Reflect.apply(common.verifyNotify, undefined, [nested])).toBe(false);
    expect(Reflect.apply(common.verifyNotify, undefined, [])).toBe(false);
  });
});
