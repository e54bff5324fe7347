import { type KeyObject, sign, verify } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { certificates, type Issued, issue, rsaKeys } from '../certificate/certificate.fixture.ts';
import { readCertificates } from '../certificate/index.ts';
import { AlipayCertificateError, AlipayConfigError, AlipaySignatureError } from '../errors/index.ts';
import { keyPair } from '../keys/keys.fixture.ts';
import { signContent } from '../signing/index.ts';
import { APP_ID, NOW } from './client.fixture.ts';
import { startGateway, stopGateways } from './gateway.fixture.ts';
import { Alipay, type CommonOptions } from './index.ts';
import type { UncheckedCalls } from './unchecked-calls.ts';

const QUERY = 'alipay.trade.query';
const DOWNLOAD = 'alipay.open.app.alipaycert.download';
const PAID = { code: '10000', msg: 'Success', trade_status: 'TRADE_SUCCESS' };

const keys = { app: keyPair(), alipay: keyPair() };
const files = certificates(keys);
const renewed = issue({ subject: files.alipayName, issuer: files.forAlipay, serial: 77n });

afterEach(stopGateways);

function client(gateway: string, options: Partial<CommonOptions> = {}): Alipay & UncheckedCalls {
  return new Alipay({
    appId: APP_ID,
    privateKey: keys.app.pkcs8,
    appCert: files.app.pem,
    alipayCert: files.alipay.pem,
    alipayRootCert: files.root.pem,
    gateway,
    clock: { now: () => NOW },
    ...options,
  });
}

function serialOf({ pem }: Issued): string {
  return readCertificates('certificate', pem)[0]?.serialNumber ?? '';
}

function answer(method: string, node: object, serial: string, key: KeyObject): string {
  const text = JSON.stringify(node);
  const signature = sign('RSA-SHA256', Buffer.from(text), key).toString('base64');
  return `{"${method.replaceAll('.', '_')}_response":${text},"alipay_cert_sn":"${serial}","sign":"${signature}"}`;
}

/** A gateway that signs with one certificate and hands out another (or the same) for download. */
function gatewayOf(signing: Issued, download: string | object = signing.pem + files.forAlipay.pem) {
  return startGateway(async (response, { parameters }) => {
    const key = signing.keys.privateKey;
    if (parameters.method !== DOWNLOAD) return response.end(answer(QUERY, PAID, serialOf(signing), key));
    await new Promise((later) => setTimeout(later, 20));
    const content = { code: '10000', alipay_cert_content: Buffer.from(String(download)).toString('base64') };
    const node = typeof download === 'string' ? content : download;
    response.end(answer(DOWNLOAD, node, serialOf(signing), key));
  });
}

