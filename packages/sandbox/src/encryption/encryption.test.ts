import { createCipheriv, createDecipheriv, createVerify } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSandbox } from '../index.ts';
import { Merchant, PUBLIC_KEY } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const ZEROS = Buffer.alloc(16);
const METHOD = 'alipay.trade.query';

function encrypt(plain: string, key: string): string {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(key, 'base64'), ZEROS);
  return cipher.update(plain, 'utf8', 'base64') + cipher.final('base64');
}

function decrypt(text: string, key: string): string {
  const decipher = createDecipheriv('aes-128-cbc', Buffer.from(key, 'base64'), ZEROS);
  return decipher.update(text, 'base64', 'utf8') + decipher.final('utf8');
}

async function openEncryptedShop(encrypt_key: string | true = true) {
  const sandbox = await createSandbox();
  const merchant = new Merchant(sandbox, await sandbox.registerApp({ public_key: PUBLIC_KEY, encrypt_key }));
  return { merchant, key: merchant.app.encrypt_key ?? '', [Symbol.asyncDispose]: () => sandbox.close() };
}

test('an encrypted call is answered with ciphertext, signed together with its quotes', async () => {
  await using shop = await openEncryptedShop();
  const { merchant, key } = shop;
  const biz_content = encrypt('{"out_trade_no":"订单"}', key);
  const { text } = await merchant.send(merchant.parameters(METHOD, {}, { encrypt_type: 'AES', biz_content }));
  const [, node = '', sign = ''] = /^\{"alipay_trade_query_response":("[^"]+"),"sign":"([^"]+)"\}$/.exec(text) ?? [];
  expect(createVerify('RSA-SHA256').update(node).verify(merchant.app.alipay_public_key, sign, 'base64')).toBe(true);
  expect(JSON.parse(decrypt(JSON.parse(node), key))).toMatchObject({
    code: '40004',
    sub_code: 'ACQ.TRADE_NOT_EXIST',
    out_trade_no: '订单',
  });
});

test('a key of one’s own is kept, and calls in the clear stay in the clear', async () => {
  const own = Buffer.from('0123456789abcdef').toString('base64');
  await using shop = await openEncryptedShop(own);
  expect(shop.key).toBe(own);
  const answered = await shop.merchant.call(METHOD, { out_trade_no: 'x' });
  expect(answered.node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
});

test.each([
  ['another key', { encrypt_type: 'AES', biz_content: 'bm90IGEgY2lwaGVydGV4dA==' }, 'isv.decryption-error-unknown'],
  ['no ciphertext at all', { encrypt_type: 'AES', biz_content: '{"a":1}' }, 'isv.decryption-error-unknown'],
  ['another algorithm', { encrypt_type: 'DES', biz_content: 'x' }, 'isv.invalid-encrypt-type'],
])('%s is refused in the clear, and signed', async (_, overrides, subCode) => {
  await using shop = await openEncryptedShop();
  const refused = await shop.merchant.call(METHOD, {}, overrides);
  expect(refused.node.sub_code).toBe(subCode);
  expect(shop.merchant.verifyAnswer(refused)).toBe(true);
});

test.each([
  ['plain JSON', () => '{"out_trade_no":"x"}', 'encrypt it, then sign'],
  ['hexadecimal', (right: string) => Buffer.from(right, 'base64').toString('hex'), 'not hexadecimal'],
  ['cut off', (right: string) => right.slice(0, 40), 'decodes to 30 bytes'],
  ['ECB', (_: string, key: Buffer) => cipherOf('aes-128-ecb', key, null), 'use CBC, not ECB'],
  ['another key', () => cipherOf('aes-128-cbc', Buffer.alloc(16, 7), ZEROS), 'the AES key of this app'],
  ['another vector', (_: string, key: Buffer) => cipherOf('aes-128-cbc', key, Buffer.alloc(16, 7)), '16 zero bytes'],
])('%s instead of the right ciphertext is told', async (_name, contentOf, hint) => {
  // A key of its own: under one of a few hundred others, chance would have it decrypt to something.
  await using shop = await openEncryptedShop(Buffer.from('0123456789abcdef').toString('base64'));
  const right = encrypt(CONTENT, shop.key);
  const biz_content = contentOf(right, Buffer.from(shop.key, 'base64'));
  const refused = await shop.merchant.call(METHOD, {}, { encrypt_type: 'AES', biz_content });
  expect(refused.node.sub_msg).toContain(hint);
});

const CONTENT = '{"out_trade_no":"a number that fills some blocks"}';

function cipherOf(algorithm: string, key: Buffer, vector: Buffer | null): string {
  const cipher = createCipheriv(algorithm, key, vector);
  return cipher.update(CONTENT, 'utf8', 'base64') + cipher.final('base64');
}

test('a ciphertext whose + became spaces on the way is told', async () => {
  await using shop = await openEncryptedShop();
  let content = '';
  for (let number = 1; !content.includes('+'); number++) content = encrypt(`{"out_trade_no":"${number}"}`, shop.key);
  const overrides = { encrypt_type: 'AES', biz_content: content.replaceAll('+', ' ') };
  expect((await shop.merchant.call(METHOD, {}, overrides)).node.sub_msg).toContain('its + became spaces');
});

test('a ciphertext that does not say so is told what it lacks', async () => {
  await using shop = await openEncryptedShop();
  const refused = await shop.merchant.call(METHOD, {}, { biz_content: encrypt('{}', shop.key) });
  expect(refused.node.sub_code).toBe('isv.decryption-error-missing-encrypt-type');
});

test('an app without a key cannot be called encrypted', async () => {
  await using sandbox = await createSandbox();
  const merchant = await Merchant.of(sandbox);
  const refused = await merchant.call(METHOD, {}, { encrypt_type: 'AES', biz_content: 'x' });
  expect(refused.node.sub_code).toBe('isv.missing-encrypt-key');
});

test('a v3 call without a body has nothing to decrypt, and is answered with ciphertext', async () => {
  await using shop = await openEncryptedShop();
  const { merchant, key } = shop;
  const v3 = new V3Merchant(merchant.sandbox, merchant.app);
  const answered = await v3.get('/v3/alipay/data/bill/balance/query', { headers: { 'alipay-encrypt-type': 'AES' } });
  expect(v3.verify(answered)).toBe(true);
  expect(JSON.parse(decrypt(answered.text, key))).toMatchObject({ available_amount: '1000000.00' });
});
