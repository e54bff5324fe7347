import { sign } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { AlipayConfigError, AlipayTimeoutError } from '../errors/index.ts';
import type { ExternalSigner } from '../signing/index.ts';
import { APP_ID, alipay as alipayKeys, answer, app, client, NOW } from './client.fixture.ts';
import { startGateway, stopGateways } from './gateway.fixture.ts';
import { Alipay, type CommonOptions } from './index.ts';
import type { UncheckedCalls } from './unchecked-calls.ts';

const PAY = 'alipay.trade.page.pay';
const QUERY = 'alipay.trade.query';
const ORDER = { out_trade_no: 'A1', total_amount: '88.88', subject: '龙井茶' };
const PAID = { code: '10000', msg: 'Success' };

afterEach(stopGateways);

/** A key management service of the test's own. */
const kms: ExternalSigner = async (bytes, signType) =>
  sign(signType === 'RSA2' ? 'RSA-SHA256' : 'RSA-SHA1', bytes, app.privateKey);

function remote(signer: ExternalSigner = kms, options: Partial<CommonOptions> = {}): UncheckedCalls {
  return new Alipay({ appId: APP_ID, signer, alipayPublicKey: alipayKeys.spki, clock: { now: () => NOW }, ...options });
}

describe('a client whose key is elsewhere', () => {
  test('makes the same forms, urls and strings as one that has the key', async () => {
    const local = client();
    expect(await remote().pageFormAsync(PAY, ORDER)).toBe(local.pageForm(PAY, ORDER));
    expect(await remote().pageUrlAsync(PAY, ORDER)).toBe(local.pageUrl(PAY, ORDER));
    expect(await remote().orderStringAsync(PAY, ORDER)).toBe(local.orderString(PAY, ORDER));
    expect(await local.pageFormAsync(PAY, ORDER)).toBe(local.pageForm(PAY, ORDER));
    const inBase64: ExternalSigner = async (bytes, signType) =>
      Buffer.from((await kms(bytes, signType)) as Uint8Array).toString('base64');
    expect(await remote(inBase64, { signType: 'RSA' }).orderStringAsync(PAY, ORDER)).toBe(
      client({ signType: 'RSA' }).orderString(PAY, ORDER),
    );
  });

  test('calls the gateway', async () => {
    const { url } = await startGateway((response) => response.end(answer(QUERY, PAID)));
    expect(await remote(kms, { gateway: url }).execute(QUERY, {})).toEqual(PAID);
  });

  test('names the asynchronous form where it cannot sign at once', () => {
    for (const call of ['pageForm', 'pageUrl', 'orderString'] as const) {
      expect(() => remote()[call](PAY, ORDER)).toThrow(AlipayConfigError);
      expect(() => remote()[call](PAY, ORDER)).toThrow(`${call}Async`);
    }
  });

  test.each<[string, ExternalSigner]>([
    ['too little', async () => Buffer.alloc(16)],
    ['no base64', async () => 'not base64'],
    ['hexadecimal', async (bytes) => Buffer.from((await kms(bytes, 'RSA2')) as Uint8Array).toString('hex')],
    ['a digest', async () => Buffer.alloc(32)],
    ['nothing', async () => undefined as never],
  ])('refuses what is no signature: %s', async (_what, signer) => {
    await expect(remote(signer).pageFormAsync(PAY, ORDER)).rejects.toThrow('signer returned no RSA signature');
  });

  test('does not wait for ever: nothing was sent', async () => {
    const { url, received } = await startGateway((response) => response.end(answer(QUERY, PAID)));
    const hanging = remote(() => new Promise(() => {}), { gateway: url });
    const call = hanging.execute(QUERY, {}, { timeoutMs: 50 });
    await expect(call).rejects.toThrow(AlipayTimeoutError);
    await expect(call).rejects.toMatchObject({ outcome: 'not_sent', message: expect.stringContaining('signer') });
    const aborted = hanging.execute(QUERY, {}, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ outcome: 'not_sent' });
    expect(received).toHaveLength(0);
  });

  test('hands on what the signer throws', async () => {
    const denied = new Error('access denied');
    await expect(remote(() => Promise.reject(denied)).execute(QUERY, {})).rejects.toBe(denied);
  });

  test('is asked who signs, if both can or none', () => {
    const build = (options: object) => () =>
      new Alipay({ appId: APP_ID, alipayPublicKey: alipayKeys.spki, ...options } as never);
    expect(build({ signer: kms, privateKey: app.pkcs8 })).toThrow('Both privateKey and signer');
    expect(build({})).toThrow('privateKey is missing');
    expect(build({ signer: 'kms' })).toThrow('signer is a value of type string');
  });
});
