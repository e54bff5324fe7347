import { describe, expect, test } from 'vitest';
import type { NotifyFaultRule } from '../index.ts';
import { listenForNotifications, Merchant, openShop } from '../testing/merchant.ts';

/** A shop whose messages meet one fault, always. */
async function shopWith(rule: Omit<NotifyFaultRule, 'p'>) {
  const shop = await openShop();
  const server = await listenForNotifications();
  shop.sandbox.setFaults({ notify: [{ ...rule, p: 1 }] });
  const pay = (outTradeNo = 'order-1') =>
    shop.merchant.paidTrade({ out_trade_no: outTradeNo }, { notify_url: server.url });
  const close = async () => {
    await server[Symbol.asyncDispose]();
    await shop.sandbox.close();
  };
  return { ...shop, server, pay, [Symbol.asyncDispose]: close };
}

/** Writes down the state that the latest message names, as if messages came in order. */
function naiveState(received: readonly { body: string }[]): string | null {
  return new URLSearchParams(received.at(-1)?.body).get('trade_status');
}

describe('delay', () => {
  test('a client that waits a little and then gives the goods back finds the money too late', async () => {
    await using shop = await shopWith({ kind: 'delay', ms: 600_000 });
    await shop.pay();
    await shop.sandbox.advance(599_999);
    expect(naiveState(shop.server.received)).toBe(null);
    await shop.sandbox.advance(1);
    expect(naiveState(shop.server.received)).toBe('TRADE_SUCCESS');
    expect(shop.sandbox.notifications()).toHaveLength(1);
  });
});

describe('reorder', () => {
  test('a client that believes the latest message takes a refunded trade for a paid one', async () => {
    await using shop = await shopWith({ kind: 'reorder' });
    const tradeNo = await shop.pay();
    await shop.sandbox.advance(0);
    expect(shop.server.received).toHaveLength(0);
    shop.sandbox.setFaults({});
    await shop.merchant.call('alipay.trade.refund', { trade_no: tradeNo, refund_amount: '88.88' });
    await shop.sandbox.advance(0);
    expect(shop.server.received.map((_, index) => shop.server.fields(index).trade_status)).toEqual([
      'TRADE_CLOSED',
      'TRADE_SUCCESS',
    ]);
    expect(naiveState(shop.server.received)).toBe('TRADE_SUCCESS');
    expect(shop.sandbox.trades()[0]?.trade_status).toBe('TRADE_CLOSED');
  });

  test('a message that came late and was not acknowledged keeps to its timetable, whatever follows it', async () => {
    await using shop = await openShop();
    await using deaf = await listenForNotifications(() => ({ text: 'no' }));
    shop.sandbox.setFaults({ notify: [{ p: 1, kind: 'reorder', ms: 60_000 }] });
    await shop.merchant.paidTrade({ out_trade_no: 'first' }, { notify_url: deaf.url });
    await shop.sandbox.advance(60_000);
    shop.sandbox.setFaults({});
    await shop.sandbox.advance(60_000);
    await shop.merchant.paidTrade({ out_trade_no: 'second' }, { notify_url: deaf.url });
    await shop.sandbox.advance(0);
    expect(deaf.received.map((_, index) => deaf.fields(index).out_trade_no)).toEqual(['first', 'second']);
    await shop.sandbox.advance(3 * 60_000);
    expect(deaf.fields(2).out_trade_no).toBe('first');
  });

  test('a message that nothing overtakes comes in the end', async () => {
    await using shop = await shopWith({ kind: 'reorder', ms: 60_000 });
    await shop.pay();
    await shop.sandbox.advance(60_000);
    expect(shop.server.received).toHaveLength(1);
    await shop.sandbox.advance(25 * 3_600_000);
    expect(shop.server.received).toHaveLength(1);
  });
});

