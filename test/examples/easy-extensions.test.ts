import { Alipay, AlipayGatewayError } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEasySdk, ResponseChecker } from '../../packages/alipay/src/easy/index.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { EXTENSIONS } from './easy-noting.ts';
import { EasyShop } from './easy-shop.ts';

let shop: EasyShop;
beforeAll(async () => {
  shop = await EasyShop.open();
});
afterAll(() => shop[Symbol.asyncDispose]());

describe('the fluent extensions', () => {
  test('go with the one call they were made for, each where it belongs', async () => {
    const { common } = shop.lenient.payment;
    const extended = common
      .agent('merchant-token')
      .auth('user-token')
      .asyncNotify('https://shop.example/notify')
      .route('http://test.alipay.net:8080')
      .optional('seller_id', '2088102146225135')
      .optionalArgs({ timeout_express: '10m', goods_detail: [{ goods_id: 'tea', quantity: 1 }] });
    expect(await shop.askedBy(() => extended.create('龙井茶', 'A1', '88.88', '2088'))).toEqual({
      method: 'alipay.trade.create',
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
    expect(await shop.askedBy(() => common.query('A1'))).toEqual({
      method: 'alipay.trade.query',
      params: {},
      bizContent: { out_trade_no: 'A1' },
    });
  });

  test('make a new object each time, so that two requests at once never mix', async () => {
    const { common } = shop.lenient.payment;
    const ours = common.agent('one').optional('operator_id', 'a');
    const theirs = common.agent('two');
    const both = ours.optional('operator_id', 'b');
    await Promise.all([ours.query('A1'), theirs.query('A2'), both.query('A3'), common.query('A4')]);
    const asked = await shop.asked(4);
    const seen = asked.map(({ params, bizContent }) => [
      bizContent?.out_trade_no,
      params.app_auth_token,
      bizContent?.operator_id,
    ]);
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
    const extended = shop.lenient.payment.common.optionalArgs(fields);
    fields.operator_id = 'b';
    const asked = await shop.askedBy(() => extended.query('A1'));
    expect(asked.bizContent).toEqual({ out_trade_no: 'A1', operator_id: 'a' });
  });

  test('let optional stand in for an argument, as where Alipay takes its own number', async () => {
    const { common, page, huabei } = shop.lenient.payment;
    const query = await shop.askedBy(() => common.optional('trade_no', '2026').query(null));
    expect(query.bizContent).toEqual({ trade_no: '2026' });
    const form = page.optional('product_code', 'OTHER').pay('s', 'A1', '1.00').body;
    const paying = await shop.askedBy(() => shop.open(form).catch(() => undefined));
    expect(paying.bizContent?.product_code).toBe('OTHER');
    const instalments = { hbFqNum: '3', hbFqSellerPercent: '0' };
    const creating = await shop.askedBy(() =>
      huabei.optional('buyer_id', '2088').create('s', 'A1', '1.00', null, instalments),
    );
    expect(creating.bizContent?.buyer_id).toBe('2088');
  });

  test('refuse to call for nobody, which would be to call for the app itself', () => {
    const { common } = shop.easy.payment;
    expect(() => common.agent('')).toThrow('agent is given no token');
    expect(() => Reflect.apply(common.auth, undefined, [undefined])).toThrow('auth is given no token');
  });

  test('are on every group', () => {
    for (const [, group] of Object.entries(shop.easy)) {
      for (const [, api] of Object.entries(group)) {
        for (const name of EXTENSIONS) {
          expect(api).toHaveProperty(name, expect.any(Function));
        }
      }
    }
  });
});

describe('a response', () => {
  test('has Alipay’s fields in Alipay’s names, and Easy SDK’s five', async () => {
    await shop.paid('A1');
    const response = await shop.easy.payment.common.query('A1');
    expect(response).toMatchObject({ code: '10000', msg: 'Success', trade_status: 'TRADE_SUCCESS' });
    expect(JSON.parse(response.httpBody)).toMatchObject({ alipay_trade_query_response: { code: '10000' } });
    expect(ResponseChecker.success(response)).toBe(true);
  });

  test('of a token has no code, and is a success all the same', async () => {
    const response = await shop.easy.base.oauth.getToken(await shop.consented());
    expect(response).toMatchObject({ code: '', access_token: expect.any(String) });
    expect(ResponseChecker.success(response)).toBe(true);
  });

  test('of a payment that the buyer must confirm is not a success yet', async () => {
    const { code } = shop.sandbox.paymentCode();
    const response = await shop.easy.payment.faceToFace.pay('s', 'A2', '2000.01', code);
    expect(response).toMatchObject({ code: '10003', trade_no: expect.any(String) });
    expect(ResponseChecker.success(response)).toBe(false);
  });

  test('that refuses is thrown, or returned if the caller wants it as Easy SDK does', async () => {
    const { common } = shop.easy.payment;
    await expect(common.close('nowhere')).rejects.toThrow(AlipayGatewayError);
    await expect(common.close('nowhere')).rejects.toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
    const response = await shop.lenient.payment.common.close('nowhere');
    expect(response).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST', subMsg: '交易不存在' });
    expect(response.httpBody).toContain('alipay_trade_close_response');
    expect(ResponseChecker.success(response)).toBe(false);
  });

  test('that is no answer of Alipay’s is thrown even then', async () => {
    const { app_id: appId } = shop.app;
    const others = { privateKey: shop.privateKey, alipayPublicKey: newKeyPair().publicKey };
    const wary = new Alipay({ appId, ...others, gateway: shop.sandbox.gatewayUrl });
    const lenient = createEasySdk(wary, { refusals: 'return' });
    await expect(lenient.payment.common.query('A1')).rejects.toMatchObject({ name: 'AlipaySignatureError' });
  });
});
