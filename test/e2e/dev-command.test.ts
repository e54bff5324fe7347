import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ControlPlane } from '../fixtures/control-plane.ts';
import { Merchant } from '../fixtures/merchant.ts';
import { readForm, submitForm } from '../fixtures/payment-form.ts';
import { type DevFile, START_TIMEOUT_MS, TillDev, temporaryDirectory } from '../fixtures/till-dev.ts';

/** What must be the same at every start on one data directory. */
function lasting({ appId, alipayAppId, apiKey, adminUser, adminPassword }: DevFile) {
  return { appId, alipayAppId, apiKey, adminUser, adminPassword };
}

/** A buyer goes from the form to the cashier and pays. */
async function payAtCashier(dev: DevFile, orderNo: string, form: string): Promise<void> {
  const cashier = await fetch(await submitForm(readForm(form)));
  expect(cashier.status).toBe(200);
  const alipay = new ControlPlane(dev.sandbox);
  await alipay.pay((await alipay.tradeNo(orderNo)) ?? 'no trade');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('till dev', { timeout: START_TIMEOUT_MS }, () => {
  test('tells where everything is, takes a payment, and keeps it all through a stop, a kill -9 and another start', async () => {
    using directory = temporaryDirectory();
    const first = new TillDev(directory.path);
    const dev = await first.ready();
    expect(dev).toEqual({
      server: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      sandbox: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      appId: '1',
      alipayAppId: '2021000000000001',
      apiKey: expect.stringMatching(/^till_/),
      adminUser: 'admin',
      adminPassword: expect.stringMatching(/^\S{12,}$/),
      pid: expect.any(Number),
    });
    for (const page of ['/healthz', '/demo/', '/console/', '/swagger/index.html']) {
      expect((await fetch(dev.server + page)).status, page).toBe(200);
    }
    const merchant = new Merchant(dev);
    const order = { orderNo: 'order-1', amount: '12.34', subject: '充值 100%' };
    await payAtCashier(dev, order.orderNo, await merchant.createOrder(order));
    expect(await merchant.orderDetail('order-1')).toMatchObject({ code: 200, data: { tradeStatus: 'TRADE_SUCCESS' } });

    const stopped = await first.stop('SIGTERM');
    expect(stopped).toMatchObject({ code: 0, signal: null });
    expect(stopped.out.split('\n').filter((line) => line.startsWith('ready'))).toHaveLength(1);
    expect(existsSync(first.devFile), 'dev.json says what is running; nothing is').toBe(false);

    const second = new TillDev(directory.path);
    const again = await second.ready();
    expect(lasting(again)).toEqual(lasting(dev));
    expect(await new Merchant(again).orderRefund('order-1', '2.34')).toMatchObject({
      code: 200,
      data: { refundFee: '2.34', fundChange: 'Y' },
    });
    expect(await second.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });

    await using third = new TillDev(directory.path);
    const healed = await third.ready();
    expect(healed.pid).not.toBe(again.pid);
    expect(lasting(healed)).toEqual(lasting(dev));
    expect(await new Merchant(healed).orderRefund('order-1', '10.00')).toMatchObject({
      code: 200,
      data: { refundFee: '12.34' },
    });
    expect(await new ControlPlane(healed.sandbox).summary()).toMatchObject({
      paid_amount: '12.34',
      refund_amount: '12.34',
    });
    expect(await third.stop('SIGINT'), 'Ctrl-C is a clean stop, too').toMatchObject({ code: 0 });
  });

  test('started by "npm start", it ends cleanly when npm is stopped', async () => {
    using directory = temporaryDirectory();
    const npm = new TillDev(directory.path, {}, ['npm', 'start', '--silent']);
    const { pid } = await npm.ready();
    await npm.stop('SIGTERM');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    expect(existsSync(npm.devFile)).toBe(false);
  });

  test('keeps its secrets from other users of the machine', async () => {
    using directory = temporaryDirectory();
    await using running = new TillDev(directory.path);
    await running.ready();
    for (const file of ['dev.json', 'dev-state.json', 'master.key']) {
      expect(statSync(join(directory.path, file)).mode & 0o077, file).toBe(0);
    }
  });

  test.each(['till.db', 'sandbox.db', 'dev-state.json'])('pairs the app anew after %s was deleted', async (lost) => {
    using directory = temporaryDirectory();
    const before = new TillDev(directory.path);
    await before.ready();
    await before.stop();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(directory.path, lost + suffix), { force: true });

    await using after = new TillDev(directory.path);
    const dev = await after.ready();
    expect(dev.appId).toBe('1');
    const form = await new Merchant(dev).createOrder({ orderNo: 'order-2', amount: '0.01', subject: '茶' });
    await payAtCashier(dev, 'order-2', form);
    expect(await new Merchant(dev).orderDetail('order-2')).toMatchObject({ data: { tradeStatus: 'TRADE_SUCCESS' } });
  });

  test('refuses to share a data directory, names the one that runs there, and leaves it alone', async () => {
    using directory = temporaryDirectory();
    await using running = new TillDev(directory.path);
    const dev = await running.ready();
    const refused = await new TillDev(directory.path).ended;
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`Another till dev (${dev.server}, pid ${dev.pid}) is using ${directory.path}`);
    expect(refused.err).not.toMatch(/^\s+at /m);
    expect(JSON.parse(readFileSync(running.devFile, 'utf8'))).toEqual(dev);
    expect((await fetch(`${dev.server}/healthz`)).status).toBe(200);
  });

  test.each([
    ['PORT', 'the server'],
    ['TILL_SANDBOX_PORT', 'the sandbox'],
  ])('says which port is taken when %s is, and does not stay half started', async (variable, owner) => {
    using directory = temporaryDirectory();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const refused = await new TillDev(directory.path, { [variable]: String(port) }).ended;
    other.close();
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`Port ${port} for ${owner} is in use`);
    expect(refused.err).toContain(variable);
    expect(refused.err).not.toMatch(/^\s+at /m);
    expect(existsSync(join(directory.path, 'dev.json'))).toBe(false);
  });

  test.each([
    ['a port that is no number', { PORT: 'http' }, 'PORT="http" is not a port'],
    ['a data directory that is a file', { TILL_DATA_DIR: '/dev/null/till' }, 'Set TILL_DATA_DIR to a directory'],
    ['a database that is no address', { TILL_DATABASE_URL: 'mysql://h/d' }, 'TILL_DATABASE_URL must be'],
    ['a master key that is none', { TILL_MASTER_KEY: 'secret' }, 'TILL_MASTER_KEY must hold 32 bytes'],
  ])('refuses %s in words', async (_what, env, words) => {
    using directory = temporaryDirectory();
    const refused = await new TillDev(directory.path, env).ended;
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(words);
    expect(refused.err).not.toMatch(/^\s+at /m);
  });

  test('refuses another master key than the one its database was sealed with', async () => {
    using directory = temporaryDirectory();
    const before = new TillDev(directory.path);
    await before.ready();
    await before.stop();
    const refused = await new TillDev(directory.path, { TILL_MASTER_KEY: Buffer.alloc(32).toString('base64') }).ended;
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/master key/i);
    expect(refused.err).not.toMatch(/^\s+at /m);
  });

  test('says what to do about a damaged state file', async () => {
    using directory = temporaryDirectory();
    writeFileSync(join(directory.path, 'dev-state.json'), '{"adminPassword":');
    const refused = await new TillDev(directory.path).ended;
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('dev-state.json is damaged. Delete it and start again');
  });
});
