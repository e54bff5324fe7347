import { createPrivateKey } from 'node:crypto';
import { AlipayFormData, AlipaySdk } from 'alipay-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type RegisteredApp, type Sandbox } from './index.ts';
import { listenForNotifications, PRIVATE_KEY, PUBLIC_KEY } from './testing/merchant.ts';

/** The official SDK in both modes and over both protocols, unchanged. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

function sdkOf(app: RegisteredApp): AlipaySdk {
  return new AlipaySdk({
    appId: app.app_id,
    privateKey: createPrivateKey(PRIVATE_KEY).export({ type: 'pkcs1', format: 'pem' }).toString(),
    gateway: sandbox.gatewayUrl,
    endpoint: sandbox.url,
    encryptKey: app.encrypt_key ?? '',
    ...(app.sign_mode === 'cert'
      ? {
          appCertContent: app.app_cert ?? '',
          alipayPublicCertContent: app.alipay_cert ?? '',
          alipayRootCertContent: app.alipay_root_cert ?? '',
        }
      : { alipayPublicKey: app.alipay_public_key }),
  });
}

describe.each(['key', 'cert'] as const)('the official SDK in %s mode', (sign_mode) => {
  let app: RegisteredApp;
  let sdk: AlipaySdk;
  beforeAll(async () => {
    app = await sandbox.registerApp({ public_key: PUBLIC_KEY, sign_mode, encrypt_key: true });
    sdk = sdkOf(app);
  });

  const order = (outTradeNo: string) => ({
    out_trade_no: outTradeNo,
    total_amount: '10.00',
    subject: '测试 / test',
    buyer_id: '2088002100000011',
    product_code: 'JSAPI_PAY',
    op_app_id: app.app_id,
  });

  async function paid(outTradeNo: string): Promise<void> {
    const created = await sdk.exec('alipay.trade.create', { bizContent: order(outTradeNo) }, { validateSign: true });
    expect(created).toMatchObject({ code: '10000', outTradeNo });
    await sandbox.pay(created.tradeNo);
  }

  test('calls v2', async () => {
    await paid('v2-1');
    const asked = await sdk.exec('alipay.trade.query', { bizContent: { outTradeNo: 'v2-1' } }, { validateSign: true });
    expect(asked).toMatchObject({ code: '10000', tradeStatus: 'TRADE_SUCCESS', totalAmount: '10.00' });
  });

  test('leads a buyer to the cashier, and accepts the notification', async () => {
    await using server = await listenForNotifications();
    const content = {
      out_trade_no: 'page-1',
      total_amount: '1.00',
      subject: '充值 100% + 1',
      product_code: 'FAST_INSTANT_TRADE_PAY',
    };
    const url = sdk.pageExecute('alipay.trade.page.pay', 'GET', { bizContent: content, notify_url: server.url });
    const page = await fetch(url, { redirect: 'manual' });
    await fetch(page.headers.get('location') ?? '');
    const [trade] = sandbox.trades({ app_id: app.app_id, out_trade_no: 'page-1' });
    await sandbox.pay(trade?.trade_no ?? '');
    await sandbox.advance(0);
    expect(sdk.checkNotifySignV2(server.fields(0))).toBe(true);
  });

  test('calls v2 encrypted, success and refusal', async () => {
    await paid('aes-1');
    // This SDK cuts the signed text out from brace to brace and so cannot verify a node that is a text; ours does, in
    // encryption.test.ts.
    const ask = (outTradeNo: string) =>
      sdk.exec('alipay.trade.query', { bizContent: { outTradeNo }, needEncrypt: true });
    expect(await ask('aes-1')).toMatchObject({ code: '10000', outTradeNo: 'aes-1', tradeStatus: 'TRADE_SUCCESS' });
    expect(await ask('aes-none')).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  test('calls v3, by POST and GET', async () => {
    await paid('v3-1');
    const asked = await sdk.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: 'v3-1' } });
    expect(asked.responseHttpStatus).toBe(200);
    expect(asked.data).toMatchObject({ out_trade_no: 'v3-1', trade_status: 'TRADE_SUCCESS' });
    expect(asked.data).not.toHaveProperty('code');
    const rate = await sdk.curl('GET', '/v3/alipay/commerce/ec/employee/info/query', {
      query: { enterprise_id: '20880011223344', employee_id: '员工 1' },
    });
    expect(rate.responseHttpStatus).toBe(200);
  });

  test('calls v3 encrypted', async () => {
    await paid('v3-aes');
    const asked = await sdk.curl('POST', '/v3/alipay/trade/query', {
      body: { out_trade_no: 'v3-aes' },
      needEncrypt: true,
    });
    expect(asked.data).toMatchObject({ out_trade_no: 'v3-aes', trade_status: 'TRADE_SUCCESS' });
  });

  test('reads v3 refusals', async () => {
    const refused = sdk.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: 'none' } });
    await expect(refused).rejects.toMatchObject({
      code: 'ACQ.TRADE_NOT_EXIST',
      responseHttpStatus: 400,
      links: [{ desc: '解决方案' }],
    });
  });

  test('uploads over v2 and v3', async () => {
    const form = new AlipayFormData();
    form.addField('image_type', 'png');
    form.addField('image_name', '门店');
    form.addFile('image_content', 'shop.png', Buffer.from('89504e470d0a1a0a', 'hex'));
    const kept = await sdk.exec('alipay.offline.material.image.upload', {}, { formData: form, validateSign: true });
    expect(kept).toMatchObject({ code: '10000', imageId: expect.any(String) });
    expect((await fetch(kept.imageUrl)).headers.get('content-type')).toBe('image/png');

    const upload = new AlipayFormData();
    upload.addField('biz_code', 'openpt_appstore');
    upload.addFile('file_content', 'notes.txt', Buffer.from('hello'));
    const filed = await sdk.curl('POST', '/v3/alipay/open/file/upload', { form: upload });
    expect(filed.data).toEqual({ file_id: expect.any(String) });
  });

  test('logs a user in', async () => {
    const query = new URLSearchParams({
      app_id: app.app_id,
      scope: 'auth_user',
      redirect_uri: 'https://shop.example/in',
    });
    const consent = await fetch(`${sandbox.url}/oauth2/publicAppAuthorize.htm?${query}`, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'yes', person: '2088002100000022' }),
      redirect: 'manual',
    });
    const code = new URL(consent.headers.get('location') ?? '').searchParams.get('auth_code');
    const token = await sdk.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code });
    expect(token).toMatchObject({ userId: '2088002100000022', expiresIn: 1_296_000 });
    expect(token).not.toHaveProperty('code');
    const shared = await sdk.exec('alipay.user.info.share', { authToken: token.accessToken }, { validateSign: true });
    expect(shared).toMatchObject({ code: '10000', nickName: '韩梅梅', userId: '2088002100000022' });
  });
});

test('it acts for another merchant with an app auth token, over v2 and v3', async () => {
  const isv = await sandbox.registerApp({ public_key: PUBLIC_KEY });
  const merchant = await sandbox.registerApp({ app_id: 'merchant', public_key: PUBLIC_KEY });
  const query = new URLSearchParams({ app_id: isv.app_id, redirect_uri: 'https://isv.example/in' });
  const consent = await fetch(`${sandbox.url}/oauth2/appToAppAuth.htm?${query}`, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'yes', person: 'merchant' }),
    redirect: 'manual',
  });
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('app_auth_code');
  const sdk = sdkOf(isv);
  const body = { grant_type: 'authorization_code', code };
  const { data } = await sdk.curl<{ app_auth_token: string }>('POST', '/v3/alipay/open/auth/token/app', { body });
  const appAuthToken = data.app_auth_token;
  const order = { outTradeNo: 'isv-1', totalAmount: '1.00', subject: 'isv', buyerId: '2088002100000011' };
  const created = await sdk.exec(
    'alipay.trade.create',
    { appAuthToken, bizContent: { ...order, productCode: 'JSAPI_PAY' } },
    { validateSign: true },
  );
  expect(created.code).toBe('10000');
  expect(sandbox.trades({ out_trade_no: 'isv-1' })[0]?.seller_id).toBe(merchant.seller_id);
  const asked = await sdk.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: 'isv-1' }, appAuthToken });
  expect(asked.data).toMatchObject({ trade_status: 'WAIT_BUYER_PAY' });
});

test('in certificate mode it notices when Alipay has changed its certificate, and fetches the new one', async () => {
  const app = await sandbox.registerApp({ public_key: PUBLIC_KEY, sign_mode: 'cert' });
  const sdk = sdkOf(app);
  const rotated = await sandbox.rotateAlipayKey(app.app_id);
  expect(rotated.alipay_cert).not.toBe(app.alipay_cert);
  const stale = sdk.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: 'none' } });
  await expect(stale).rejects.toThrow();
  const download = { bizContent: { alipay_cert_sn: sdkOf(rotated).config.alipayCertSn } };
  const fetched = await sdkOf(rotated).exec('alipay.open.app.alipaycert.download', download, { validateSign: true });
  expect(Buffer.from(fetched.alipayCertContent, 'base64').toString()).toBe(rotated.alipay_cert);
});
