/** The buyer's browser comes back: over real HTTP, with what the sandbox really appends. */
import { afterAll, expect, it } from 'vitest';
import { sqliteEngine } from '../testing/engines.ts';
import { type House, openHouse, submitForm } from '../testing/house.ts';

const sqlite = sqliteEngine();
afterAll(sqlite.cleanUp);

/** Pays an order at the cashier as a buyer does, with the notification lost; returns the return page's parameters. */
async function payAndReturn(house: House): Promise<Record<string, string>> {
  house.sandbox.setFaults({ notify: [{ p: 1, kind: 'drop' }] });
  const json = {
    orderNo: 'order-1',
    amount: '10.00',
    subject: 'x',
    returnUrl: 'https://shop.example.com/back?from=till',
  };
  const { envelope } = await house.call('CreateOrderPagePay', { json });
  const cashier = await submitForm(String(envelope.data));
  const buyer = /name="buyer_id" value="(\d+)"/.exec(await cashier.text())?.[1] ?? '';
  const body = new URLSearchParams({ buyer_id: buyer });
  const headers = { accept: 'application/json' };
  const paid = await fetch(`${cashier.url}/pay`, { method: 'POST', body, headers });
  const { continue_url: returnUrl } = (await paid.json()) as { continue_url: string };
  return Object.fromEntries(new URL(returnUrl).searchParams);
}

async function orderOf({ database }: House) {
  return await database.queries.selectFrom('orders').selectAll().executeTakeFirstOrThrow();
}

it('shows a paid order as paid at once, though its notification is lost', async () => {
  await using house = await openHouse(await sqlite.freshUrl());
  const json = await payAndReturn(house);
  expect((await house.call('ReturnPageNotify', { json })).envelope).toEqual({ code: 200, data: true, err: '' });
  expect(await orderOf(house)).toMatchObject({ state: 'TRADE_SUCCESS', trade_no: json.trade_no });
});

it('does not mind parameters of the merchant among Alipay’s', async () => {
  await using house = await openHouse(await sqlite.freshUrl());
  const json = await payAndReturn(house);
  expect(json.from).toBe('till');
  expect((await house.call('ReturnPageNotify', { json })).envelope).toMatchObject({ code: 200, data: true });
});

it('is content when the query behind it fails: the schedule asks again', async () => {
  await using house = await openHouse(await sqlite.freshUrl());
  const json = await payAndReturn(house);
  house.sandbox.setFaults({ gateway: [{ p: 1, kind: 'timeout_before' }] });
  expect((await house.call('ReturnPageNotify', { json })).envelope).toMatchObject({ code: 200, data: true });
  expect(await orderOf(house)).toMatchObject({ state: 'WAIT_BUYER_PAY', trade_no: json.trade_no });
});

it.each([
  ['altered', { total_amount: '0.01' }],
  ['without their signature', { sign: '' }],
  ['of another app', { app_id: '2021000000000099' }],
])('believes nothing of parameters that are %s', async (_, change) => {
  await using house = await openHouse(await sqlite.freshUrl());
  const json = { ...(await payAndReturn(house)), ...change };
  const { status, envelope } = await house.call('ReturnPageNotify', { json });
  expect(status).toBe(200);
  expect(envelope).toMatchObject({ code: 400, data: null, err: expect.stringMatching(/not Alipay's/) });
  expect(await orderOf(house)).toMatchObject({ state: 'WAIT_BUYER_PAY', trade_no: null });
});

it('never marks an unpaid order as paid, however well signed', async () => {
  await using house = await openHouse(await sqlite.freshUrl());
  const json = await payAndReturn(house);
  await house.sandbox.reset();
  await house.call('ReturnPageNotify', { json });
  expect(await orderOf(house)).toMatchObject({ state: 'WAIT_BUYER_PAY', paid_at: null });
});
