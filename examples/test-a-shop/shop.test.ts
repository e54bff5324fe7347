import { Alipay } from '@till/alipay';
import { deliverTo } from '@till/sandbox';
import { openTestShop } from '@till/sandbox/testing';
import { expect, test } from 'vitest';
import { openShop } from './shop.ts';

/** The shop under test, and an Alipay of its own in the same process. Nothing goes over the network. */
async function open() {
  const alipay = await openTestShop({ postForm: deliverTo((request) => shop.fetch(request)) });
  const { sandbox, keys } = alipay;
  const notifyUrl = 'https://shop.example/alipay/notify';
  const shop = openShop(new Alipay({ ...keys, notifyUrl, transport: sandbox.fetch, timeoutMs: 100 }));

  /** What a buyer does: presses the shop's button, and sees the cashier. */
  async function order(number: string) {
    const page = await shop.fetch(new Request(`https://shop.example/orders/${number}`, { method: 'POST' }));
    return alipay.checkout(await page.text());
  }

  return { ...alipay, shop, order };
}

test('a buyer pays, and one parcel is sent', async () => {
  await using world = await open();
  await world.pay(await world.order('T1'));
  expect(world.shop.orders.get('T1')).toMatchObject({ status: 'paid', parcels: 1 });
});

test('the notification comes twice, and one parcel is sent', async () => {
  await using world = await open();
  world.sandbox.setFaults({ notify: [{ p: 1, kind: 'duplicate' }] });
  await world.pay(await world.order('T1'));
  expect(world.shop.orders.get('T1')).toMatchObject({ status: 'paid', parcels: 1 });
});

test('the notification is lost, and the shop finds the payment by asking', async () => {
  await using world = await open();
  world.sandbox.setFaults({ notify: [{ p: 1, kind: 'drop' }] });
  await world.pay(await world.order('T1'));
  expect(world.shop.orders.get('T1')).toMatchObject({ status: 'waiting', parcels: 0 });
  await world.shop.askAboutPayments();
  expect(world.shop.orders.get('T1')).toMatchObject({ status: 'paid', parcels: 1 });
});

test('a message that is not from Alipay changes nothing', async () => {
  await using world = await open();
  world.sandbox.setFaults({ notify: [{ p: 1, kind: 'bad_signature' }] });
  await world.pay(await world.order('T1'));
  expect(world.shop.orders.get('T1')).toMatchObject({ status: 'waiting', parcels: 0 });
  expect(world.sandbox.notifications()).toMatchObject([{ answer: 'failure' }]);
});

test('nobody pays, and after two weeks the order is closed', async () => {
  await using world = await open();
  await world.order('T1');
  await world.sandbox.advance(15 * 24 * 3_600_000);
  await world.shop.askAboutPayments();
  expect(world.shop.orders.get('T1')).toMatchObject({ status: 'closed', parcels: 0 });
});

test('no answer comes to a refund that was made: it is asked about, and money goes back once', async () => {
  await using world = await open();
  await world.pay(await world.order('T1'));
  world.sandbox.setFaults({ gateway: [{ method: 'alipay.trade.refund', p: 1, kind: 'timeout_after' }] });
  await world.shop.refund('T1');
  expect(world.shop.orders.get('T1')).toMatchObject({ refund: 'asked for' });
  world.sandbox.setFaults({});
  await world.shop.askAboutRefunds();
  await world.shop.refund('T1');
  expect(world.shop.orders.get('T1')).toMatchObject({ refund: 'made' });
  expect(world.sandbox.summary()).toMatchObject({ refund_count: 1, refund_amount: '88.88' });
});

test('no answer comes to a refund that was not made: it is asked for again under its number', async () => {
  await using world = await open();
  await world.pay(await world.order('T1'));
  world.sandbox.setFaults({ gateway: [{ method: 'alipay.trade.refund', p: 1, kind: 'reset_before' }] });
  await world.shop.refund('T1');
  world.sandbox.setFaults({});
  await world.shop.askAboutRefunds();
  expect(world.shop.orders.get('T1')).toMatchObject({ refund: 'asked for' });
  await world.shop.refund('T1');
  expect(world.shop.orders.get('T1')).toMatchObject({ refund: 'made' });
  expect(world.sandbox.summary()).toMatchObject({ refund_count: 1, refund_amount: '88.88' });
});
