import { Alipay, AlipayConfigError } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEasySdk, type EasySdk } from '../../packages/alipay/src/easy/index.ts';
import { EasyShop, PERSON, SIGN_MODES } from './easy-shop.ts';

const RETURN_URL = 'https://shop.example/done';
const order = { subject: '龙井茶', out_trade_no: 'A1001', total_amount: '88.88' };
const payment = { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' };

describe.each(SIGN_MODES)('in %s mode, a function of Easy SDK makes a signed page, url or order string', (signMode) => {
  let shop: EasyShop;
  let easy: EasySdk;
  beforeAll(async () => {
    shop = await EasyShop.open(signMode);
    easy = shop.easy;
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test('payment.page.pay makes a form', async () => {
    const form = easy.payment.page.pay('龙井茶', 'A1001', '88.88', RETURN_URL).body;
    expect(form).toMatch(/^<form /);
    expect(await shop.askedBy(() => shop.open(form))).toEqual({
      method: 'alipay.trade.page.pay',
      params: { return_url: RETURN_URL },
      bizContent: payment,
    });
    const without = easy.payment.page.pay('龙井茶', 'A1001', '88.88').body;
    expect(await shop.askedBy(() => shop.open(without))).toMatchObject({ params: {} });
  });

  test('payment.wap.pay makes a form', async () => {
    const quitUrl = 'https://shop.example/quit';
    const form = easy.payment.wap.pay('龙井茶', 'A1001', '88.88', quitUrl, RETURN_URL).body;
    expect(form).toMatch(/^<form /);
    expect(await shop.askedBy(() => shop.open(form))).toEqual({
      method: 'alipay.trade.wap.pay',
      params: { return_url: RETURN_URL },
      bizContent: { ...order, quit_url: quitUrl, product_code: 'QUICK_WAP_WAY' },
    });
  });

  test('payment.app.pay makes an order string', async () => {
    const { body } = easy.payment.app.asyncNotify('https://shop.example/notify').pay('龙井茶', 'A1001', '88.88');
    expect(await shop.askedBy(() => shop.handToApp(body))).toEqual({
      method: 'alipay.trade.app.pay',
      params: { notify_url: 'https://shop.example/notify' },
      bizContent: order,
    });
  });

  test('member.identification.certify makes a url', async () => {
    const { identification } = easy.member;
    const { certify_id: id = '' } = await identification.init('o1', 'FACE', PERSON, { returnUrl: RETURN_URL });
    const url = identification.certify(id).body;
    expect(new URL(url).pathname).toBe('/gateway.do');
    expect(await shop.askedBy(() => shop.open(url))).toEqual({
      method: 'alipay.user.certify.open.certify',
      params: {},
      bizContent: { certify_id: id },
    });
  });

  test('util.generic.pageExecute and sdkExecute make what their names say', async () => {
    const { generic } = easy.util;
    const texts = { notify_url: 'https://shop.example/notify', return_url: RETURN_URL };
    const page = generic.pageExecute('alipay.trade.page.pay', texts, payment).body;
    expect(await shop.askedBy(() => shop.open(page))).toMatchObject({ params: texts, bizContent: payment });
    const { body } = generic.sdkExecute('alipay.trade.app.pay', null, order);
    expect(await shop.askedBy(() => shop.handToApp(body))).toMatchObject({
      method: 'alipay.trade.app.pay',
      bizContent: order,
    });
  });

  test('with a signer elsewhere, Easy SDK’s pages say which function to use instead', () => {
    const { app_id: appId, alipay_public_key: alipayPublicKey } = shop.app;
    const signer = async () => new Uint8Array();
    const elsewhere = createEasySdk(new Alipay({ appId, alipayPublicKey, signer }));
    expect(() => elsewhere.payment.page.pay('s', 'A1', '1.00')).toThrow(AlipayConfigError);
    expect(() => elsewhere.payment.page.pay('s', 'A1', '1.00')).toThrow('pageFormAsync');
  });
});
