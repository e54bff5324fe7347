import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Snapshot } from './index.ts';
import { listenForNotifications, Merchant, openShop } from './testing/merchant.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-snapshot-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a saved state goes through JSON and goes on elsewhere: trades, money, keys, time, and what is due', async () => {
  await using inbox = await listenForNotifications((count) => ({ text: count < 2 ? 'no' : 'success' }));
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await sandbox.advance(5 * 24 * 3_600_000);
  await merchant.paidTrade({ out_trade_no: 'paid' }, { notify_url: inbox.url });
  await merchant.openCashier({ out_trade_no: 'waiting', timeout_express: '1h' });
  await sandbox.advance(0);
  const freeze = {
    ...{ out_order_no: 'a1', out_request_no: 'f1', order_title: '押金', amount: '300', product_code: 'PRE_AUTH' },
    ...{ auth_code: sandbox.paymentCode().code, auth_code_type: 'bar_code' },
  };
  await merchant.call('alipay.fund.auth.order.freeze', freeze);
  const state = JSON.parse(JSON.stringify(sandbox.save())) as Snapshot;

  await using copy = await createSandbox({ state });
  expect(Math.abs(copy.clock.now() - sandbox.clock.now())).toBeLessThan(60_000);
  expect(copy.trades()).toEqual(sandbox.trades());
  expect(copy.buyers()).toEqual(sandbox.buyers());
  expect(copy.summary()).toEqual(sandbox.summary());
  const same = new Merchant(copy, await copy.registerApp({ app_id: merchant.app.app_id }));
  expect(same.app).toEqual(merchant.app);
  const detail = { out_order_no: 'a1', out_request_no: 'f1' };
  const asked = await same.call('alipay.fund.auth.operation.detail.query', detail);
  expect(asked.node).toMatchObject({ order_status: 'AUTHORIZED', rest_amount: '300.00' });
  await copy.advance(3_600_000);
  expect(copy.trades({ out_trade_no: 'waiting' })[0]?.trade_status).toBe('TRADE_CLOSED');
  expect(inbox.received).toHaveLength(2);
  expect(sandbox.trades({ out_trade_no: 'waiting' })[0]?.trade_status).toBe('WAIT_BUYER_PAY');
});

test('a state is refused if it is none, is of another version, or would overwrite a data file', async () => {
  await using setting = await openShop();
  const state = setting.sandbox.save();
  await expect(createSandbox({ state: { ...state, format: 99 } })).rejects.toThrow('another version');
  await expect(createSandbox({ state: JSON.parse('{}') as Snapshot })).rejects.toThrow('no saved sandbox');
  const broken: Snapshot = JSON.parse('{"format":1,"now":1,"records":[{"kind":"trade","id":"1"}]}');
  await expect(createSandbox({ state: broken })).rejects.toThrow('its trade 1 is no record');
  const strange = { ...state, records: [{ kind: 'dream', id: '1', record: {} }] };
  await expect(createSandbox({ state: strange })).rejects.toThrow('a dream');
  const dataFile = join(folder, 'sandbox.db');
  await (await createSandbox({ state, dataFile })).close();
  await expect(createSandbox({ state, dataFile })).rejects.toThrow('holds a sandbox already');
  await using reopened = await createSandbox({ dataFile });
  expect(reopened.buyers()).toEqual(setting.sandbox.buyers());
});

test('a large state goes through a file of lines, record by record, and is as it was when saving began', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await sandbox.advance(5 * 24 * 3_600_000);
  await merchant.paidTrade({ out_trade_no: 'before' }, { notify_url: 'http://127.0.0.1:1/' });
  await merchant.openCashier({ out_trade_no: 'waiting', timeout_express: '1h' });
  await sandbox.advance(0);
  const [trades, notifications, summary] = [sandbox.trades(), sandbox.notifications(), sandbox.summary()];
  const path = join(folder, 'state.jsonl');
  const saved = sandbox.saveTo(path);
  sandbox.pay(sandbox.trades({ out_trade_no: 'waiting' })[0]?.trade_no ?? '');
  await saved;
  expect(sandbox.summary().paid_count).toBe(2);

  await using copy = await createSandbox({ state: path, dataFile: join(folder, 'copy.db') });
  expect([copy.trades(), copy.notifications(), copy.summary()]).toEqual([trades, notifications, summary]);
  expect(Math.abs(copy.clock.now() - sandbox.clock.now())).toBeLessThan(60_000);
  await copy.advance(3_600_000);
  expect(copy.trades({ out_trade_no: 'waiting' })[0]?.trade_status).toBe('TRADE_CLOSED');
  await copy.close();
  await using again = await createSandbox({ dataFile: join(folder, 'copy.db') });
  expect(again.trades()).toHaveLength(2);
});

test('a state file that is cut off, of another kind, or not there is refused, and leaves nothing behind', async () => {
  await using setting = await openShop();
  const path = join(folder, 'whole.jsonl');
  await setting.sandbox.saveTo(path);
  const whole = await readFile(path, 'utf8');
  const dataFile = join(folder, 'empty.db');
  const attempt = async (text: string) => {
    const file = join(folder, 'attempt.jsonl');
    await writeFile(file, text);
    return createSandbox({ state: file, dataFile });
  };
  await expect(attempt(whole.slice(0, -30))).rejects.toThrow(/damaged: \d+ of its \d+ records/);
  await expect(attempt(JSON.stringify(setting.sandbox.save()))).rejects.toThrow('give the object');
  await expect(attempt(whole.replace('"format":1', '"format":99'))).rejects.toThrow('another version');
  await expect(attempt(whole.replace('"kind":"buyer"', '"kind":"dream"'))).rejects.toThrow('a dream');
  await expect(createSandbox({ state: join(folder, 'nowhere') })).rejects.toThrow('cannot be read');
  await expect(setting.sandbox.saveTo(join(folder, 'no', 'where'))).rejects.toThrow('ENOENT');
  await using fresh = await createSandbox({ state: path, dataFile });
  expect(fresh.buyers()).toEqual(setting.sandbox.buyers());
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});
