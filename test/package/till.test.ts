import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PACKAGES } from '../../scripts/build-package/pack.ts';
import { addNodeTypes, complaints, createProject, NODES, npm, type Project, run, titled } from './project.ts';

let project: Project;
beforeAll(async () => {
  project = await createProject(PACKAGES);
  await addNodeTypes(project);
}, 180_000);
afterAll(() => project[Symbol.asyncDispose]());

const program = () => join(project.folder, 'node_modules/till/dist/main.js');

/** A command that goes on, started by a Node of choice: its address, and its exit code once it is asked to stop. */
async function start(node: string, ...args: string[]) {
  const env = { PATH: dirname(node), LOG_LEVEL: 'silent' };
  const child = spawn(node, [program(), ...args], { cwd: project.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  for await (const line of createInterface(child.stdout)) {
    const address = /^ready (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    const stop = async () => {
      child.kill('SIGTERM');
      const [exitCode] = await once(child, 'exit');
      return exitCode as number | null;
    };
    return { address, stop };
  }
  throw new Error(`till ${args.join(' ')} did not start: ${said}`);
}

test('the tarballs hold what is built, and nothing that only builds or tests it', async () => {
  expect(project.tarballs.map(({ name }) => name)).toEqual([
    '@till/alipay',
    '@till/sandbox',
    '@till/server',
    '@till/console',
    'till',
  ]);
  for (const { name } of project.tarballs) {
    const files = await readdir(join(project.folder, 'node_modules', name), { recursive: true });
    expect(files.filter((file) => /\.test\.|\.fixture\.|^dist\/testing\/|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  }
});

test('npx till help lists the commands', async () => {
  const { stdout } = await npm(project.folder, ['exec', '--offline', '--no', '--', 'till', 'help']);
  for (const command of ['dev', 'serve', 'sandbox', 'keygen', 'doctor']) expect(stdout).toContain(`till ${command} `);
});

const CHECKOUT = `
import { Alipay } from '@till/alipay';
import { createSandbox } from '@till/sandbox';
import { openTestShop } from '@till/sandbox/testing';
const shop = await openTestShop();
const order = { out_trade_no: 'A1', total_amount: '88.88', subject: '龙井茶', product_code: 'FAST_INSTANT_TRADE_PAY' };
const form = new Alipay(shop.keys).pageForm('alipay.trade.page.pay', order, { notifyUrl: shop.inbox.url });
await shop.pay(await shop.checkout(form));
const [message] = shop.inbox.messages;
await shop.close();
const sandbox = await createSandbox({ dataFile: 'sandbox.db' });
await sandbox.close();
console.log(message.trade_status, message.total_amount);
`;

/** A method that the sandbox knows from the facts alone. */
const OTHER_METHOD = '_sandbox/answers/alipay.fund.account.query';

for (const node of NODES) {
  const version = node.path === undefined ? '' : (await run(node.path, ['--version'])).stdout;
  const isOld = /^v(20|22)\./.test(version);

  if (isOld) {
    test(titled('till says which Node it needs', node), async () => {
      const { code, stdout, stderr } = await run(node.path ?? '', [program(), 'sandbox']).catch((error) => error);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.split('\n')).toEqual([
        expect.stringMatching(/^till: till needs Node \d\d or later, and this is Node 2[02]\./),
        expect.stringContaining('当前是 Node 2'),
        '',
      ]);
    });
    continue;
  }

  describe.skipIf(node.path === undefined)(titled('the installed packages work', node), () => {
    const path = node.path ?? '';

    test('in a program: a shop is paid in the sandbox', async () => {
      const file = await project.write('checkout.mjs', CHECKOUT);
      const { stdout } = await run(path, [file], { cwd: project.folder });
      expect(stdout).toBe('TRADE_SUCCESS 88.88\n');
    });

    test('as till sandbox, which carries the facts about every method', async () => {
      const { address, stop } = await start(path, 'sandbox', '--port', '0');
      const headers = { 'content-type': 'application/json' };
      const put = (body: string) => fetch(`${address}/${OTHER_METHOD}`, { method: 'PUT', headers, body });
      expect((await put('{"available_amount":"12.34"}')).status).toBe(200);
      expect((await put('{"available_amuont":"12.34"}')).status).toBe(400);
      expect(await stop()).toBe(0);
    });

    test('as till dev, with the demo shop, the console and the API’s description', async () => {
      const { address, stop } = await start(path, 'dev', '--port', '0', '--sandbox-port', '0', '--data-dir', '.till');
      const pages = ['demo/', 'console/', 'console/console.js', 'swagger/index.html', 'swagger/json'];
      const answers = await Promise.all(pages.map((page) => fetch(`${address}/${page}`)));
      expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 200));
      expect(await stop()).toBe(0);
    });
  });
}

test('sandbox, server and console are typed', async () => {
  const typed = `
import { consoleFolder } from '@till/console';
import { createSandbox, type Sandbox } from '@till/sandbox';
import { openTestShop, type TestShop } from '@till/sandbox/testing';
import { createServer, type ServerOptions } from '@till/server';
export const folder: string = consoleFolder;
export const options: ServerOptions = { databaseUrl: 'sqlite:till.db', masterKey: '', publicUrl: '' };
export const key = async (sandbox: Sandbox): Promise<string> => (await sandbox.registerApp()).app_private_key;
export const start = (): Promise<[Sandbox, TestShop]> => Promise.all([createSandbox({ port: 0 }), openTestShop()]);
export const serve = async () => (await createServer(options)).createApiKey('1', 'first');
`;
  const files = [
    await project.write('right.mts', typed),
    await project.write('wrong.mts', typed.replace('port: 0', 'prot: 0')),
  ];
  const options = { module: 'nodenext', skipLibCheck: false };
  const errors = await complaints(project, 'tsconfig.json', options, files);
  expect(errors.join('\n')).toMatch(/^wrong\.mts.*'prot' does not exist.*$/s);
});
