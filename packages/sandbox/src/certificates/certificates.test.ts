import { createHash, createVerify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type RegisteredApp, type Sandbox } from '../index.ts';
import { Merchant, PUBLIC_KEY } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';
import { snOf as alipaySn, rootCertificateSn, splitPem } from './serial-number.ts';

let sandbox: Sandbox;
let app: RegisteredApp;
let merchant: Merchant;
beforeAll(async () => {
  sandbox = await createSandbox();
  app = await sandbox.registerApp({ public_key: PUBLIC_KEY, sign_mode: 'cert', name: '示例商户' });
  merchant = new Merchant(sandbox, app);
});
afterAll(() => sandbox.close());

/** By the book: MD5 of the issuer, last part first, and the serial number in decimal. */
function snOf(pem = ''): string {
  const { issuer, serialNumber } = new X509Certificate(pem);
  const name = issuer.split('\n').reverse().join(',');
  return createHash('md5')
    .update(name + BigInt(`0x${serialNumber}`))
    .digest('hex');
}

const METHOD = 'alipay.trade.query';
const content = { out_trade_no: 'x' };
const sns = () => ({ app_cert_sn: snOf(app.app_cert), alipay_root_cert_sn: rootSn() });
const rootSn = () => snOf(splitPem(app.alipay_root_cert ?? '')[0]);

describe('the certificates', () => {
  test('form a chain up to the root, and certify the keys in use', () => {
    const [root, other] = splitPem(app.alipay_root_cert ?? '').map((pem) => new X509Certificate(pem));
    const [alipay, middle] = splitPem(app.alipay_cert ?? '').map((pem) => new X509Certificate(pem));
    const own = new X509Certificate(app.app_cert ?? '');
    if (root === undefined || middle === undefined || alipay === undefined) throw new Error('missing');
    expect(middle.verify(root.publicKey)).toBe(true);
    expect(middle.checkIssued(root)).toBe(true);
    for (const leaf of [alipay, own]) {
      expect(leaf.verify(middle.publicKey)).toBe(true);
      expect(leaf.checkIssued(middle)).toBe(true);
      expect(leaf.ca).toBe(false);
    }
    expect(root.ca).toBe(true);
    expect(other?.signatureAlgorithmOid).toBe('1.2.840.10045.4.3.2');
    expect(own.publicKey.export({ type: 'spki', format: 'pem' })).toBe(PUBLIC_KEY);
    expect(alipay.publicKey.export({ type: 'spki', format: 'pem' })).toBe(app.alipay_public_key);
    expect(own.subject).toContain(`CN=${app.seller_id}-${app.app_id}`);
    expect(BigInt(`0x${own.serialNumber}`)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  });

  test('are numbered as Alipay numbers its own root', () => {
    const issuer = 'C=CN\nO=Ant Financial\nOU=Certification Authority\nCN=Ant Financial Certification Authority R1';
    const serialNumber = 2292228364100439313n.toString(16);
    expect(alipaySn({ issuer, serialNumber })).toBe('687b59193f3f462dd5336e5abf83c5d8');
  });

  test('of a bundle of roots only those signed with RSA count', () => {
    expect(splitPem(app.alipay_root_cert ?? '')).toHaveLength(2);
    expect(rootCertificateSn(app.alipay_root_cert ?? '')).toBe(rootSn());
  });
});

describe('a call in certificate mode', () => {
  test('names both numbers, and the answer names Alipay’s', async () => {
    const { text, node } = await merchant.call(METHOD, content, sns());
    expect(node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
    const [, signed = '', sn, sign = ''] =
      /response":(\{.*\}),"alipay_cert_sn":"(.*?)","sign":"(.*)"\}$/.exec(text) ?? [];
    expect(sn).toBe(snOf(splitPem(app.alipay_cert ?? '')[0]));
    const key = new X509Certificate(app.alipay_cert ?? '').publicKey;
    expect(createVerify('RSA-SHA256').update(signed).verify(key, sign, 'base64')).toBe(true);
  });

  test.each([
    [{ app_cert_sn: '' }, '40001', 'isv.missing-app-cert-sn'],
    [{ app_cert_sn: '0'.repeat(32) }, '40002', 'isv.app-cert-not-exist'],
    [{ alipay_root_cert_sn: '' }, '40001', 'isv.missing-alipay-root-cert-sn'],
    [{ alipay_root_cert_sn: 'a_b' }, '40002', 'isv.invalid-alipay-root-cert-sn'],
  ])('with %j is refused', async (wrong, code, subCode) => {
    const { node } = await merchant.call(METHOD, content, { ...sns(), ...wrong });
    expect(node).toMatchObject({ code, sub_code: subCode });
  });

  test('over v3 names the app’s number in the authorization; the roots’ only if it likes', async () => {
    const v3 = new V3Merchant(sandbox, app);
    const path = '/v3/alipay/trade/query';
    const auth = { app_cert_sn: sns().app_cert_sn };
    const asked = await v3.post(path, content, { auth });
    expect(asked.body.code).toBe('ACQ.TRADE_NOT_EXIST');
    expect(asked.headers.get('alipay-sn')).toBe(snOf(splitPem(app.alipay_cert ?? '')[0]));
    expect((await v3.post(path, content)).body.code).toBe('missing-app-cert-sn');
    expect((await v3.post(path, content, { auth: { app_cert_sn: 'x' } })).body.code).toBe('app-cert-not-exist');
    const wrongRoots = await v3.post(path, content, { auth, headers: { 'alipay-root-cert-sn': 'x' } });
    expect(wrongRoots.body.code).toBe('invalid-alipay-root-cert-sn');
  });
});

test('Alipay’s new certificate signs at once, and the old one can still be fetched', async () => {
  const before = await sandbox.registerApp({ public_key: PUBLIC_KEY, sign_mode: 'cert' });
  const after = await sandbox.rotateAlipayKey(before.app_id);
  expect(after.alipay_public_key).not.toBe(before.alipay_public_key);
  const caller = new Merchant(sandbox, after);
  const own = { app_cert_sn: snOf(after.app_cert), alipay_root_cert_sn: rootSn() };
  const fetched = async (pem = '') => {
    const { node } = await caller.call('alipay.open.app.alipaycert.download', { alipay_cert_sn: snOf(pem) }, own);
    return Buffer.from(node.alipay_cert_content ?? '', 'base64').toString();
  };
  expect(await fetched(before.alipay_cert)).toBe(before.alipay_cert);
  expect(await fetched(after.alipay_cert)).toBe(after.alipay_cert);
  expect(await fetched(app.alipay_cert)).toBe('');
});

test('an app changes between the modes, and its certificate follows its key', async () => {
  const keyed = await sandbox.registerApp({ app_id: 'changes', public_key: PUBLIC_KEY });
  expect(keyed).not.toHaveProperty('app_cert');
  const certified = await sandbox.registerApp({ app_id: 'changes', sign_mode: 'cert' });
  expect(certified.alipay_public_key).toBe(keyed.alipay_public_key);
  const renamed = await sandbox.registerApp({ app_id: 'changes', name: '新名' });
  expect(renamed.app_cert).toBe(certified.app_cert);
  const other = await sandbox.registerApp({ app_id: 'changes', public_key: keyed.alipay_public_key });
  expect(other.app_cert).not.toBe(certified.app_cert);
  expect(await sandbox.registerApp({ app_id: 'changes', sign_mode: 'key' })).not.toHaveProperty('app_cert');
});

test('changing the key of an unknown app is refused', async () => {
  await expect(sandbox.rotateAlipayKey('nobody')).rejects.toThrow(/There is no app nobody/);
});
