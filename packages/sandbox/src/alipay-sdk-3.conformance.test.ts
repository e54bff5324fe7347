import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type RegisteredApp, type Sandbox } from './index.ts';
import { openCheckout } from './test-shop/checkout.ts';
import { listenForNotifications, PRIVATE_KEY, PUBLIC_KEY } from './testing/merchant.ts';

/** The last of the official SDK's major before this one, which many shops still run; CommonJS, as they have it. */
const require = createRequire(import.meta.url);
const { default: AlipaySdk }: typeof import('alipay-sdk-3') = require('alipay-sdk-3');
const { default: AlipayFormData }: typeof import('alipay-sdk-3/lib/form.js') = require('alipay-sdk-3/lib/form');

const MODES = [
  { name: 'with keys', registration: {}, needEncrypt: false },
  { name: 'with keys and AES', registration: { encrypt_key: true }, needEncrypt: true },
  { name: 'with certificates', registration: { sign_mode: 'cert' }, needEncrypt: false },
] as const;

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await createSandbox({ reuseKeys: true });
  folder = await mkdtemp(join(tmpdir(), 'till-alipay-sdk-3-'));
});
afterAll(async () => {
  await sandbox?.close();
  await rm(folder, { recursive: true, force: true });
});

function sdkOf(app: RegisteredApp) {
  const { app_cert, alipay_cert, alipay_root_cert } = app;
  return new AlipaySdk({
    appId: app.app_id,
    privateKey: createPrivateKey(PRIVATE_KEY).export({ type: 'pkcs1', format: 'pem' }).toString(),
    gateway: sandbox.gatewayUrl,
    ...(app.encrypt_key === undefined ? {} : { encryptKey: app.encrypt_key }),
    ...(app_cert === undefined || alipay_cert === undefined || alipay_root_cert === undefined
      ? { alipayPublicKey: app.alipay_public_key }
      : {
          appCertContent: app_cert,
          alipayPublicCertContent: alipay_cert,
          alipayRootCertContent: alipay_root_cert,
        }),
  });
}

describe.each(MODES)('alipay-sdk 3 $name', ({ registration, needEncrypt }) => {
  let sdk: ReturnType<typeof sdkOf>;
  beforeAll(async () => {
    sdk = sdkOf(await sandbox.registerApp({ public_key: PUBLIC_KEY, ...registration }));
  });

  // The SDK cannot find the signed text of an encrypted answer (alipay/alipay-sdk-nodejs-all#82).
  const exec = (method: string, bizContent: object) =>
    sdk.exec(method, { bizContent: { ...bizContent }, needEncrypt }, { validateSign: !needEncrypt });
  const order = { totalAmount: '10.00', subject: '龙井茶 / "明前" + 100', productCode: 'FAST_INSTANT_TRADE_PAY' };

  test('takes a payment from its form, believes the notification, and refunds', async () => {
    await using shop = await listenForNotifications();
    const form = sdk.pageExec('alipay.trade.page.pay', {
      method: 'POST',
      bizContent: { ...order, outTradeNo: 'form' },
      notifyUrl: shop.url,
      returnUrl: 'https://shop.example/back?a=1&b=2',
      needEncrypt,
    });
    const tradeNo = await openCheckout(form, fetch);
    expect(await exec('alipay.trade.query', { outTradeNo: 'form' })).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' });
    await sandbox.pay(tradeNo ?? '');
    await sandbox.advance(0);
    expect(shop.fields(0)).toMatchObject({ trade_status: 'TRADE_SUCCESS', subject: order.subject });
    expect(sdk.checkNotifySign(shop.fields(0), true)).toBe(true);
    expect(sdk.checkNotifySign({ ...shop.fields(0), total_amount: '0.01' }, true)).toBe(false);

    const refund = { outTradeNo: 'form', refundAmount: '4.00', refundReason: '不要了', outRequestNo: 'r1' };
    expect(await exec('alipay.trade.refund', refund)).toMatchObject({ code: '10000', fundChange: 'Y' });
    const asked = await exec('alipay.trade.fastpay.refund.query', { outTradeNo: 'form', outRequestNo: 'r1' });
    expect(asked).toMatchObject({ refundStatus: 'REFUND_SUCCESS', refundAmount: '4.00' });
  });

  test('opens the phone page by its address, and takes a QR code and a payment code', async () => {
    const phone = { ...order, outTradeNo: 'phone', productCode: 'QUICK_WAP_WAY', quitUrl: 'https://shop.example/' };
    const url = sdk.pageExec('alipay.trade.wap.pay', { method: 'GET', bizContent: phone, needEncrypt });
    expect(await openCheckout(url, fetch)).toMatch(/^\d{28}$/);
    const { productCode: _, ...faceToFace } = order;
    const shown = await exec('alipay.trade.precreate', { ...faceToFace, outTradeNo: 'qr' });
    expect(shown).toMatchObject({ code: '10000', qrCode: expect.stringContaining('/qr/') });
    const scanned = { scene: 'bar_code', authCode: sandbox.paymentCode().code, outTradeNo: 'code' };
    expect(await exec('alipay.trade.pay', { ...faceToFace, ...scanned })).toMatchObject({
      code: '10000',
      msg: 'Success',
    });
  });

  test('reads a failure', async () => {
    expect(await exec('alipay.trade.query', { outTradeNo: 'nothing' })).toMatchObject({
      code: '40004',
      subCode: 'ACQ.TRADE_NOT_EXIST',
    });
  });

  test('uploads a picture', async () => {
    const path = join(folder, 'picture.png');
    await writeFile(path, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    const formData = new AlipayFormData();
    formData.addField('imageType', 'png');
    formData.addField('imageName', '图片');
    formData.addFile('imageContent', '图片.png', path);
    const uploaded = await sdk.exec('alipay.offline.material.image.upload', {}, { formData, validateSign: true });
    expect(uploaded).toMatchObject({ code: '10000', imageId: expect.any(String) });
  });
});
