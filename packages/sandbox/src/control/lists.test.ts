import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type NotificationFilter, type Sandbox, type TradeFilter } from '../index.ts';
import { listenForNotifications, Merchant } from '../testing/merchant.ts';

let sandbox: Sandbox;
let tea: Merchant;
let inbox: Awaited<ReturnType<typeof listenForNotifications>>;
beforeAll(async () => {
  sandbox = await createSandbox();
  inbox = await listenForNotifications();
  tea = await Merchant.of(sandbox);
  const books = await Merchant.of(sandbox);
  const told = { notify_url: inbox.url };
  for (const number of ['1', '2', '3']) {
    await tea.paidTrade({ out_trade_no: `tea-${number}` }, told);
    await books.paidTrade({ out_trade_no: `book-${number}` }, told);
    await sandbox.advance(0);
  }
});
afterAll(async () => {
  await sandbox.close();
  await inbox[Symbol.asyncDispose]();
});

async function list(path: string) {
  const answer = await fetch(`${sandbox.url}/_sandbox/${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

const names = (filter: TradeFilter) => sandbox.trades(filter).map(({ out_trade_no }) => out_trade_no);
const told = (filter: NotificationFilter) =>
  sandbox.notifications(filter).map(({ body }) => new URLSearchParams(body).get('out_trade_no'));

test('a limit keeps the newest trades, in the order as without it', async () => {
  expect(names({})).toEqual(['tea-1', 'book-1', 'tea-2', 'book-2', 'tea-3', 'book-3']);
  expect(names({ limit: 2 })).toEqual(['tea-3', 'book-3']);
  expect(names({ limit: 99 })).toEqual(names({}));
  expect(names({ limit: 2, app_id: tea.app.app_id })).toEqual(['tea-2', 'tea-3']);
  expect(names({ limit: 2, app_id: 'nobody' })).toEqual([]);
  expect(names({ limit: 1, out_trade_no: 'tea-1' })).toEqual(['tea-1']);
  expect(names({ limit: 1, out_trade_no: 'tea-1', app_id: 'nobody' })).toEqual([]);
  expect((await list('trades?limit=2')).body).toEqual({ trades: sandbox.trades({ limit: 2 }) });
});

test('from page to page, each before the first trade of the last, every trade comes once', async () => {
  const seen: string[] = [];
  for (let page = sandbox.trades({ limit: 4 }); page.length > 0; ) {
    seen.unshift(...page.map(({ out_trade_no }) => out_trade_no));
    const { body } = await list(`trades?limit=4&before=${page[0]?.trade_no}`);
    page = body.trades ?? [];
  }
  expect(seen).toEqual(names({}));
});

test('a limit keeps the newest tries of notifications, in the order as without it', async () => {
  expect(told({})).toEqual(names({}));
  expect(told({ limit: 2 })).toEqual(['tea-3', 'book-3']);
  expect(told({ limit: 2, app_id: tea.app.app_id })).toEqual(['tea-2', 'tea-3']);
  const [first] = sandbox.trades();
  expect(told({ limit: 2, trade_no: first?.trade_no ?? '' })).toEqual(['tea-1']);
  expect(told({ trade_no: first?.trade_no ?? '', app_id: 'nobody' })).toEqual([]);
  expect((await list('notifications?limit=2')).body).toEqual({ notifications: sandbox.notifications({ limit: 2 }) });
});

test.each([
  ['trades?limit=0', 'limit is 0; it should be a whole number from 1.'],
  ['trades?limit=1.5', 'limit is 1.5; it should be a whole number from 1.'],
  ['trades?limit=many&trade_no=1', 'limit is many; it should be a whole number from 1.'],
  ['notifications?limit=-1', 'limit is -1; it should be a whole number from 1.'],
  ['requests?limit=1001', 'limit is 1001; it should be a whole number from 1 to 1000.'],
  ['trades?before=123', 'before is 123; it should be the trade_no of a trade that this list has.'],
  ['trades?app_id=1&app_id=2', 'The filter "app_id" is given twice.'],
])('GET /_sandbox/%s is refused with its reason', async (path, message) => {
  expect(await list(path)).toEqual({ status: 400, body: { error: 'bad_input', message } });
});

test('programs of this process may give limits as numbers, and whether requests went well as true or false', () => {
  expect(sandbox.requests({ limit: 2, ok: true })).toHaveLength(2);
  expect(sandbox.requests({ ok: false })).toEqual([]);
  expect(() => sandbox.trades({ limit: Number.NaN })).toThrow('limit is NaN');
});

test('after a reset the lists begin anew', async () => {
  await using other = await createSandbox();
  const merchant = await Merchant.of(other);
  await merchant.paidTrade({ out_trade_no: 'old' }, { notify_url: inbox.url });
  await other.advance(0);
  await other.reset();
  expect([other.trades({ limit: 5 }), other.notifications({ limit: 5 })]).toEqual([[], []]);
  await merchant.paidTrade({ out_trade_no: 'new' }, { notify_url: inbox.url });
  await other.advance(0);
  expect(other.trades({ limit: 5 })).toMatchObject([{ out_trade_no: 'new' }]);
  expect(other.notifications({ limit: 5 })).toHaveLength(1);
});
