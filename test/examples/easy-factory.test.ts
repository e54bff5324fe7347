import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlipayConfigError } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Factory, ResponseChecker } from '../../packages/alipay/src/easy/index.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { EasyShop, SIGN_MODES } from './easy-shop.ts';

const NOTIFY_URL = 'https://shop.example/notify';

/** Easy SDK's `Config` before it says whom to trust, as people have it. */
function configOf({ app, privateKey, sandbox }: EasyShop) {
  return {
    protocol: 'http',
    gatewayHost: new URL(sandbox.url).host,
    signType: 'RSA2',
    appId: app.app_id,
    merchantPrivateKey: privateKey,
    notifyUrl: NOTIFY_URL,
    encryptKey: app.encrypt_key ?? '',
  };
}

test('before it is set up, Factory says what to do', () => {
  expect(() => Factory.Payment.Common()).toThrow('Call Factory.setOptions(options) once');
});

describe.each(SIGN_MODES)('Factory, set up as Easy SDK is, in %s mode', (signMode) => {
  let shop: EasyShop;
  let folder = '';
  beforeAll(async () => {
    shop = await EasyShop.open(signMode);
    folder = await mkdtemp(join(tmpdir(), 'easy-certificates-'));
    const trusted = signMode === 'key' ? { alipayPublicKey: shop.app.alipay_public_key } : await writeCertificates();
    Factory.setOptions({ ...configOf(shop), ...trusted });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await shop[Symbol.asyncDispose]();
  });

  /** Certificates by their paths, as Easy SDK takes them. */
  async function writeCertificates() {
    const { app_cert = '', alipay_cert = '', alipay_root_cert = '' } = shop.app;
    const write = async (name: string, pem: string) => {
      await writeFile(join(folder, name), pem);
      return join(folder, name);
    };
    return {
      merchantCertPath: await write('app.crt', app_cert),
      alipayCertPath: await write('alipay.crt', alipay_cert),
      alipayRootCertPath: await write('root.crt', alipay_root_cert),
    };
  }

  test('calls, and posts notifications where the options or the call say', async () => {
    const { Payment } = Factory;
    const provider = { sys_service_provider_id: '2088511833207846' };
    const showing = Payment.FaceToFace().agent('ca34ea491e7146cc87d25fca24c4cD11').optional('extend_params', provider);
    expect(await shop.askedBy(() => showing.preCreate('iPhone6 16G', '64628156', '0.01'))).toEqual({
      method: 'alipay.trade.precreate',
      params: { app_auth_token: 'ca34ea491e7146cc87d25fca24c4cD11', notify_url: NOTIFY_URL },
      bizContent: { subject: 'iPhone6 16G', out_trade_no: '64628156', total_amount: '0.01', extend_params: provider },
    });
    const other = Payment.Common().asyncNotify('https://shop.example/other');
    const creating = await shop.askedBy(() => other.create('s', 'A1', '1.00', '2088002100000011'));
    expect(creating.params).toEqual({ notify_url: 'https://shop.example/other' });
    expect(await Payment.Common().query('A1')).toMatchObject({ code: '10000', trade_status: 'WAIT_BUYER_PAY' });
  });

  test('returns a refusal as a response, as Easy SDK does', async () => {
    const response = await Factory.Payment.Common().query('nowhere');
    expect(ResponseChecker.success(response)).toBe(false);
    expect(response).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST', subMsg: '交易不存在' });
  });

  test('has every group under Easy SDK’s names', () => {
    const { Base, Marketing, Member, Payment, Security, Util } = Factory;
    expect(Base.OAuth().getToken).toBeTypeOf('function');
    expect(Base.Qrcode().create).toBeTypeOf('function');
    expect(Base.Image().upload).toBeTypeOf('function');
    expect(Base.Video().upload).toBeTypeOf('function');
    expect(Marketing.OpenLife().sendText).toBeTypeOf('function');
    expect(Marketing.Pass().createTemplate).toBeTypeOf('function');
    expect(Marketing.TemplateMessage().send).toBeTypeOf('function');
    expect(Member.Identification().init).toBeTypeOf('function');
    expect(Payment.Huabei().create).toBeTypeOf('function');
    expect(Payment.Wap().pay).toBeTypeOf('function');
    expect(Security.TextRisk().detect).toBeTypeOf('function');
    expect(Util.Generic().execute).toBeTypeOf('function');
    expect(Util.AES().decrypt(Util.AES().encrypt('13800000000'))).toBe('13800000000');
  });

  test('makes pages and order strings', async () => {
    const { Payment } = Factory;
    const form = Payment.Page().pay('s', 'A2', '1.00', 'https://shop.example/done').body;
    expect(await shop.askedBy(() => shop.open(form))).toMatchObject({
      method: 'alipay.trade.page.pay',
      params: { notify_url: NOTIFY_URL, return_url: 'https://shop.example/done' },
    });
    const orderString = Payment.App().pay('s', 'A3', '1.00').body;
    expect(await shop.askedBy(() => shop.handToApp(orderString))).toMatchObject({ method: 'alipay.trade.app.pay' });
  });

  test('takes a client too', async () => {
    Factory.setOptions(shop.alipay);
    const closing = await shop.askedBy(() => Factory.Payment.Common().close('A4'));
    expect(closing).toEqual({ method: 'alipay.trade.close', params: {}, bizContent: { out_trade_no: 'A4' } });
  });
});

describe('Factory refuses', () => {
  const keys = newKeyPair();
  const config = {
    protocol: 'https',
    gatewayHost: 'openapi.alipay.com',
    signType: 'RSA2',
    appId: '2021000000000001',
    merchantPrivateKey: keys.privateKey,
    alipayPublicKey: newKeyPair().publicKey,
  };

  test.each<[string, object | undefined, RegExp]>([
    ['a missing key', { ...config, alipayPublicKey: undefined }, /alipayPublicKey is empty/],
    ['a wrong private key', { ...config, merchantPrivateKey: keys.publicKey }, /privateKey/],
    ['an unknown algorithm', { ...config, signType: 'SM2' }, /signType is "SM2"/],
    [
      'half of certificate mode',
      { ...config, merchantCertPath: '/nowhere' },
      /merchantCertPath "\/nowhere" cannot be read/,
    ],
    ['a path left out', { ...config, alipayCertPath: '/x' }, /merchantCertPath is missing/],
    [
      'a proxy',
      { ...config, httpProxy: 'http://127.0.0.1:8888' },
      /httpProxy is not an option here: give an Alipay client/,
    ],
    ['nothing', undefined, /Factory.setOptions is given no options/],
    ['unchecked TLS', { ...config, ignoreSSL: true }, /ignoreSSL is not an option here/],
  ])('%s, and says what is wrong', (_what, options, reason) => {
    const setUp = () => Reflect.apply(Factory.setOptions, Factory, [options]);
    expect(setUp).toThrow(AlipayConfigError);
    expect(setUp).toThrow(reason);
  });
});
