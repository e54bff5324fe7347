import { readFile } from 'node:fs/promises';
import { Alipay } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEasySdk } from '../../packages/alipay/src/easy/index.ts';
import { functionNames } from './easy-noting.ts';
import { easyRows } from './easy-rows.ts';
import { EasyShop, SIGN_MODES } from './easy-shop.ts';

let shop: EasyShop;
beforeAll(async () => {
  shop = await EasyShop.open();
});
afterAll(() => shop[Symbol.asyncDispose]());

describe.each(SIGN_MODES)('in %s mode, a function of Easy SDK asks the gateway what Easy SDK asks', (signMode) => {
  let own: EasyShop;
  beforeAll(async () => {
    own = await EasyShop.open(signMode);
  });
  afterAll(() => own[Symbol.asyncDispose]());

  test.each(easyRows(() => own.lenient))('%s', async (_name, call, method, bizContent, params = {}) => {
    expect(await own.askedBy(call)).toEqual({ method, params, bizContent });
  });
});

test('util.aes encrypts and decrypts with the app key', () => {
  const { aes } = shop.easy.util;
  const secret = aes.encrypt('13800000000');
  expect(secret).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(aes.decrypt(secret)).toBe('13800000000');
  const { app_id: appId, alipay_public_key: alipayPublicKey } = shop.app;
  const withoutKey = createEasySdk(new Alipay({ appId, alipayPublicKey, privateKey: shop.privateKey }));
  expect(() => withoutKey.util.aes.encrypt('x')).toThrow(/encryptKey/);
});

test('a misspelt argument, or field of a response, does not compile', async () => {
  const { common } = shop.lenient.payment;
  const trade = await common.query('A1001');
  // @ts-expect-error no such field
  expect(trade.trade_stauts).toBeUndefined();
  // @ts-expect-error no such state
  expect(trade.trade_status === 'TRADE_PAID').toBe(false);
  // @ts-expect-error the amount is text
  await common.refund('A1001', 8.88);
  // @ts-expect-error no such function
  expect(common.agent('token').refnd).toBeUndefined();
});

test('the 39 documented functions are all there, by their names', () => {
  // 39 documented; precreate is written two ways, and generic has three forms more.
  expect(functionNames(shop.easy)).toHaveLength(39 + 1 + 3);
});

test.each(['easy-sdk.md', 'easy-sdk.zh-CN.md'])(
  '%s lists every function, its arguments and its method',
  async (name) => {
    const guide = await readFile(new URL(`../../docs/guides/${name}`, import.meta.url), 'utf8');
    const listed = [...guide.matchAll(/^\| `(\w+\.\w+)\.(\w+)\((.*)\)` \| (?:`([\w.]+)`|[^|]*) \|/gm)];
    expect(listed.map(([, group, fn]) => `${group}.${fn}`).sort()).toEqual(functionNames(shop.easy).sort());
    const methods = new Map(listed.map(([, group, fn, , method]) => [`${group}.${fn}`, method]));
    const rows = easyRows(() => shop.easy);
    const differing = rows.filter(([fn, , method]) => methods.get(fn) !== undefined && methods.get(fn) !== method);
    expect(differing).toEqual([]);
  },
);
