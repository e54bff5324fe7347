import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox } from './index.ts';
import { listenForNotifications, Merchant, PUBLIC_KEY } from './testing/merchant.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-sandbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('everything is there again after a restart: apps, keys, trades, pages, accounts, faults, clock, retries', async () => {
  await using shop = await listenForNotifications((count) => ({ text: count < 3 ? 'no' : 'success' }));
  const dataFile = join(folder, 'restart.db');
  const first = await createSandbox({ dataFile });
  const merchant = await Merchant.of(first, '2021000000000001');
  await first.advance(3 * 24 * 3_600_000);
  const { url } = await merchant.openCashier({ out_trade_no: 'waiting', timeout_express: '1h' });
  const paid = await merchant.paidTrade({ out_trade_no: 'paid' }, { notify_url: shop.url });
  await merchant.call('alipay.trade.refund', { out_trade_no: 'paid', refund_amount: '0.01', out_request_no: 'r' });
  await first.advance(0);
  first.setFaults({ seed: 1, notify: [{ p: 0, kind: 'drop' }] });
  const told = first.notifications();
  const before = [first.trades(), told, first.summary(), first.faults()];
  const time = first.clock.now();
  await first.close();

  await using second = await createSandbox({ dataFile });
  expect([second.trades(), second.notifications(), second.summary(), second.faults()]).toEqual(before);
  expect(Math.abs(second.clock.now() - time)).toBeLessThan(60_000);
  const same = new Merchant(second, await second.registerApp({ app_id: '2021000000000001' }));
  expect(same.app).toEqual(merchant.app);
  expect((await same.call('alipay.trade.query', { out_trade_no: 'paid' })).node.trade_no).toBe(paid);
  const page = await fetch(url.replace(first.url, second.url));
  expect(await page.text()).toContain('88.88');
  const more = await same.openCashier({ out_trade_no: 'new' });
  expect(second.trades().map((trade) => trade.trade_no)).toContain(more.tradeNo);
  expect(new Set(second.trades().map((trade) => trade.trade_no)).size).toBe(3);
  await second.advance(24 * 3_600_000);
  expect(second.trades({ out_trade_no: 'waiting' })[0]?.trade_status).toBe('TRADE_CLOSED');
  expect(second.notifications().filter((row) => row.answer === 'success')).toHaveLength(2);
  expect(new Set(second.notifications().map((row) => row.notify_id)).size).toBe(2);
  expect(second.notifications().slice(0, told.length)).toEqual(told);
});

test('certificates, tokens, replaced answers and messages held back are there again, too', async () => {
  await using shop = await listenForNotifications();
  const dataFile = join(folder, 'modes.db');
  const first = await createSandbox({ dataFile });
  const app = await first.registerApp({ app_id: 'cert', public_key: PUBLIC_KEY, sign_mode: 'cert', encrypt_key: true });
  const rotated = await first.rotateAlipayKey('cert');
  const merchant = await Merchant.of(first, 'key');
  const page = `/oauth2/appToAppAuth.htm?app_id=key&redirect_uri=https%3A%2F%2Fisv.example`;
  const consent = await fetch(`${first.url}${page}`, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'yes', person: 'cert' }),
    redirect: 'manual',
  });
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('app_auth_code');
  first.setAnswer('alipay.fund.account.query', { available_amount: '1.23' });
  first.setFaults({ notify: [{ kind: 'reorder', p: 1 }] });
  await merchant.paidTrade({}, { notify_url: shop.url });
  await first.advance(0);
  await first.close();

  await using second = await createSandbox({ dataFile });
  expect(await second.registerApp({ app_id: 'cert' })).toEqual({ ...rotated, app_cert: app.app_cert });
  const again = await second.registerApp({ public_key: PUBLIC_KEY, sign_mode: 'cert' });
  expect(again.alipay_root_cert).toBe(app.alipay_root_cert);
  const same = new Merchant(second, merchant.app);
  const token = await same.call('alipay.open.auth.token.app', { grant_type: 'authorization_code', code });
  expect(token.node.auth_app_id).toBe('cert');
  expect((await same.call('alipay.fund.account.query', {})).node.available_amount).toBe('1.23');
  second.setFaults({});
  await same.call('alipay.trade.refund', { out_trade_no: 'order-1', refund_amount: '88.88' });
  await second.advance(0);
  expect(shop.received.map((_, index) => shop.fields(index).trade_status)).toEqual(['TRADE_CLOSED', 'TRADE_SUCCESS']);
});

