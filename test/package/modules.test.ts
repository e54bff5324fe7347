import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '@till/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packedSize } from '../../scripts/build-package/packed-size.ts';
import { addNodeTypes, complaints, createProject, NODES, type Project, run, titled } from './project.ts';

let project: Project;
let sandbox: Sandbox;
beforeAll(async () => {
  [project, sandbox] = await Promise.all([createProject(), createSandbox()]);
  await addNodeTypes(project);
}, 120_000);
afterAll(() => Promise.all([project[Symbol.asyncDispose](), sandbox[Symbol.asyncDispose]()]));

/** What a shop does in a day: a form, a signed call, a notification. Prints what came of it. */
const DAY = `
async function day({ appId, privateKey, alipayPublicKey, gateway }) {
  const alipay = new Alipay({ appId, privateKey, alipayPublicKey, gateway });
  const form = alipay.pageForm('alipay.trade.page.pay', {
    out_trade_no: 'A1', total_amount: '88.88', subject: '龙井茶', product_code: 'FAST_INSTANT_TRADE_PAY',
  });
  const refusal = await alipay.execute('alipay.trade.query', { out_trade_no: 'none' }).catch((error) => error);
  const test = createTestAlipay({ appId });
  const { body } = test.notification('trade.paid', { out_trade_no: 'A1', total_amount: '88.88' });
  const fields = new Alipay({ appId, privateKey, alipayPublicKey: test.publicKey }).verifyNotification(body);
  return [
    form.startsWith('<form '), refusal instanceof AlipayGatewayError, refusal.subCode,
    fields.total_amount, formatYuan(parseYuan('0.01')),
  ].join(' ');
}`;
const CAME_OF_IT = 'true true ACQ.TRADE_NOT_EXIST 88.88 0.01';

const IMPORTS = `
import { Alipay, AlipayGatewayError } from '@till/alipay';
import { formatYuan, parseYuan } from '@till/alipay/money';
import { createTestAlipay } from '@till/alipay/testing';
`;
const REQUIRES = `
const { Alipay, AlipayGatewayError } = require('@till/alipay');
const { formatYuan, parseYuan } = require('@till/alipay/money');
const { createTestAlipay } = require('@till/alipay/testing');
`;
const ENTRIES = ['', '/api', '/charset', '/easy', '/money', '/notification', '/testing', '/time'];
const list = JSON.stringify(ENTRIES.map((entry) => `@till/alipay${entry}`));

describe('the installed package', () => {
  test('has no dependencies, and under 150 kB of what is not types', async () => {
    const folder = join(project.folder, 'node_modules/@till/alipay');
    const { dependencies, peerDependencies, scripts } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    );
    expect({ dependencies, peerDependencies, scripts }).toEqual({});
    expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'README.md', 'README.zh-CN.md', 'dist', 'package.json']);
    expect(await packedSize(folder)).toBeLessThan(150_000);
  });

  for (const node of NODES) {
    describe.skipIf(node.path === undefined)(titled('works', node), () => {
      const program = async (name: string, text: string) => {
        const app = await sandbox.registerApp();
        const config = {
          appId: app.app_id,
          privateKey: app.app_private_key,
          alipayPublicKey: app.alipay_public_key,
          gateway: sandbox.gatewayUrl,
        };
        const path = await project.write(name, text.replace('CONFIG', JSON.stringify(config)));
        return (await run(node.path ?? '', [...node.args, path])).stdout.trim();
      };

      test('as ES modules', async () => {
        const text = `${IMPORTS}${DAY}\nconsole.log(await day(CONFIG));`;
        expect(await program('shop.mjs', text)).toBe(CAME_OF_IT);
      });

      test('as CommonJS', async () => {
        const text = `${REQUIRES}${DAY}\nday(CONFIG).then(console.log);`;
        expect(await program('shop.cjs', text)).toBe(CAME_OF_IT);
      });

      test('with both in one program: there is one of each class, and each entry exports the same', async () => {
        const text = `
          import { createRequire } from 'node:module';
          const require = createRequire(import.meta.url);
          for (const name of ${list}) {
            const [required, imported] = [require(name), await import(name)];
            const names = Object.keys(required).filter((key) => key !== '__esModule').sort();
            if (names.join() !== Object.keys(imported).sort().join()) throw new Error(name + ' differs: ' + names);
            for (const key of names) if (required[key] !== imported[key]) throw new Error(name + ' has two ' + key);
          }
          console.log('one');`;
        expect(await program('both.mjs', text)).toBe('one');
      });
    });
  }

  const ORDER = `{ out_trade_no: 'A1', total_amount: '88.88', subject: 'tea', product_code: 'FAST_INSTANT_TRADE_PAY' }`;
  const TYPED = `
import { Alipay, type AlipayOptions, type NotificationEvent } from '@till/alipay';
import type { GatewayMethod } from '@till/alipay/api';
import { Factory } from '@till/alipay/easy';
import { parseYuan, type Fen } from '@till/alipay/money';
import { createTestAlipay } from '@till/alipay/testing';
export const method: GatewayMethod = 'alipay.trade.refund';
export const fen: Fen = parseYuan('1.00');
export const kindOf = (event: NotificationEvent) => event.kind;
export async function shop(options: AlipayOptions): Promise<string | undefined> {
  const alipay = new Alipay(options);
  const { trade_status } = await alipay.execute('alipay.trade.query', { out_trade_no: 'A1' });
  await alipay.v3('POST /v3/alipay/trade/refund', { out_trade_no: 'A1', refund_amount: '1.00' });
  return alipay.pageForm('alipay.trade.page.pay', ${ORDER}) + (trade_status ?? '') + createTestAlipay({ appId: 'A' }).publicKey;
}
export { Factory };
`;

  test.each([
    ['ES modules of Node', 'mts', { module: 'nodenext' }],
    ['CommonJS of Node', 'cts', { module: 'nodenext' }],
    ['CommonJS of Node 16', 'cts', { module: 'node16' }],
    ['a bundler', 'ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('is typed for %s, and a misspelt field is an error', async (_what, extension, options) => {
    const files = [`right.${extension}`, `wrong.${extension}`] as const;
    await project.write(files[0], TYPED);
    await project.write(files[1], TYPED.replace('refund_amount:', 'refund_amuont:'));
    const errors = await complaints(project, `tsconfig.${extension}.json`, { ...options, skipLibCheck: false }, files);
    expect(errors.join('\n')).toMatch(/^wrong\..*refund_amuont.*$/);
  });
});
