/** What may and may not be believed of a notification, over real HTTP. */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { testEngines } from '../testing/engines.ts';
import { type House, openHouse } from '../testing/house.ts';

/** Our own Alipay: a key pair whose public half the app trusts, to sign what the sandbox would never say. */
const alipayKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const alipayPublicKey = alipayKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const strangerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SELLER = '2088000000000001';
const APP = '2021000000000042';

const PAID = {
  notify_type: 'trade_status_sync',
  notify_id: '2026010100222120000000000000000001',
  app_id: APP,
  seller_id: SELLER,
  out_trade_no: 'order-1',
  trade_no: '2026010122001406381431771492',
  total_amount: '10.00',
  trade_status: 'TRADE_SUCCESS',
  gmt_payment: '2026-01-01 12:00:00',
  subject: '充值 100% + &amp;',
  charset: 'utf-8',
  version: '1.0',
};

function signed(fields: Record<string, string>, keys = alipayKeys): string {
  const names = Object.keys(fields).sort();
  const text = names.map((name) => `${name}=${fields[name]}`).join('&');
  const sign = createSign('RSA-SHA256').update(text, 'utf8').sign(keys.privateKey, 'base64');
  return new URLSearchParams({ ...fields, sign_type: 'RSA2', sign }).toString();
}

async function openShop(url: string): Promise<House> {
  const house = await openHouse(url, {}, { alipayAppId: APP, alipayPublicKey, sellerId: SELLER });
  await house.call('CreateOrderPagePay', { json: { orderNo: 'order-1', amount: '10.00', subject: 'x' } });
  return house;
}