test('what a reset forgot stays forgotten after a restart', async () => {
  const dataFile = join(folder, 'reset.db');
  const first = await createSandbox({ dataFile });
  const merchant = await Merchant.of(first, 'kept');
  await merchant.paidTrade();
  await first.reset();
  await first.close();
  await using second = await createSandbox({ dataFile });
  expect(second.trades()).toEqual([]);
  expect(second.summary()).toMatchObject({ trades: 0, paid_amount: '0.00' });
  await new Merchant(second, merchant.app).paidTrade();
  expect(second.summary('kept').paid_count).toBe(1);
});

test('a kill in the middle loses nothing that was answered, and the notification still goes out', async () => {
  const dataFile = join(folder, 'killed.db');
  const program = `
    import { createSandbox } from '@till/sandbox';
    import { Merchant } from ${JSON.stringify(new URL('./testing/merchant.ts', import.meta.url).href)};
    const sandbox = await createSandbox({ dataFile: ${JSON.stringify(dataFile)}, postForm: () => new Promise(() => {}) });
    const merchant = await Merchant.of(sandbox, 'killed');
    await merchant.paidTrade({}, { notify_url: 'http://127.0.0.1:1/later' });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--conditions=@till/source', '--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(await new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))).toBe('SIGKILL');
  const sent: string[] = [];
  await using sandbox = await createSandbox({
    dataFile,
    postForm: async ({ url }) => {
      sent.push(url);
      return { status: 200, text: 'success' };
    },
  });
  expect(sandbox.trades()).toMatchObject([{ out_trade_no: 'order-1', trade_status: 'TRADE_SUCCESS' }]);
  await sandbox.advance(0);
  expect(sent).toEqual(['http://127.0.0.1:1/later']);
  expect(sandbox.notifications()).toMatchObject([{ status: 200, answer: 'success' }]);
});

test('a data file in use, of something else, or in no folder is refused with the reason', async () => {
  const dataFile = join(folder, 'in-use.db');
  await using _first = await createSandbox({ dataFile });
  await expect(createSandbox({ dataFile })).rejects.toThrow('in use by another sandbox');
  const text = join(folder, 'text.db');
  await writeFile(text, 'this is a text, and a long one, longer than any header');
  await expect(createSandbox({ dataFile: text })).rejects.toThrow('not a sandbox data file');
  await expect(createSandbox({ dataFile: join(folder, 'no', 'where.db') })).rejects.toThrow(
    'Check that its folder exists',
  );
});

test('a damaged data file, or one without a name, is refused with the reason', async () => {
  const dataFile = join(folder, 'damaged.db');
  const first = await createSandbox({ dataFile });
  const merchant = await Merchant.of(first);
  for (let order = 0; order < 20; order++) await merchant.paidTrade({ out_trade_no: `order-${order}` });
  await first.close();
  const bytes = await readFile(dataFile);
  await writeFile(dataFile, bytes.fill(7, bytes.length / 2));
  for (let again = 0; again < 2; again++) {
    await expect(createSandbox({ dataFile })).rejects.toThrow(/damaged.db is damaged: .*Restore a copy/);
  }
  await expect(createSandbox({ dataFile: '' })).rejects.toThrow('The name of the data file is empty');
});

test('a port in use is refused with the reason, and the data file is let go', async () => {
  const dataFile = join(folder, 'port.db');
  await using first = await createSandbox();
  const port = Number(new URL(first.url).port);
  await expect(createSandbox({ port, dataFile })).rejects.toThrow('the port is in use');
  await using second = await createSandbox({ dataFile });
  expect(second.trades()).toEqual([]);
});
