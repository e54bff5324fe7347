import { createPrivateKey } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from './index.ts';
import { listenForNotifications, Merchant, PRIVATE_KEY } from './testing/merchant.ts';

/** The official SDK, unchanged, with the sandbox for a gateway: it cannot tell the difference. */
let sandbox: Sandbox;
let merchant: Merchant;
let sdk: AlipaySdk;

beforeAll(async () => {
  sandbox = await createSandbox();
  merchant = await Merchant.of(sandbox);
  sdk = new AlipaySdk({
    appId: merchant.app.app_id,
    privateKey: createPrivateKey(PRIVATE_KEY).export({ type: 'pkcs1', format: 'pem' }).toString(),
    alipayPublicKey: merchant.app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
  });
});
afterAll(() => sandbox.close());

const exec = (method: string, bizContent: object) => sdk.exec(method, { bizContent }, { validateSign: true });

/** Submits the SDK's form as a browser would. */
async function submit(form: string): Promise<string> {
  const action = /action="([^"]+)"/.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const inputs = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)];
  const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const body = new URLSearchParams(inputs.map(([, name = '', value = '']) => [name, plain(value)]));
  const response = await fetch(action, { method: 'POST', body, redirect: 'manual' });
  return response.headers.get('location') ?? (await response.text());
}

test('its page form leads to the cashier, and the trade goes all the way to refunded', async () => {
  await using shop = await listenForNotifications();
  const content = {
    outTradeNo: 'sdk-1',
    totalAmount: '10.00',
    subject: '官方 SDK / 测试',
    productCode: 'FAST_INSTANT_TRADE_PAY',
  };
  const form = sdk.pageExecute('alipay.trade.page.pay', 'POST', {
    bizContent: content,
    notify_url: shop.url,
    return_url: 'https://shop.example/back',
  });
  const cashier = await submit(form);
  expect(cashier).toMatch(/\/cashier\/[\w-]+$/);
  await fetch(cashier);
  const [trade] = sandbox.trades({ out_trade_no: 'sdk-1' });
  expect(await exec('alipay.trade.query', { outTradeNo: 'sdk-1' })).toMatchObject({
    code: '10000',
    tradeStatus: 'WAIT_BUYER_PAY',
  });
  await sandbox.pay(trade?.trade_no ?? '');
  expect(await exec('alipay.trade.query', { outTradeNo: 'sdk-1' })).toMatchObject({
    code: '10000',
    msg: 'Success',
    tradeStatus: 'TRADE_SUCCESS',
    totalAmount: '10.00',
  });
  await sandbox.advance(0);
  expect(shop.received).toHaveLength(1);
  expect(sdk.checkNotifySignV2(shop.fields(0))).toBe(true);
  expect(sdk.checkNotifySignV2({ ...shop.fields(0), total_amount: '0.01' })).toBe(false);

  const refund = { outTradeNo: 'sdk-1', refundAmount: '4.00', outRequestNo: 'r1' };
  expect(await exec('alipay.trade.refund', refund)).toMatchObject({
    code: '10000',
    fundChange: 'Y',
    refundFee: '4.00',
  });
  const asked = await exec('alipay.trade.fastpay.refund.query', { outTradeNo: 'sdk-1', outRequestNo: 'r1' });
  expect(asked).toMatchObject({ code: '10000', refundStatus: 'REFUND_SUCCESS', refundAmount: '4.00' });
  expect(await exec('alipay.trade.close', { outTradeNo: 'sdk-1' })).toMatchObject({
    code: '40004',
    subCode: 'ACQ.TRADE_STATUS_ERROR',
  });
});

test('its GET address for the phone leads to the phone page', async () => {
  const content = {
    out_trade_no: 'sdk-2',
    total_amount: '1.00',
    subject: 'wap',
    product_code: 'QUICK_WAP_WAY',
    quit_url: 'https://s.example/',
  };
  const url = sdk.pageExecute('alipay.trade.wap.pay', 'GET', { bizContent: content });
  const response = await fetch(url, { redirect: 'manual' });
  expect(response.headers.get('location')).toMatch(/\/cashier\/[\w-]+\/m$/);
});

test('it reads failures, signed ones and the unsigned one', async () => {
  expect(await exec('alipay.trade.query', { outTradeNo: 'nothing' })).toMatchObject({
    code: '40004',
    subCode: 'ACQ.TRADE_NOT_EXIST',
    outTradeNo: 'nothing',
  });
  expect(await exec('alipay.trade.dream', {})).toMatchObject({ code: '40002', subCode: 'isv.invalid-method' });
});
