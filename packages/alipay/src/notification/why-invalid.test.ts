import { describe, expect, test } from 'vitest';
import { encodeText } from '../charset/index.ts';
import { APP_ID, client } from '../client/client.fixture.ts';
import { keyPair } from '../keys/keys.fixture.ts';
import { createTestAlipay, type TestFields } from '../testing/index.ts';

const own = keyPair();
const testAlipay = createTestAlipay({ appId: APP_ID });
const alipay = client({ privateKey: own.pkcs8, alipayPublicKey: testAlipay.publicKey });

function problemOf(body: string | Uint8Array, receiver = alipay): string {
  try {
    receiver.verifyNotification(body);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The notification was accepted.');
}

function paid(fields: TestFields = {}) {
  return testAlipay.notification('trade.paid', fields);
}

/** The body after a framework has parsed it, done something to the values, and it was put together again. */
function reworked(fields: Readonly<Record<string, string>>, change: (value: string, name: string) => string): string {
  return new URLSearchParams(
    Object.entries(fields).map(([name, value]) => [name, name === 'sign' ? value : change(value, name)]),
  ).toString();
}

describe('why a signature does not fit is told', () => {
  test("when Alipay's key is another one", () => {
    const stranger = createTestAlipay({ appId: APP_ID });
    expect(problemOf(stranger.notification('trade.paid').body)).toContain('alipayPublicKey is not the one');
  });

  test("when the app's own key has signed", () => {
    const mine = createTestAlipay({ appId: APP_ID, privateKey: own.privateKey });
    expect(problemOf(mine.notification('trade.paid').body)).toContain("the app's own private key");
  });

  test("when Alipay's key is of another size", () => {
    const small = createTestAlipay({ appId: APP_ID, privateKey: keyPair(3072).privateKey });
    expect(problemOf(small.notification('trade.paid').body)).toContain('has 384 bytes');
  });

  test('when another algorithm was used than the message names', () => {
    const sha1 = createTestAlipay({ appId: APP_ID, signType: 'RSA' });
    const receiver = client({ alipayPublicKey: sha1.publicKey });
    const { body } = sha1.notification('trade.paid');
    expect(problemOf(body.replace('sign_type=RSA', 'sign_type=RSA2'), receiver)).toContain(
      'signed with RSA, but the app is configured for RSA2',
    );
  });

  test('when the plus signs of the signature became spaces', () => {
    const { fields } = signatureWithPlus();
    const body = new URLSearchParams({ ...fields, sign: (fields.sign ?? '').replaceAll('+', ' ') }).toString();
    expect(problemOf(body)).toContain('form-decoded twice');
  });

  test('when the body was cut off', () => {
    const { body, fields } = paid();
    expect(problemOf(body.slice(0, body.indexOf('&sign=') + 100))).toContain('cut off');
    const { app_id: _appId, notify_id: _notifyId, ...rest } = fields;
    expect(problemOf(new URLSearchParams(rest).toString())).toContain('app_id, notify_id are missing');
  });

  test.each<[string, TestFields, (value: string, name: string) => string, string]>([
    ['HTML was escaped', {}, (value) => value.replaceAll('"', '&quot;'), 'escaped HTML characters'],
    ['plus signs were lost', { subject: 'a+b' }, (value) => value.replaceAll('+', ' '), 'plus signs into spaces'],
    [
      'values were decoded twice',
      { passback_params: 'shop%3D1%26city%3D%E6%9D%AD' },
      (value, name) => (name === 'passback_params' ? decodeURIComponent(value) : value),
      'url-decoded twice',
    ],
    [
      'values were decoded too seldom',
      { body: 'a=b' },
      (value, name) => (name === 'body' ? encodeURIComponent(value) : value),
      'once too few',
    ],
    ['line breaks were changed', { body: 'a\r\nb' }, (value) => value.replaceAll('\r', ''), 'line breaks'],
    [
      'UTF-8 was read as Latin-1',
      {},
      (value) => Buffer.from(value).toString('latin1'),
      'read as Latin-1 and written as UTF-8',
    ],
    ['an amount was changed', {}, (value) => value.replace(/^0\.01$/, '9.99'), 'a value was changed'],
  ])('when %s', (_what, fields, change, problem) => {
    expect(problemOf(reworked(paid(fields).fields, change))).toContain(problem);
  });

  test('when GBK was turned into UTF-8', () => {
    const { fields } = testAlipay.notification('trade.paid', {}, { charset: 'gbk' });
    expect(problemOf(new URLSearchParams(fields).toString())).toContain('converted from GBK to UTF-8');
  });

  test('when bytes were read in a charset that they are not in', () => {
    const { fields } = testAlipay.notification('trade.paid', {}, { charset: 'gbk' });
    const misread = (value: string) => encodeText(value, 'gbk').toString('utf8');
    expect(problemOf(reworked(fields, misread))).toContain('replacement characters');
  });

  test('when a router added a parameter', () => {
    expect(problemOf(`${paid().body}&shop=1`)).toContain('"shop" was added');
  });
});

function signatureWithPlus() {
  for (;;) {
    const message = paid();
    if (message.fields.sign?.includes('+')) return message;
  }
}
