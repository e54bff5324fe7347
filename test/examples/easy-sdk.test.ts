import { readFile } from 'node:fs/promises';
import { Alipay } from '@till/alipay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEasySdk, type EasySdk } from '../../packages/alipay/src/easy/index.ts';
import { easyRows } from './easy-rows.ts';
import { type Asked, KEYS, openGateway } from './signed-gateway.ts';

let gateway: Awaited<ReturnType<typeof openGateway>>;
let easy: EasySdk;

beforeAll(async () => {
  gateway = await openGateway();
  easy = createEasySdk(new Alipay({ ...KEYS, gateway: gateway.url, encryptKey: 'aGVsbG8gYWxpcGF5ICE9PQ==' }));
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** What the gateway was asked by a call. */
async function askedBy(call: () => Promise<unknown>): Promise<Asked | undefined> {
  await call();
  return gateway.asked.at(-1);
}

const rows = easyRows(() => easy);

describe('a function of Easy SDK asks the gateway what Easy SDK asks', () => {
  test.each(rows)('%s', async (_name, call, method, bizContent, params = {}) => {
    expect(await askedBy(call)).toEqual({ method, params, bizContent, files: {} });
  });
});

test('util.aes encrypts and decrypts with the app key', () => {
  const secret = easy.util.aes.encrypt('13800000000');
  expect(secret).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(easy.util.aes.decrypt(secret)).toBe('13800000000');
  const withoutKey = createEasySdk(new Alipay({ ...KEYS, gateway: gateway.url }));
  expect(() => withoutKey.util.aes.encrypt('x')).toThrow(/encryptKey/);
});

test('a misspelt argument, or field of a response, does not compile', async () => {
  const trade = await easy.payment.common.query('A1001');
  // @ts-expect-error no such field
  expect(trade.trade_stauts).toBeUndefined();
  // @ts-expect-error no such state
  expect(trade.trade_status === 'TRADE_PAID').toBe(false);
  // @ts-expect-error the amount is text
  await easy.payment.common.refund('A1001', 8.88);
  // @ts-expect-error no such function
  expect(easy.payment.common.agent('token').refnd).toBeUndefined();
});

test('the 39 documented functions are all there, by their names', () => {
  const functions = Object.values(easy).flatMap((group) =>
    Object.values(group).flatMap((api) => Object.keys(api).filter((name) => !EXTENSIONS.has(name))),
  );
  // 39 documented; precreate is written two ways, and generic has three forms more.
  expect(functions).toHaveLength(39 + 1 + 3);
});

test.each(['easy-sdk.md', 'easy-sdk.zh-CN.md'])(
  '%s lists every function, its arguments and its method',
  async (name) => {
    const guide = await readFile(new URL(`../../docs/guides/${name}`, import.meta.url), 'utf8');
    const listed = [...guide.matchAll(/^\| `(\w+\.\w+)\.(\w+)\((.*)\)` \| (?:`([\w.]+)`|[^|]*) \|/gm)];
    const names = listed.map(([, group, fn]) => `${group}.${fn}`);
    const functions = Object.entries(easy).flatMap(([area, group]) =>
      Object.entries(group).flatMap(([api, all]) =>
        Object.keys(all)
          .filter((fn) => !EXTENSIONS.has(fn))
          .map((fn) => `${area}.${api}.${fn}`),
      ),
    );
    expect(names.map((each) => each).sort()).toEqual(functions.sort());
    const methods = new Map(listed.map(([, group, fn, , method]) => [`${group}.${fn}`, method]));
    const differing = rows.filter(([fn, , method]) => methods.get(fn) !== undefined && methods.get(fn) !== method);
    expect(differing).toEqual([]);
  },
);

const EXTENSIONS = new Set(['agent', 'auth', 'asyncNotify', 'route', 'optional', 'optionalArgs']);
