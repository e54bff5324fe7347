import { expect, test } from 'vitest';
import { createSandbox, type FaultPlan, type GatewayFault } from '../index.ts';
import { listenForNotifications, Merchant, openShop } from '../testing/merchant.ts';

const always = (kind: GatewayFault, more: object = {}): FaultPlan => ({ gateway: [{ p: 1, kind, ...more }] });
const CLOSE = ['alipay.trade.close', { out_trade_no: 'order-1' }] as const;

test.each([
  ['timeout_before', 'WAIT_BUYER_PAY'],
  ['timeout_after', 'TRADE_CLOSED'],
  ['reset_before', 'WAIT_BUYER_PAY'],
  ['reset_after', 'TRADE_CLOSED'],
] as const)('%s gives no answer and leaves the trade %s', async (kind, tradeStatus) => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.openCashier();
  sandbox.setFaults(always(kind, { ms: 5 }));
  await expect(merchant.call(...CLOSE)).rejects.toThrow('fetch failed');
  expect(sandbox.trades()[0]?.trade_status).toBe(tradeStatus);
});

test.each([
  ['unknown_error_before', 'WAIT_BUYER_PAY'],
  ['unknown_error_after', 'TRADE_CLOSED'],
] as const)('%s answers a signed 20000 and leaves the trade %s', async (kind, tradeStatus) => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.openCashier();
  sandbox.setFaults(always(kind));
  const answered = await merchant.call(...CLOSE);
  expect(answered.node).toEqual({
    ...{ code: '20000', msg: 'Service Currently Unavailable' },
    ...{ sub_code: 'isp.unknow-error', sub_msg: '系统繁忙' },
  });
  expect(merchant.verifyAnswer(answered)).toBe(true);
  expect(sandbox.trades()[0]?.trade_status).toBe(tradeStatus);
});

test('a delayed answer comes, whole and signed', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  sandbox.setFaults(always('delay', { ms: 5 }));
  const answered = await merchant.call(...CLOSE);
  expect(answered.node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  expect(merchant.verifyAnswer(answered)).toBe(true);
});

test('closing does not wait for answers that hang', async () => {
  const sandbox = await createSandbox();
  const merchant = await Merchant.of(sandbox);
  sandbox.setFaults(always('timeout_before'));
  const hanging = merchant.call(...CLOSE).catch((error: Error) => error.message);
  await expect.poll(() => sandbox.faults()).toEqual(always('timeout_before'));
  await sandbox.close();
  expect(await hanging).toBe('fetch failed');
});

test('a rule is for its method and app only, and the first that fires counts', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const stranger = await Merchant.of(sandbox);
  sandbox.setFaults({
    gateway: [
      { p: 0, kind: 'reset_before' },
      { method: 'alipay.trade.close', app_id: merchant.app.app_id, p: 1, kind: 'unknown_error_before' },
      { method: 'alipay.trade.close', p: 1, kind: 'timeout_before', ms: 1 },
    ],
  });
  expect((await merchant.call(...CLOSE)).node.code).toBe('20000');
  expect((await merchant.call('alipay.trade.query', { out_trade_no: 'x' })).node.code).toBe('40004');
  await expect(stranger.call(...CLOSE)).rejects.toThrow('fetch failed');
  sandbox.setFaults({});
  expect((await stranger.call(...CLOSE)).node.code).toBe('40004');
});

test('page requests go wrong too', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  sandbox.setFaults(always('unknown_error_before'));
  const answered = await merchant.order();
  expect(answered.status).toBe(200);
  expect(new TextDecoder('gbk').decode(answered.bytes)).toContain('isp.unknow-error');
});

test('the same seed and the same calls give the same faults, another seed gives others', async () => {
  async function fates(seed: number): Promise<string> {
    await using setting = await openShop();
    const { sandbox, merchant } = setting;
    sandbox.setFaults({ seed, gateway: [{ p: 0.5, kind: 'unknown_error_before' }] });
    const codes: (string | undefined)[] = [];
    for (let call = 0; call < 40; call++) codes.push((await merchant.call(...CLOSE)).node.code);
    return codes.join(' ');
  }
  const [first, same, other] = [await fates(7), await fates(7), await fates(8)];
  expect(first).toBe(same);
  expect(first).not.toBe(other);
  const struck = first.split('20000').length - 1;
  expect(struck).toBeGreaterThan(8);
  expect(struck).toBeLessThan(32);
});

test('a dropped notification never arrives, is on record, and is retried', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  sandbox.setFaults({ notify: [{ p: 1, kind: 'drop' }] });
  await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(0);
  expect(shop.received).toEqual([]);
  expect(sandbox.notifications()).toMatchObject([
    { status: null, answer: expect.stringContaining('dropped'), next_at: expect.any(Number) },
  ]);
  sandbox.setFaults({});
  await sandbox.advance(4 * 60_000);
  expect(shop.received).toHaveLength(1);
});

test('a duplicated notification arrives twice with the same id', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  sandbox.setFaults({ notify: [{ p: 1, kind: 'duplicate' }] });
  await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(0);
  expect(shop.received).toHaveLength(2);
  expect(shop.fields(0).notify_id).toBe(shop.fields(1).notify_id);
  expect(sandbox.notifications()).toHaveLength(2);
  await sandbox.advance(24 * 3_600_000);
  expect(shop.received).toHaveLength(2);
});
