import { Alipay, AlipayGatewayError } from '@till/alipay';
import { encodeText } from '@till/alipay/charset';
import { AlipaySdk } from 'alipay-sdk';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEasySdk, type EasySdk, ResponseChecker } from '../../packages/alipay/src/easy/index.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { APP_ID, KEYS, openGateway, signAsAlipay, signedForm, stringToSign } from './signed-gateway.ts';

const REFUSED = { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST', sub_msg: '交易不存在' };

let gateway: Awaited<ReturnType<typeof openGateway>>;
let alipay: Alipay;
let easy: EasySdk;

beforeAll(async () => {
  gateway = await openGateway({
    'alipay.trade.close': REFUSED,
    'alipay.system.oauth.token': { access_token: 'authusrB', user_id: '2088', expires_in: 300 },
    'alipay.trade.pay': { code: '10003', msg: ' order success pay inprocess', trade_no: '2026' },
  });
  alipay = new Alipay({ ...KEYS, gateway: gateway.url });
  easy = createEasySdk(alipay);
});
afterAll(() => gateway[Symbol.asyncDispose]());

const last = () => gateway.asked.at(-1);

describe('the fluent extensions', () => {
  test('go with the one call they were made for, each where it belongs', async () => {
    await easy.payment.common
      .agent('merchant-token')
      .auth('user-token')
      .asyncNotify('https://shop.example/notify')
      .route('http://test.alipay.net:8080')
      .optional('seller_id', '2088102146225135')
      .optionalArgs({ timeout_express: '10m', goods_detail: [{ goods_id: 'tea', quantity: 1 }] })
      .create('龙井茶', 'A1', '88.88', '2088');
    expect(last()).toMatchObject({
      params: {
        app_auth_token: 'merchant-token',
        auth_token: 'user-token',
        notify_url: 'https://shop.example/notify',
        ws_service_url: 'http://test.alipay.net:8080',
      },
      bizContent: {
        subject: '龙井茶',
        out_trade_no: 'A1',
        total_amount: '88.88',
        buyer_id: '2088',
        seller_id: '2088102146225135',
        timeout_express: '10m',
        goods_detail: [{ goods_id: 'tea', quantity: 1 }],
      },
    });
    await easy.payment.common.query('A1');
    expect(last()).toMatchObject({ params: {}, bizContent: { out_trade_no: 'A1' } });
    expect(last()?.params).toEqual({});
  });

  test('make a new object each time, so that two requests at once never mix', async () => {
    const common = easy.payment.common;
    const ours = common.agent('one').optional('operator_id', 'a');
    const theirs = common.agent('two');
    const both = ours.optional('operator_id', 'b');
    await Promise.all([ours.query('A1'), theirs.query('A2'), both.query('A3'), common.query('A4')]);
    const seen = gateway.asked
      .slice(-4)
      .map(({ params, bizContent }) => [bizContent?.out_trade_no, params.app_auth_token, bizContent?.operator_id]);
    expect(seen.sort()).toEqual([
      ['A1', 'one', 'a'],
      ['A2', 'two', undefined],
      ['A3', 'one', 'b'],
      ['A4', undefined, undefined],
    ]);
    expect(Object.isFrozen(ours)).toBe(true);
  });

  test('keep the fields they were given, whatever the caller does to them afterwards', async () => {
    const fields: Record<string, unknown> = { operator_id: 'a' };
    const extended = easy.payment.common.optionalArgs(fields);
    fields.operator_id = 'b';
    await extended.query('A1');
    expect(last()?.bizContent).toEqual({ out_trade_no: 'A1', operator_id: 'a' });
  });

  test('let optional stand in for an argument, as where Alipay takes its own number', async () => {
    await easy.payment.common.optional('trade_no', '2026').query(null);
    expect(last()?.bizContent).toEqual({ trade_no: '2026' });
    await easy.payment.page.optional('product_code', 'OTHER').pay('s', 'A1', '1.00');
    await easy.payment.huabei.optional('buyer_id', '2088').create('s', 'A1', '1.00', null, {
      hbFqNum: '3',
      hbFqSellerPercent: '0',
    });
    expect(last()?.bizContent?.buyer_id).toBe('2088');
  });

  test('refuse to call for nobody, which would be to call for the app itself', () => {
    expect(() => easy.payment.common.agent('')).toThrow('agent is given no token');
    expect(() => Reflect.apply(easy.payment.common.auth, undefined, [undefined])).toThrow('auth is given no token');
  });

  test('are on every group', () => {
    for (const [, group] of Object.entries(easy)) {
      for (const [, api] of Object.entries(group)) {
        for (const name of ['agent', 'auth', 'asyncNotify', 'route', 'optional', 'optionalArgs']) {
          expect(api).toHaveProperty(name, expect.any(Function));
        }
      }
    }
  });
});

describe('a response', () => {
  test('has Alipay’s fields in Alipay’s names, and Easy SDK’s five', async () => {
    const response = await easy.payment.common.query('A1');
    expect(response).toMatchObject({ code: '10000', msg: 'Success' });
    expect(JSON.parse(response.httpBody)).toMatchObject({ alipay_trade_query_response: { code: '10000' } });
    expect(ResponseChecker.success(response)).toBe(true);
  });

  test('of a token has no code, and is a success all the same', async () => {
    const response = await easy.base.oauth.getToken('c0de');
    expect(response).toMatchObject({ code: '', access_token: 'authusrB' });
    expect(ResponseChecker.success(response)).toBe(true);
  });

  test('of a payment that the buyer must confirm is not a success yet', async () => {
    const response = await easy.payment.faceToFace.pay('s', 'A1', '2000.01', '28');
    expect(response).toMatchObject({ code: '10003', trade_no: '2026' });
    expect(ResponseChecker.success(response)).toBe(false);
  });

  test('that refuses is thrown, or returned if the caller wants it as Easy SDK does', async () => {
    await expect(easy.payment.common.close('A1')).rejects.toThrow(AlipayGatewayError);
    await expect(easy.payment.common.close('A1')).rejects.toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
    const lenient = createEasySdk(alipay, { refusals: 'return' });
    const response = await lenient.payment.common.close('A1');
    expect(response).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST', subMsg: '交易不存在' });
    expect(response.httpBody).toContain('alipay_trade_close_response');
    expect(ResponseChecker.success(response)).toBe(false);
  });

  test('that is no answer of Alipay’s is thrown even then', async () => {
    const wary = new Alipay({ ...KEYS, gateway: gateway.url, alipayPublicKey: newKeyPair().publicKey });
    const lenient = createEasySdk(wary, { refusals: 'return' });
    await expect(lenient.payment.common.query('A1')).rejects.toMatchObject({ name: 'AlipaySignatureError' });
  });
});

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
  const verify = (parameters: Record<string, string>) => easy.payment.common.verifyNotify(parameters);

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
    expect(Reflect.apply(easy.payment.common.verifyNotify, undefined, [nested])).toBe(false);
  });
});