async function notify(house: House, body: string, contentType = 'application/x-www-form-urlencoded; charset=utf-8') {
  const headers = contentType === '' ? {} : { 'content-type': contentType };
  const response = await fetch(`${house.server.url}/api/Alipay/${house.appId}/Notify`, {
    method: 'POST',
    headers,
    body: Buffer.from(body),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

async function seen({ database }: House) {
  const order = await database.queries.selectFrom('orders').selectAll().executeTakeFirstOrThrow();
  const notes = await database.queries
    .selectFrom('notifications')
    .select(['outcome', 'reason'])
    .orderBy('id')
    .execute();
  const events = await database.queries.selectFrom('events').select('type').orderBy('id').execute();
  return { order, notes, events: events.map((event) => event.type) };
}

describe.each(testEngines())('a notification on $engine', ({ available, freshUrl, cleanUp }) => {
  afterAll(cleanUp);
  const check = it.skipIf(!available);

  check('pays the order once, is noted, and is answered with the bare word success', async () => {
    await using house = await openShop(await freshUrl());
    expect(await notify(house, signed(PAID))).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: 'success',
    });
    expect(await seen(house)).toMatchObject({
      order: { state: 'TRADE_SUCCESS', trade_no: PAID.trade_no },
      notes: [{ outcome: 'applied', reason: null }],
      events: ['order.paid'],
    });
  });

  const unverified: [string, string][] = [
    ['signed by somebody else', signed(PAID, strangerKeys)],
    ['with an altered amount', signed(PAID).replace('total_amount=10.00', 'total_amount=99.00')],
    ['for another app of Alipay', signed({ ...PAID, app_id: '2021000000000099' })],
    ['without a signature', 'out_trade_no=order-1&trade_status=TRADE_SUCCESS'],
    ['that is empty', ''],
    ['that is noise', '%%%\u0000{"a":1}'],
  ];
  for (const [what, body] of unverified) {
    check(`changes nothing and is answered failure if it is one ${what}`, async () => {
      await using house = await openShop(await freshUrl());
      expect((await notify(house, body)).text).toBe('failure');
      const { order, notes, events } = await seen(house);
      expect(order.state).toBe('WAIT_BUYER_PAY');
      expect(notes).toEqual([{ outcome: 'unverified', reason: expect.stringMatching(/./) }]);
      expect(events).toEqual([]);
    });
  }

  const refused: [string, object, RegExp][] = [
    ['names another amount', { total_amount: '0.01' }, /0\.01.*10\.00/],
    ['names another seller', { seller_id: '2088000000000009' }, /seller_id/],
    ['names an order that is not ours', { out_trade_no: 'order-2' }, /order-2/],
    ['names a status that does not exist', { trade_status: 'TRADE_PENDING' }, /TRADE_PENDING/],
    ['tells of no trade', { trade_no: '' }, /trade_no/],
  ];
  for (const [what, change, reason] of refused) {
    check(`changes nothing, though truly Alipay's, if it ${what}`, async () => {
      await using house = await openShop(await freshUrl());
      const fields = Object.entries({ ...PAID, ...change }).filter(([, value]) => value !== '');
      expect((await notify(house, signed(Object.fromEntries(fields)))).text).toBe('failure');
      const { order, notes, events } = await seen(house);
      expect(order.state).toBe('WAIT_BUYER_PAY');
      expect(notes).toEqual([{ outcome: 'refused', reason: expect.stringMatching(reason) }]);
      expect(events).toEqual([]);
    });
  }

  check('changes nothing when it comes late or again, but is answered success', async () => {
    await using house = await openShop(await freshUrl());
    const { gmt_payment: _, ...unpaid } = PAID;
    const waiting = signed({ ...unpaid, trade_status: 'WAIT_BUYER_PAY' });
    for (const body of [signed(PAID), signed(PAID), waiting]) expect((await notify(house, body)).text).toBe('success');
    const { order, notes, events } = await seen(house);
    expect(order.state).toBe('TRADE_SUCCESS');
    expect(notes.map((note) => note.outcome)).toEqual(['applied', 'repeated', 'repeated']);
    expect(events).toEqual(['order.paid']);
  });

  check('of a trade refunded whole before we heard of its payment, tells of both', async () => {
    await using house = await openShop(await freshUrl());
    expect((await notify(house, signed({ ...PAID, trade_status: 'TRADE_CLOSED' }))).text).toBe('success');
    const { order, events } = await seen(house);
    expect(order).toMatchObject({ state: 'TRADE_CLOSED', paid_at: expect.anything() });
    expect(events).toEqual(['order.paid', 'order.closed']);
  });

  check('of a payment for a closed order leaves it closed, and tells the merchant', async () => {
    await using house = await openShop(await freshUrl());
    const { gmt_payment: _, ...unpaid } = PAID;
    await notify(house, signed({ ...unpaid, trade_status: 'TRADE_CLOSED' }));
    expect((await notify(house, signed(PAID))).text).toBe('success');
    expect((await notify(house, signed(PAID))).text).toBe('success');
    const { order, events } = await seen(house);
    expect(order).toMatchObject({ state: 'TRADE_CLOSED', note: expect.stringContaining(PAID.trade_no) });
    expect(events).toEqual(['order.closed', 'order.payment_after_close']);
  });

  check('is understood whatever content type it comes with', async () => {
    await using house = await openShop(await freshUrl());
    for (const type of [
      '',
      'text/plain',
      'application/json',
      'application/x-www-form-urlencoded; text/html; charset=utf-8',
    ]) {
      expect((await notify(house, signed(PAID), type)).text).toBe('success');
    }
  });

  check('that is too large, or for no app, is answered failure', async () => {
    await using house = await openShop(await freshUrl());
    expect(await notify(house, 'a'.repeat(65 * 1024))).toMatchObject({ status: 413, text: 'failure' });
    const response = await fetch(`${house.server.url}/api/Alipay/999/Notify`, { method: 'POST', body: signed(PAID) });
    expect(await response.text()).toBe('failure');
    expect((await seen(house)).notes).toEqual([{ outcome: 'unverified', reason: 'The address names no app.' }]);
  });

  check('of strangers does not fill the disk, and does not keep Alipay out', async () => {
    await using house = await openShop(await freshUrl());
    const forged = `${signed(PAID, strangerKeys)}&padding=${'x'.repeat(20_000)}`;
    await Promise.all(Array.from({ length: 80 }, () => notify(house, forged)));
    const kept = await house.database.queries.selectFrom('notifications').select('body').execute();
    expect(kept).toHaveLength(60);
    for (const { body } of kept) expect(body.byteLength).toBe(4096);
    expect((await notify(house, signed(PAID))).text).toBe('success');
  });

  check('is answered failure when it cannot be stored, so that Alipay sends it again', async () => {
    await using house = await openShop(await freshUrl());
    await house.database.queries.schema.alterTable('events').renameTo('events_away').execute();
    expect(await notify(house, signed(PAID))).toMatchObject({ status: 500, text: 'failure' });
    await house.database.queries.schema.alterTable('events_away').renameTo('events').execute();
    expect(await seen(house)).toMatchObject({ order: { state: 'WAIT_BUYER_PAY' }, notes: [] });
    expect((await notify(house, signed(PAID))).text).toBe('success');
  });
});
