import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox, type Snapshot } from './index.ts';
import { listenForNotifications, Merchant, openShop } from './testing/merchant.ts';

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
  const strange = { ...state, records: [{ kind: 'dream', id: '1', record: {} }] };
  await expect(createSandbox({ state: strange })).rejects.toThrow('a dream');
  const folder = await mkdtemp(join(tmpdir(), 'till-snapshot-'));
  const dataFile = join(folder, 'sandbox.db');
  await (await createSandbox({ state, dataFile })).close();
  await expect(createSandbox({ state, dataFile })).rejects.toThrow('holds a sandbox already');
  await using reopened = await createSandbox({ dataFile });
  expect(reopened.buyers()).toEqual(setting.sandbox.buyers());
  await reopened.close();
  await rm(folder, { recursive: true });
});