describe('a call in certificate mode', () => {
  test('names the certificates, and signs their numbers too', async () => {
    const { url, received } = await gatewayOf(files.alipay);
    expect(await client(url).execute(QUERY, { out_trade_no: 'A1' })).toEqual(PAID);
    const { charset: _, ...parameters } = received[0]?.parameters ?? {};
    expect(parameters).toMatchObject({ app_cert_sn: serialOf(files.app), alipay_root_cert_sn: serialOf(files.root) });
    const content = signContent({ ...parameters, charset: 'UTF-8' });
    const signature = Buffer.from(parameters.sign ?? '', 'base64');
    expect(verify('RSA-SHA256', Buffer.from(content), keys.app.publicKey, signature)).toBe(true);
    expect(received).toHaveLength(1);
  });

  test("fetches Alipay's new certificate once, however many calls meet it, and uses it from then on", async () => {
    const { url, received } = await gatewayOf(renewed);
    const alipay = client(url);
    const answers = await Promise.all(Array.from({ length: 8 }, () => alipay.execute(QUERY, {})));
    expect(answers).toEqual(Array.from({ length: 8 }, () => PAID));
    await alipay.execute(QUERY, {});
    const downloads = received.filter(({ parameters }) => parameters.method === DOWNLOAD);
    expect(downloads.map(({ parameters }) => parameters.biz_content)).toEqual([
      JSON.stringify({ alipay_cert_sn: serialOf(renewed) }),
    ]);
    expect((await alipay.certificateFor(serialOf(renewed))).publicKey.equals(renewed.keys.publicKey)).toBe(true);
  });

  test('believes notifications by the new certificate once it is known', async () => {
    const { url } = await gatewayOf(renewed);
    const alipay = client(url);
    const fields = { app_id: APP_ID, trade_no: '1', trade_status: 'TRADE_SUCCESS' };
    const signature = sign('RSA-SHA256', Buffer.from(signContent(fields)), renewed.keys.privateKey).toString('base64');
    const body = new URLSearchParams({ ...fields, sign: signature, sign_type: 'RSA2' }).toString();
    expect(() => alipay.verifyNotification(body)).toThrow();
    await alipay.certificateFor(serialOf(renewed));
    expect(alipay.verifyNotification(body)).toMatchObject({ trade_no: '1' });
  });

  test('fetches few of the unknown certificates that messages name, and those of answers all the same', async () => {
    const { url, received } = await gatewayOf(renewed);
    const alipay = client(url);
    const forgedBody = (index: number) =>
      new URLSearchParams({
        alipay_cert_sn: index.toString(16).padStart(32, '0'),
        app_id: APP_ID,
        sign: 'AAAA',
      }).toString();
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        alipay.receiveNotification(forgedBody(index), { on: { 'agreement.signed': () => {} }, observe: () => {} }),
      ),
    );
    expect(new Set(receipts.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    const downloads = () => received.filter(({ parameters }) => parameters.method === DOWNLOAD).length;
    expect(downloads()).toBe(10);
    expect(String(receipts[39]?.error)).toContain('too many unknown certificates within a minute');
    await alipay.execute(QUERY, {});
    expect(downloads()).toBe(11);
  });

  const stranger = issue({ subject: [['CN', 'Root']], isAuthority: true });
  const impostor = issue({ subject: files.forAlipay.name, issuer: stranger, isAuthority: true });
  const forged = issue({ subject: files.alipayName, issuer: impostor, serial: 77n });
  const anotherApp = issue({ subject: [['CN', 'another app']], issuer: files.forApps, serial: 78n });
  const byAnApp = issue({
    subject: files.alipayName,
    issuer: { ...files.app, name: files.forAlipay.name },
    serial: 79n,
  });
  const expired = issue({ subject: files.alipayName, issuer: files.forAlipay, serial: 80n, to: NOW - 1 });

  test.each<[string, Issued, string | object, RegExp]>([
    [
      "whose chain does not end at Alipay's root",
      forged,
      forged.pem + impostor.pem + stranger.pem,
      /not to be trusted/,
    ],
    ['without those that lead to the root', renewed, renewed.pem, /nobody up to a root/],
    [
      'with another number than the one asked for',
      renewed,
      files.alipay.pem + files.forAlipay.pem,
      /another certificate/,
    ],
    ["of another app, by Alipay's own root", anotherApp, anotherApp.pem + files.forApps.pem, /another authority/],
    ['signed by an app that says it is an authority', byAnApp, byAnApp.pem + files.app.pem, /not to be trusted/],
    ['that has expired', expired, expired.pem + files.forAlipay.pem, /expired/],
    ['that is none', renewed, 'not a certificate', /not base64|not a key/],
    ['that is not there', renewed, { code: '40004', sub_code: 'CERT_NOT_FOUND' }, /gave none \(40004 CERT_NOT_FOUND\)/],
  ])('does not believe a certificate %s', async (_what, signing, download, reason) => {
    const { url, received } = await gatewayOf(signing, download);
    const call = client(url).execute(QUERY, {});
    await expect(call).rejects.toThrow(AlipayCertificateError);
    await expect(call).rejects.toThrow(reason);
    await expect(call).rejects.toMatchObject({ outcome: 'unknown' });
    expect(received).toHaveLength(2);
  });

  test('asks for a certificate that could not be had again after a minute, not at once', async () => {
    let now = NOW;
    const { url, received } = await gatewayOf(renewed, 'nothing');
    const alipay = client(url, { clock: { now: () => now } });
    const ask = () => expect(alipay.certificateFor(serialOf(renewed))).rejects.toThrow(AlipayCertificateError);
    await ask();
    await ask();
    expect(received).toHaveLength(1);
    now += 60_000;
    await ask();
    expect(received).toHaveLength(2);
  });

  test('does not believe an answer that names a known certificate but is signed by another', async () => {
    const { url } = await startGateway((response) =>
      response.end(answer(QUERY, PAID, serialOf(files.alipay), rsaKeys().privateKey)),
    );
    await expect(client(url).execute(QUERY, {})).rejects.toThrow(AlipaySignatureError);
  });

  test('asks nobody for what cannot be a number', async () => {
    const { url, received } = await gatewayOf(files.alipay);
    await expect(client(url).certificateFor('../x')).rejects.toThrow(AlipayCertificateError);
    expect(received).toHaveLength(0);
  });
});

describe('options in certificate mode', () => {
  const whole = { appCert: files.app.pem, alipayCert: files.alipay.pem, alipayRootCert: files.root.pem };

  test.each<[string, object, RegExp]>([
    ['without the root', { ...whole, alipayRootCert: undefined }, /alipayRootCert is missing: certificate mode needs/],
    ['with the app certificate alone', { appCert: files.app.pem }, /alipayCert and alipayRootCert are missing/],
    ['with a public key besides', { ...whole, alipayPublicKey: keys.alipay.spki }, /An app is in one mode/],
  ])('%s are refused with the reason', (_what, options, reason) => {
    const build = () => new Alipay({ appId: APP_ID, privateKey: keys.app.pkcs8, ...options } as never);
    expect(build).toThrow(AlipayConfigError);
    expect(build).toThrow(reason);
  });

  test('are asked for where the client is in key mode', async () => {
    const alipay = new Alipay({ appId: APP_ID, privateKey: keys.app.pkcs8, alipayPublicKey: keys.alipay.spki });
    await expect(alipay.certificateFor(serialOf(files.alipay))).rejects.toThrow(/key mode/);
  });
});
