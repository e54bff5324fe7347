import { expect, test } from 'vitest';
import { createSandbox } from './index.ts';
import { Merchant } from './testing/merchant.ts';

test('a hundred sandboxes live side by side, each with its own trades', async () => {
  const sandboxes = await Promise.all(Array.from({ length: 100 }, () => createSandbox()));
  expect(new Set(sandboxes.map((sandbox) => sandbox.url)).size).toBe(100);
  const [one, two] = sandboxes;
  if (one === undefined || two === undefined) throw new Error('unreachable');
  await (await Merchant.of(one)).paidTrade();
  expect([one.summary().paid_count, two.summary().paid_count]).toEqual([1, 0]);
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

test('the same seed gives the same identifiers', async () => {
  async function identifiers() {
    await using sandbox = await createSandbox({
      seed: 42,
      clock: { now: () => Date.parse('2026-03-01T10:00:00+08:00') },
    });
    const merchant = await Merchant.of(sandbox);
    return [merchant.app.app_id, merchant.app.seller_id, await merchant.paidTrade()];
  }
  expect(await identifiers()).toEqual(await identifiers());
});

test('closing twice is closing once', async () => {
  const sandbox = await createSandbox();
  await Promise.all([sandbox.close(), sandbox.close()]);
  await sandbox[Symbol.asyncDispose]();
  await expect(fetch(sandbox.url)).rejects.toThrow();
});

test('an option or a filter that does not exist is refused, for it is misspelt', async () => {
  const typo: object = { datafile: 'alipay.db' };
  await expect(createSandbox(typo)).rejects.toThrow(/no option "datafile". It may have .*dataFile/);
  await expect(createSandbox({ clock: 5 as never })).rejects.toThrow('clock.now should be a function');
  await using sandbox = await createSandbox();
  const camel: object = { outTradeNo: '1' };
  expect(() => sandbox.trades(camel)).toThrow(
    'There is no filter "outTradeNo". There are app_id, out_trade_no, trade_no, limit, before.',
  );
  expect(() => sandbox.notifications(camel)).toThrow('no filter "outTradeNo"');
  expect(() => sandbox.requests(camel)).toThrow('no filter "outTradeNo"');
});
