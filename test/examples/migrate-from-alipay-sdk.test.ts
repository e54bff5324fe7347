import { createPrivateKey, createSign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlipayV3Error } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as appAfter from '../../examples/migrate-from-alipay-sdk/app-pay.after.ts';
import * as appBefore from '../../examples/migrate-from-alipay-sdk/app-pay.before.ts';
import * as certificatesAfter from '../../examples/migrate-from-alipay-sdk/certificates.after.ts';
import * as certificatesBefore from '../../examples/migrate-from-alipay-sdk/certificates.before.ts';
import { openAlipay as openOfficial } from '../../examples/migrate-from-alipay-sdk/client.before.ts';
import * as encryptionAfter from '../../examples/migrate-from-alipay-sdk/encryption.after.ts';
import * as encryptionBefore from '../../examples/migrate-from-alipay-sdk/encryption.before.ts';
import * as notificationAfter from '../../examples/migrate-from-alipay-sdk/notification.after.ts';
import * as notificationBefore from '../../examples/migrate-from-alipay-sdk/notification.before.ts';
import * as pageAfter from '../../examples/migrate-from-alipay-sdk/page.after.ts';
import * as pageBefore from '../../examples/migrate-from-alipay-sdk/page.before.ts';
import * as queryAfter from '../../examples/migrate-from-alipay-sdk/query.after.ts';
import * as queryBefore from '../../examples/migrate-from-alipay-sdk/query.before.ts';
import * as refundAfter from '../../examples/migrate-from-alipay-sdk/refund.after.ts';
import * as refundBefore from '../../examples/migrate-from-alipay-sdk/refund.before.ts';
import * as streamAfter from '../../examples/migrate-from-alipay-sdk/stream.after.ts';
import * as streamBefore from '../../examples/migrate-from-alipay-sdk/stream.before.ts';
import * as tokensAfter from '../../examples/migrate-from-alipay-sdk/tokens.after.ts';
import * as tokensBefore from '../../examples/migrate-from-alipay-sdk/tokens.before.ts';
import * as uploadAfter from '../../examples/migrate-from-alipay-sdk/upload.after.ts';
import * as uploadBefore from '../../examples/migrate-from-alipay-sdk/upload.before.ts';
import * as v3After from '../../examples/migrate-from-alipay-sdk/v3.after.ts';
import * as v3Before from '../../examples/migrate-from-alipay-sdk/v3.before.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { readForm } from '../fixtures/payment-form.ts';
import { describeGuide } from './guide-code.ts';
import { type MigrationShop, openMigrationShop } from './migration-shop.ts';

const root = new URL('../../', import.meta.url);
const declarations = new URL('node_modules/alipay-sdk/dist/esm/', root);

describe('the guide', () => {
  describeGuide('migrate-from-alipay-sdk', ['migrate-from-alipay-sdk']);

  test.each(['', '.zh-CN'])('says what becomes of every method and option of alipay-sdk (%s)', async (language) => {
    const guide = await readFile(new URL(`docs/guides/migrate-from-alipay-sdk${language}.md`, root), 'utf8');
    const client = await readFile(new URL('alipay.d.ts', declarations), 'utf8');
    const names = [
      ...membersOf(client, 'class AlipaySdk'),
      ...membersOf(await readFile(new URL('types.d.ts', declarations), 'utf8'), 'interface AlipaySdkConfig'),
      ...['IRequestParams', 'IRequestOption', 'ISdkExecuteOptions', 'AlipayCURLOptions'].flatMap((name) =>
        membersOf(client, `interface ${name}`),
      ),
    ];
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => name !== 'constructor' && !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
  });
});

