import { Alipay, AlipayConfigError } from '@till/alipay';
import { describe, expect, test } from 'vitest';
import { createEasySdk } from '../../packages/alipay/src/easy/index.ts';
import { readForm } from '../fixtures/payment-form.ts';
import { APP_ID, KEYS, understandSigned } from './signed-gateway.ts';

const easy = createEasySdk(new Alipay(KEYS));
const order = { subject: '龙井茶', out_trade_no: 'A1001', total_amount: '88.88' };

describe('a function of Easy SDK makes a signed page, url or order string', () => {
  const payment = { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' };

  test('payment.page.pay makes a form', () => {
    const { fields } = readForm(easy.payment.page.pay('龙井茶', 'A1001', '88.88', 'https://shop.example/done').body);
    expect(understandSigned(fields)).toMatchObject({
      method: 'alipay.trade.page.pay',
      params: { return_url: 'https://shop.example/done' },
      bizContent: payment,
    });
    expect(understandSigned(readForm(easy.payment.page.pay('龙井茶', 'A1001', '88.88').body).fields).params).toEqual(
      {},
    );
  });

  test('payment.wap.pay makes a form', () => {
    const { body } = easy.payment.wap.pay(
      '龙井茶',
      'A1001',
      '88.88',
      'https://shop.example/quit',
      'https://shop.example/',
    );
    expect(understandSigned(readForm(body).fields)).toMatchObject({
      method: 'alipay.trade.wap.pay',
      params: { return_url: 'https://shop.example/' },
      bizContent: { ...order, quit_url: 'https://shop.example/quit', product_code: 'QUICK_WAP_WAY' },
    });
  });

  test('payment.app.pay makes an order string', () => {
    const { body } = easy.payment.app.asyncNotify('https://shop.example/notify').pay('龙井茶', 'A1001', '88.88');
    expect(understandSigned(body)).toEqual({
      method: 'alipay.trade.app.pay',
      params: { notify_url: 'https://shop.example/notify' },
      bizContent: order,
      files: {},
    });
  });

  test('member.identification.certify makes a url', () => {
    const url = new URL(easy.member.identification.certify('c1').body);
    expect(understandSigned(url.search)).toMatchObject({
      method: 'alipay.user.certify.open.certify',
      bizContent: { certify_id: 'c1' },
    });
  });

  test('util.generic.pageExecute and sdkExecute make what their names say', () => {
    const texts = { notify_url: 'https://shop.example/notify', return_url: 'https://shop.example/done' };
    const page = readForm(easy.util.generic.pageExecute('alipay.trade.page.pay', texts, payment).body);
    expect(understandSigned(page.fields)).toMatchObject({ params: texts, bizContent: payment });
    const { body } = easy.util.generic.sdkExecute('alipay.trade.app.pay', null, order);
    expect(understandSigned(body)).toMatchObject({ method: 'alipay.trade.app.pay', bizContent: order });
  });
});

test('with a signer elsewhere, Easy SDK’s pages say which function to use instead', () => {
  const { alipayPublicKey } = KEYS;
  const signer = async () => new Uint8Array();
  const elsewhere = createEasySdk(new Alipay({ appId: APP_ID, alipayPublicKey, signer }));
  expect(() => elsewhere.payment.page.pay('s', 'A1', '1.00')).toThrow(AlipayConfigError);
  expect(() => elsewhere.payment.page.pay('s', 'A1', '1.00')).toThrow('pageFormAsync');
});
