import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Alipay, AlipayConfigError } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificates, rsaKeys } from '../../packages/alipay/src/certificate/certificate.fixture.ts';
import { Factory, ResponseChecker } from '../../packages/alipay/src/easy/index.ts';
import { readForm } from '../fixtures/payment-form.ts';
import { APP_ID, KEYS, openGateway, understandSigned } from './signed-gateway.ts';

const REFUSED = { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST', sub_msg: '交易不存在' };

/** Easy SDK's `Config`, as people have it. */
const CONFIG = {
  protocol: 'https',
  gatewayHost: 'openapi.alipay.com',
  signType: 'RSA2',
  appId: APP_ID,
  merchantPrivateKey: KEYS.privateKey,
  alipayPublicKey: KEYS.alipayPublicKey,
  notifyUrl: 'https://shop.example/notify',
  encryptKey: 'aGVsbG8gYWxpcGF5ICE9PQ==',
};

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway({ 'alipay.trade.query': REFUSED });
});
afterAll(() => gateway[Symbol.asyncDispose]());

test('before it is set up, Factory says what to do', () => {
  expect(() => Factory.Payment.Common()).toThrow('Call Factory.setOptions(options) once');
});

describe('Factory, set up as Easy SDK is,', () => {
  beforeAll(() => {
    const { host } = new URL(gateway.url);
    Factory.setOptions({ ...CONFIG, protocol: 'http', gatewayHost: host });
  });

  test('calls, and posts notifications where the options or the call say', async () => {
    const { Payment } = Factory;
    await Payment.FaceToFace()
      .agent('ca34ea491e7146cc87d25fca24c4cD11')
      .optional('extend_params', { sys_service_provider_id: '2088511833207846' })
      .preCreate('iPhone6 16G', '64628156', '0.01');
    expect(gateway.asked.at(-1)).toMatchObject({
      method: 'alipay.trade.precreate',
      params: { app_auth_token: 'ca34ea491e7146cc87d25fca24c4cD11', notify_url: 'https://shop.example/notify' },
      bizContent: { out_trade_no: '64628156', extend_params: { sys_service_provider_id: '2088511833207846' } },
    });
    await Factory.Payment.Common().asyncNotify('https://shop.example/other').create('s', 'A1', '1.00', '2088');
    expect(gateway.asked.at(-1)?.params.notify_url).toBe('https://shop.example/other');
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
    const { fields } = readForm(Payment.Page().pay('s', 'A1', '1.00', 'https://shop.example/done').body);
    expect(understandSigned(fields).params.notify_url).toBe('https://shop.example/notify');
    expect(understandSigned(Payment.App().pay('s', 'A1', '1.00').body).method).toBe('alipay.trade.app.pay');
    expect(Util.AES().decrypt(Util.AES().encrypt('13800000000'))).toBe('13800000000');
  });

  test('takes a client too', async () => {
    Factory.setOptions(new Alipay({ ...KEYS, gateway: gateway.url }));
    await Factory.Payment.Common().close('A1');
    expect(gateway.asked.at(-1)).toMatchObject({ method: 'alipay.trade.close', params: {} });
  });
});

test('Factory takes certificates by their paths, as Easy SDK does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'easy-certificates-'));
  const keys = { app: rsaKeys(), alipay: rsaKeys() };
  const { app, alipay, root } = certificates(keys);
  const files = { merchantCertPath: app.pem, alipayCertPath: alipay.pem, alipayRootCertPath: root.pem };
  try {
    const paths = await Promise.all(
      Object.entries(files).map(async ([name, pem]) => {
        await writeFile(join(folder, name), pem);
        return [name, join(folder, name)];
      }),
    );
    const { alipayPublicKey: _, ...config } = CONFIG;
    const merchantPrivateKey = String(keys.app.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    Factory.setOptions({ ...config, merchantPrivateKey, ...Object.fromEntries(paths) });
    const order = new URLSearchParams(Factory.Payment.App().pay('s', 'A1', '1.00').body);
    expect(order.get('app_cert_sn')).toMatch(/^[0-9a-f]{32}$/);
    expect(order.get('alipay_root_cert_sn')).toMatch(/^[0-9a-f]{32}$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('Factory refuses', () => {
  test.each<[string, object, RegExp]>([
    ['a missing key', { ...CONFIG, alipayPublicKey: undefined }, /alipayPublicKey is empty/],
    ['a wrong private key', { ...CONFIG, merchantPrivateKey: KEYS.alipayPublicKey }, /privateKey/],
    ['an unknown algorithm', { ...CONFIG, signType: 'SM2' }, /signType is "SM2"/],
    [
      'half of certificate mode',
      { ...CONFIG, merchantCertPath: '/nowhere' },
      /merchantCertPath "\/nowhere" cannot be read/,
    ],
    ['a path left out', { ...CONFIG, alipayCertPath: '/x' }, /merchantCertPath is missing/],
    [
      'a proxy',
      { ...CONFIG, httpProxy: 'http://127.0.0.1:8888' },
      /httpProxy is not an option here: give an Alipay client/,
    ],
    ['unchecked TLS', { ...CONFIG, ignoreSSL: true }, /ignoreSSL is not an option here/],
  ])('%s, and says what is wrong', (_what, options, reason) => {
    const setUp = () => Reflect.apply(Factory.setOptions, Factory, [options]);
    expect(setUp).toThrow(AlipayConfigError);
    expect(setUp).toThrow(reason);
  });
});
