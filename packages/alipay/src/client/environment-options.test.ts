import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Alipay, AlipayConfigError, optionsFromEnvironment } from '../index.ts';
import { APP_ID, alipay, app } from './client.fixture.ts';

const KEYS = { ALIPAY_APP_ID: APP_ID, ALIPAY_PRIVATE_KEY: app.pkcs8, ALIPAY_PUBLIC_KEY: alipay.spki };

describe('options from the environment', () => {
  test('make a client in key mode, whatever form the keys have there', () => {
    const oneLine = app.pkcs8.trim().replaceAll('\n', '\\n');
    for (const ALIPAY_PRIVATE_KEY of [app.pkcs8, oneLine, `"${oneLine}"`]) {
      expect(new Alipay(optionsFromEnvironment({ ...KEYS, ALIPAY_PRIVATE_KEY })).appId).toBe(APP_ID);
    }
  });

  test('read the files that variables name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'till-environment-'));
    const [privateFile, publicFile] = [join(folder, 'app.pem'), join(folder, 'alipay')];
    writeFileSync(privateFile, app.pkcs8);
    writeFileSync(publicFile, alipay.spki);
    const named = { ...KEYS, ALIPAY_PRIVATE_KEY: privateFile, ALIPAY_PUBLIC_KEY: publicFile };
    expect(optionsFromEnvironment(named)).toEqual({
      appId: APP_ID,
      privateKey: app.pkcs8,
      alipayPublicKey: alipay.spki,
    });
  });

  test('have what else is set, and nothing of what is empty', () => {
    const more = {
      ALIPAY_NOTIFY_URL: 'https://shop.example/notify',
      ALIPAY_RETURN_URL: ' https://shop.example/return ',
      ALIPAY_GATEWAY: 'http://127.0.0.1:3001/gateway.do',
      ALIPAY_SIGN_TYPE: 'rsa2',
      ALIPAY_ENCRYPT_KEY: '',
    };
    expect(optionsFromEnvironment({ ...KEYS, ...more })).toEqual({
      ...{ appId: APP_ID, privateKey: app.pkcs8.trim(), alipayPublicKey: alipay.spki.trim() },
      ...{ notifyUrl: 'https://shop.example/notify', returnUrl: 'https://shop.example/return' },
      ...{ gateway: 'http://127.0.0.1:3001/gateway.do', signType: 'RSA2' },
    });
  });

  test.each([
    ['ALIPAY_APP_ID is not set', { ALIPAY_APP_ID: '' }],
    ['ALIPAY_PUBLIC_KEY is not set', { ALIPAY_PUBLIC_KEY: undefined }],
    ['ALIPAY_ROOT_CERT is not set', { ALIPAY_APP_CERT: 'text', ALIPAY_CERT: 'text' }],
    ['ALIPAY_PRIVATE_KEY names the file "nowhere/app.pem"', { ALIPAY_PRIVATE_KEY: 'nowhere/app.pem' }],
    ['ALIPAY_SIGN_TYPE is "MD5"', { ALIPAY_SIGN_TYPE: 'MD5' }],
  ])('tell: %s', (message, changed) => {
    const read = () => optionsFromEnvironment({ ...KEYS, ...changed });
    expect(read).toThrow(AlipayConfigError);
    expect(read).toThrow(message);
  });
});
