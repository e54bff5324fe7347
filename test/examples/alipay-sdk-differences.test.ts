import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Alipay, AlipayGatewayError, AlipaySignatureError, AlipayV3Error } from '@till/alipay';
import { AlipayRequestError, AlipaySdk } from 'alipay-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appPay } from '../../examples/migrate-from-alipay-sdk/app-pay.after.ts';
import { appPay as appPayBefore } from '../../examples/migrate-from-alipay-sdk/app-pay.before.ts';
import { openAlipay } from '../../examples/migrate-from-alipay-sdk/client.after.ts';
import { openAlipay as openOfficial } from '../../examples/migrate-from-alipay-sdk/client.before.ts';
import { tradeStatus } from '../../examples/migrate-from-alipay-sdk/query.after.ts';
import { tradeStatus as tradeStatusBefore } from '../../examples/migrate-from-alipay-sdk/query.before.ts';
import { tradeStatusV3 } from '../../examples/migrate-from-alipay-sdk/v3.after.ts';
import { tradeStatusV3 as tradeStatusV3Before } from '../../examples/migrate-from-alipay-sdk/v3.before.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { type MigrationShop, openMigrationShop } from './migration-shop.ts';

// What the guide says is different between the official SDK ("there") and this one ("here").

let shop: MigrationShop;
beforeAll(async () => {
  shop = await openMigrationShop();
});
afterAll(() => shop?.[Symbol.asyncDispose]());

test('a refusal is a value there, under another name than its type says, and an error here', async () => {
  const result = await shop.official.exec('alipay.trade.query', { bizContent: { outTradeNo: 'none' } });
  expect([result.code, result.subCode, result.sub_code]).toEqual(['40004', 'ACQ.TRADE_NOT_EXIST', undefined]);
  const refused = shop.ours.execute('alipay.trade.query', { out_trade_no: 'none' });
  await expect(refused).rejects.toThrow(AlipayGatewayError);
  await expect(refused).rejects.toMatchObject({ code: '40004', outcome: 'refused' });
});

test('a forged answer is believed there unless validateSign is said, and never here', async () => {
  await shop.pay('M9');
  shop.sandbox.setFaults({ seed: 1, gateway: [{ p: 1, kind: 'bad_signature' }] });
  const query = () => shop.official.exec('alipay.trade.query', { bizContent: { outTradeNo: 'M9' } });
  expect((await query()).tradeStatus).toBe('TRADE_SUCCESS');
  await expect(tradeStatusBefore(shop.official, 'M9')).rejects.toThrow('验签失败');
  await expect(tradeStatus(shop.ours, 'M9')).rejects.toThrow(AlipaySignatureError);
  shop.sandbox.setFaults({});
});

test('names within the business fields are rewritten there, and left alone here', () => {
  const extra = { out_trade_no: 'M10', business_params: { wifiName: 'Shop' } };
  const sent = (order: string) => JSON.parse(new URLSearchParams(order).get('biz_content') ?? '').business_params;
  const theirs = shop.official.sdkExecute('alipay.trade.app.pay', { bizContent: extra });
  expect(sent(theirs)).toEqual({ wifi_name: 'Shop' });
  const trade = {
    ...extra,
    total_amount: '1.00',
    subject: 'x',
    business_params: JSON.stringify(extra.business_params),
  };
  const ours = shop.ours.orderString('alipay.trade.app.pay', trade);
  expect(sent(ours)).toBe('{"wifiName":"Shop"}');
});

test('a client without Alipay’s public key is made there, and refused here', () => {
  const { privateKey } = newKeyPair();
  const keyless = new AlipaySdk({ appId: '2021000000000001', privateKey, keyType: 'PKCS8' });
  expect(keyless.config.alipayPublicKey).toBeUndefined();
  // @ts-expect-error no key to verify by
  expect(() => new Alipay({ appId: '2021000000000001', privateKey })).toThrow('alipayPublicKey');
});

test('the options are rewritten there, and copied here', () => {
  const options = { ...shop.keys };
  openAlipay(options, shop.sandbox.url);
  expect(options).toEqual(shop.keys);
  const rewritten = { ...shop.keys, privateKey: shop.keys.privateKey.replace(/-----[^-]+-----/g, '').trim() };
  const given = rewritten.privateKey;
  new AlipaySdk(Object.assign(rewritten, { keyType: 'PKCS8' as const }));
  expect(rewritten.privateKey).not.toBe(given);
});

test('the time is the host’s there, and always Beijing’s here', () => {
  const zone = process.env.TZ;
  process.env.TZ = 'America/New_York';
  try {
    const minutes = (order: string) =>
      Date.parse(`${new URLSearchParams(order).get('timestamp')?.replace(' ', 'T')}+08:00`) / 60_000;
    const ours = minutes(appPay(shop.ours, 'M11', 'https://shop.example'));
    const theirs = minutes(appPayBefore(shop.official, 'M11', 'https://shop.example'));
    expect(ours - theirs).toBeGreaterThan(11 * 60);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('an error of v3 has the same facts under other names', async () => {
  const theirs = tradeStatusV3Before(shop.official, 'none');
  await expect(theirs).rejects.toThrow(AlipayRequestError);
  await expect(theirs).rejects.toMatchObject({ code: 'ACQ.TRADE_NOT_EXIST', responseHttpStatus: 400 });
  const ours = tradeStatusV3(shop.ours, 'none');
  await expect(ours).rejects.toThrow(AlipayV3Error);
  await expect(ours).rejects.toMatchObject({ code: 'ACQ.TRADE_NOT_EXIST', httpStatus: 400, outcome: 'refused' });
});

test('a call whose connection breaks is sent again there, and sent once here', async () => {
  let requests = 0;
  const server = createServer((request) => {
    requests++;
    request.socket.destroy();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const broken = openOfficial({ ...shop.keys }, host).exec('alipay.trade.refund', {
    bizContent: { outTradeNo: 'M12' },
  });
  await expect(broken).rejects.toThrow(AlipayRequestError);
  expect(requests).toBe(2);
  const refund = { out_trade_no: 'M12', refund_amount: '1.00' };
  const sent = openAlipay(shop.keys, host).execute('alipay.trade.refund', refund);
  await expect(sent).rejects.toMatchObject({ name: 'AlipayNetworkError', outcome: 'unknown' });
  expect(requests).toBe(3);
  server.close();
});