describe('stale_state', () => {
  test('a client that believes the latest message takes a paid trade for a waiting one', async () => {
    await using shop = await shopWith({ kind: 'stale_state' });
    await shop.pay();
    await shop.sandbox.advance(0);
    expect(shop.server.received).toHaveLength(2);
    expect(shop.server.fields(0).trade_status).toBe('TRADE_SUCCESS');
    expect(naiveState(shop.server.received)).toBe('WAIT_BUYER_PAY');
    expect(shop.server.fields(1)).not.toHaveProperty('gmt_payment');
    expect(shop.server.fields(1).notify_id).not.toBe(shop.server.fields(0).notify_id);
    // It is no forgery: the signature is right, only the state is old.
    expect(shop.merchant.verifyMessage(shop.server.received[1]?.body ?? '')).toBe(true);
  });
});

describe('gbk', () => {
  test('a client that decodes everything as UTF-8 cannot verify it', async () => {
    await using shop = await shopWith({ kind: 'gbk' });
    await shop.pay();
    await shop.sandbox.advance(0);
    const [message] = shop.server.received;
    expect(message?.headers['content-type']).toMatch(/charset=GBK/);
    expect(shop.server.fields(0).charset).toBe('GBK');
    expect(message?.body).toContain('%B3%E4%D6%B5');
    expect(shop.server.fields(0).subject).not.toContain('充值');
    expect(shop.merchant.verifyMessage(message?.body ?? '')).toBe(false);
  });
});

describe('bad_signature', () => {
  test('a client that does not verify believes whoever signs; the next try is signed well', async () => {
    await using shop = await shopWith({ kind: 'bad_signature' });
    await shop.pay();
    await shop.sandbox.advance(0);
    expect(naiveState(shop.server.received)).toBe('TRADE_SUCCESS');
    expect(shop.merchant.verifyMessage(shop.server.received[0]?.body ?? '')).toBe(false);
  });

  test('a client that verifies asks for another try and gets a good one', async () => {
    await using shop = await openShop();
    await using server = await listenForNotifications((count) => ({ text: count === 1 ? 'failure' : 'success' }));
    shop.sandbox.setFaults({ notify: [{ kind: 'bad_signature', p: 1 }] });
    await shop.merchant.paidTrade({}, { notify_url: server.url });
    await shop.sandbox.advance(0);
    shop.sandbox.setFaults({});
    await shop.sandbox.advance(4 * 60_000);
    expect(server.received.map(({ body }) => shop.merchant.verifyMessage(body))).toEqual([false, true]);
  });
});

test('a message before the response: the gateway is slow to answer what it has long done', async () => {
  await using shop = await openShop();
  await using server = await listenForNotifications();
  const tradeNo = await shop.merchant.paidTrade({}, { notify_url: server.url });
  await shop.sandbox.advance(0);
  shop.sandbox.setFaults({ gateway: [{ kind: 'delay', p: 1, ms: 300 }] });
  const heard: string[] = [];
  const refund = shop.merchant
    .call('alipay.trade.refund', { trade_no: tradeNo, refund_amount: '88.88' })
    .then(() => heard.push('answer'));
  while (shop.sandbox.notifications().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  heard.push('notification');
  await refund;
  expect(heard).toEqual(['notification', 'answer']);
});

test('a delayed message is still sent after a restart of the plan, and counts as one try', async () => {
  await using shop = await shopWith({ kind: 'delay' });
  await shop.pay();
  await shop.sandbox.advance(0);
  shop.sandbox.setFaults({});
  await shop.sandbox.advance(60_000);
  expect(shop.sandbox.notifications()).toMatchObject([{ status: 200, answer: 'success', next_at: null }]);
});

test('a rule for one app leaves the messages of others alone', async () => {
  await using shop = await openShop();
  await using server = await listenForNotifications();
  const stranger = await Merchant.of(shop.sandbox);
  shop.sandbox.setFaults({ notify: [{ app_id: shop.merchant.app.app_id, kind: 'drop', p: 1 }] });
  await shop.merchant.paidTrade({ out_trade_no: 'lost' }, { notify_url: server.url });
  await stranger.paidTrade({ out_trade_no: 'told' }, { notify_url: server.url });
  await shop.sandbox.advance(0);
  expect(server.received.map((_, index) => server.fields(index).out_trade_no)).toEqual(['told']);
});