describe('before and after do the same at the sandbox', () => {
  let shop: MigrationShop;
  beforeAll(async () => {
    shop = await openMigrationShop();
  });
  afterAll(() => shop?.[Symbol.asyncDispose]());

  test('a query', async () => {
    await shop.pay('M1');
    expect(await queryBefore.tradeStatus(shop.official, 'M1')).toBe('TRADE_SUCCESS');
    expect(await queryAfter.tradeStatus(shop.ours, 'M1')).toBe('TRADE_SUCCESS');
    await expect(queryBefore.tradeStatus(shop.official, 'none')).rejects.toThrow('ACQ.TRADE_NOT_EXIST');
    await expect(queryAfter.tradeStatus(shop.ours, 'none')).rejects.toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  test('a refund; and only after says that it is not known what happened', async () => {
    await shop.pay('M2');
    expect(await refundBefore.refund(shop.official, 'M2', 'R1', '1.00')).toBe('refunded');
    expect(await refundAfter.refund(shop.ours, 'M2', 'R2', '1.00')).toBe('refunded');
    expect(await refundBefore.refund(shop.official, 'M2', 'R3', '99.00')).toBe('refused');
    expect(await refundAfter.refund(shop.ours, 'M2', 'R4', '99.00')).toBe('refused');
    shop.sandbox.setFaults({ seed: 1, gateway: [{ p: 1, kind: 'unknown_error_after' }] });
    expect(await refundBefore.refund(shop.official, 'M2', 'R5', '1.00')).toBe('refused');
    expect(await refundAfter.refund(shop.ours, 'M2', 'R6', '1.00')).toBe('unknown');
    shop.sandbox.setFaults({});
    expect(shop.sandbox.summary().refund_count).toBe(4);
  });

  test('a page, as a form and as a url', async () => {
    const before = pageBefore.payPages(shop.official, 'M3', shop.receiver.url, 'https://shop.example/done');
    const after = pageAfter.payPages(shop.ours, 'M3', shop.receiver.url, 'https://shop.example/done');
    const told = (query: URLSearchParams) => ({
      method: query.get('method'),
      notify: query.get('notify_url'),
      back: query.get('return_url'),
      trade: JSON.parse(query.get('biz_content') ?? ''),
    });
    const asked = told(new URL(before.url).searchParams);
    expect(told(new URL(after.url).searchParams)).toEqual(asked);
    expect(told(new URLSearchParams(readForm(after.form).fields))).toEqual(asked);
    await shop.pay('M3', before.form);
    await shop.pay('M3b', pageAfter.payPages(shop.ours, 'M3b', shop.receiver.url, 'https://shop.example/done').form);
    expect(await queryAfter.tradeStatus(shop.ours, 'M3b')).toBe('TRADE_SUCCESS');
  });

  test('an order string for the mobile SDK', () => {
    const before = new URLSearchParams(appBefore.appPay(shop.official, 'M4', shop.receiver.url));
    const after = new URLSearchParams(appAfter.appPay(shop.ours, 'M4', shop.receiver.url));
    for (const name of ['app_id', 'method', 'notify_url', 'sign_type', 'version']) {
      expect([name, after.get(name)]).toEqual([name, before.get(name)]);
    }
    expect(JSON.parse(after.get('biz_content') ?? '')).toEqual(JSON.parse(before.get('biz_content') ?? ''));
  });

  test('a user’s token, and a call for a merchant', async () => {
    const code = async () =>
      (await shop.consent('publicAppAuthorize', { scope: 'auth_user' }, '2088002100000022')).get('auth_code') ?? '';
    expect(await tokensBefore.userToken(shop.official, await code())).toMatch(/^\w{20,}$/);
    expect(await tokensAfter.userToken(shop.ours, await code())).toMatch(/^\w{20,}$/);

    const merchant = await shop.sandbox.registerApp();
    const consented = await shop.consent('appToAppAuth', {}, merchant.app_id);
    const grant = { grant_type: 'authorization_code', code: consented.get('app_auth_code') ?? '' } as const;
    const { app_auth_token } = await shop.ours.execute('alipay.open.auth.token.app', grant);
    const appAuthToken = String(app_auth_token);
    const product = { subject: '龙井茶', product_code: 'FAST_INSTANT_TRADE_PAY' };
    const trade = { out_trade_no: 'M5', total_amount: '1.00', ...product };
    await shop.pay('M5', shop.ours.pageForm('alipay.trade.page.pay', trade, { appAuthToken }));
    expect(await tokensBefore.tradeOfMerchant(shop.official, 'M5', appAuthToken)).toBe('TRADE_SUCCESS');
    expect(await tokensAfter.tradeOfMerchant(shop.ours, 'M5', appAuthToken)).toBe('TRADE_SUCCESS');
  });

  test('a notification, genuine, altered, and over another amount', async () => {
    const tradeNo = await shop.pay('M6');
    const [{ body } = { body: '' }] = shop.sandbox.notifications({ trade_no: tradeNo });
    const refused = vi.spyOn(console, 'error').mockImplementation(() => {});
    const receive = async (text: string, amount: string | undefined) => {
      const paid: string[] = [];
      const books = { amountOf: async () => amount, markPaid: async (no: string) => void paid.push(no) };
      const before = await notificationBefore.receive(
        shop.official,
        Object.fromEntries(new URLSearchParams(text)),
        books,
      );
      const after = await notificationAfter.receive(shop.ours, Buffer.from(text), notificationAfter.handlersOf(books));
      return { before, after, paid };
    };
    expect(await receive(body, '88.88')).toEqual({ before: 'success', after: 'success', paid: ['M6', 'M6'] });
    for (const [text, amount] of [
      [body.replace('88.88', '88.89'), '88.89'],
      [body, '88.89'],
      [body, undefined],
    ] as const) {
      expect(await receive(text, amount)).toEqual({ before: 'failure', after: 'failure', paid: [] });
    }
    expect(refused).toHaveBeenCalledTimes(3);
    refused.mockRestore();
  });

  test('an encrypted call, and what a mini program hands over', async () => {
    await shop.pay('M7');
    expect(await encryptionBefore.tradeStatusEncrypted(shop.official, 'M7')).toBe('TRADE_SUCCESS');
    expect(await encryptionAfter.tradeStatusEncrypted(shop.ours, 'M7')).toBe('TRADE_SUCCESS');

    const { privateKey, publicKey } = newKeyPair();
    const response = shop.ours.aes.encrypt('{"code":"10000","mobile":"13800000000"}');
    const sign = createSign('RSA-SHA256').update(`"${response}"`).sign(createPrivateKey(privateKey), 'base64');
    const official = openOfficial({ ...shop.keys, alipayPublicKey: publicKey }, shop.sandbox.url);
    expect(encryptionBefore.phoneNumber(official, { response, sign })).toBe('13800000000');
    expect(encryptionAfter.phoneNumber(shop.ours, publicKey, { response, sign })).toBe('13800000000');
    const stranger = newKeyPair().publicKey;
    expect(() => encryptionAfter.phoneNumber(shop.ours, stranger, { response, sign })).toThrow('not from Alipay');
  });

  test('v3 by POST, by GET, and with a field in the path', async () => {
    await shop.pay('M8');
    expect(await v3Before.tradeStatusV3(shop.official, 'M8')).toBe('TRADE_SUCCESS');
    expect(await v3After.tradeStatusV3(shop.ours, 'M8')).toBe('TRADE_SUCCESS');
    const day = new Date(shop.sandbox.clock.now()).toISOString().slice(0, 10);
    await shop.sandbox.advance(2 * 24 * 3_600_000);
    expect(await v3Before.billUrl(shop.official, day)).toMatch(/^http/);
    expect(await v3After.billUrl(shop.ours, day)).toMatch(/^http/);
    shop.sandbox.setAnswer('alipay.marketing.activity.query', { activity_name: '满减' });
    const names = [
      await v3Before.activityName(shop.official, '2026/1'),
      await v3After.activityName(shop.ours, '2026/1'),
    ];
    expect(names[0]).toBe(names[1]);
    expect(names[0]).toBeTypeOf('string');
  });

  test('uploads over both protocols', async () => {
    const path = join(shop.folder, 'shop.jpg');
    expect(await uploadBefore.uploadImage(shop.official, path)).toMatch(/^\S+$/);
    expect(await uploadAfter.uploadImage(shop.ours, path)).toMatch(/^\S+$/);
    expect(await uploadBefore.uploadImageV3(shop.official, path)).toMatch(/^\S+$/);
    expect(await uploadAfter.uploadImageV3(shop.ours, path)).toMatch(/^\S+$/);
  });

  test('a stream, and one that fails', async () => {
    const [path, body] = [
      '/v3/stream/alipay/open/app/qrcode/create',
      { url_param: 'p', query_param: 'x=1', describe: 'x' },
    ];
    shop.sandbox.setAnswer('alipay.open.app.qrcode.create', { qr_code_url: 'https://qr.example/1' });
    const before = await streamBefore.eventsOf(shop.official, path, body);
    expect(before.some((line) => line.includes('https://qr.example/1'))).toBe(true);
    expect(await streamAfter.eventsOf(shop.ours, path, body)).toEqual(before);
    const failure = { code: '40004', sub_code: 'Resource-Not-Found', sub_msg: '应用不存在' };
    shop.sandbox.setAnswer('alipay.open.app.qrcode.create', failure);
    await expect(streamBefore.eventsOf(shop.official, path, body)).rejects.toThrow('Resource-Not-Found');
    const failed = streamAfter.eventsOf(shop.ours, path, body);
    await expect(failed).rejects.toThrow(AlipayV3Error);
    await expect(failed).rejects.toMatchObject({ code: 'Resource-Not-Found' });
  });

  test('certificate mode', async () => {
    const app = await shop.sandbox.registerApp({ sign_mode: 'cert' });
    const write = (name: string, text = '') => writeFile(join(shop.folder, name), text);
    await write('appCertPublicKey.crt', app.app_cert);
    await write('alipayCertPublicKey_RSA2.crt', app.alipay_cert);
    await write('alipayRootCert.crt', app.alipay_root_cert);
    const given = [app.app_id, app.app_private_key ?? '', shop.folder, shop.sandbox.url] as const;
    const before = certificatesBefore.openWithCertificates(...given);
    const after = certificatesAfter.openWithCertificates(...given);
    await expect(queryBefore.tradeStatus(before, 'none')).rejects.toThrow('ACQ.TRADE_NOT_EXIST');
    await expect(queryAfter.tradeStatus(after, 'none')).rejects.toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });
});

/** The names of what a declaration declares, but for what is private. */
function membersOf(declarations: string, name: string): string[] {
  const body = declarations.split(`${name} {`)[1]?.split('\n}')[0] ?? '';
  return [...body.matchAll(/^ {4}(?!private )(?:readonly )?(\w+)[?(<: ]/gm)].map(([, member = '']) => member);
}
