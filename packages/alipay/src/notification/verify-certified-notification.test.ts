import { createPublicKey, type KeyObject } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { APP_ID, alipay, client } from '../client/client.fixture.ts';
import { signContent } from '../signing/index.ts';
import { createTestAlipay } from '../testing/index.ts';
import { type Recipient, verifyCertifiedNotification } from './index.ts';

const SERIAL = '687b59193f3f462dd5336e5abf83c5d8';
const newer = createTestAlipay({ appId: APP_ID });
const newerKey = createPublicKey(newer.publicKey);
/** At hand is only the key of the certificate before. */
const recipient: Recipient = { appId: APP_ID, signType: 'RSA2', keys: { alipayPublicKeys: [alipay.publicKey] } };

function lookUp(keys: Readonly<Record<string, KeyObject>>) {
  return vi.fn(async (serialNumber: string) => keys[serialNumber]);
}

test('a message that names a certificate is verified by that one', async () => {
  const find = lookUp({ [SERIAL]: newerKey });
  const { body } = newer.notification('trade.paid', { alipay_cert_sn: SERIAL });
  expect(await verifyCertifiedNotification(recipient, body, find)).toMatchObject({ trade_status: 'TRADE_SUCCESS' });
  expect(find).toHaveBeenCalledExactlyOnceWith(SERIAL);
});

test('the certificate may be named beside what is signed', async () => {
  const { body } = newer.notification('trade.paid');
  const named = `alipay_cert_sn=${SERIAL}&${body}`;
  expect(await verifyCertifiedNotification(recipient, named, lookUp({ [SERIAL]: newerKey }))).toMatchObject({
    trade_status: 'TRADE_SUCCESS',
  });
});

test('a message that names none is verified by those at hand, and asks for none', async () => {
  const find = lookUp({});
  const old = createTestAlipay({ appId: APP_ID, privateKey: alipay.privateKey });
  expect(await verifyCertifiedNotification(recipient, old.notification('trade.paid').body, find)).toBeDefined();
  expect(find).not.toHaveBeenCalled();
});

test.each(['', '../etc', 'A'.repeat(32), '0'.repeat(31)])(
  'what is no serial number (%j) is not looked for',
  async (named) => {
    const find = lookUp({});
    const { body } = newer.notification('trade.paid', { alipay_cert_sn: named });
    await expect(verifyCertifiedNotification(recipient, body, find)).rejects.toThrow(/alipayPublicKey is not the one/);
    expect(find).not.toHaveBeenCalled();
  },
);

test('an unknown certificate, or one that did not sign the message, is refused', async () => {
  const { body } = newer.notification('trade.paid', { alipay_cert_sn: SERIAL });
  await expect(verifyCertifiedNotification(recipient, body, lookUp({}))).rejects.toThrow(/not known, "687b/);
  const wrong = lookUp({ [SERIAL]: alipay.publicKey });
  await expect(verifyCertifiedNotification(recipient, body, wrong)).rejects.toMatchObject({ reason: 'signature' });
});

test('outside certificate mode the serial number has no meaning, and is signed like the rest or not at all', () => {
  const fields = { app_id: APP_ID, alipay_cert_sn: SERIAL };
  expect(signContent(fields)).toContain('alipay_cert_sn');
  const own = client({ alipayPublicKey: newer.publicKey });
  expect(own.verifyNotification(newer.signed(fields).body)).toMatchObject(fields);
});
