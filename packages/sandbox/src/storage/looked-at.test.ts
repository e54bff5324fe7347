import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listenForNotifications, type Merchant, openShop } from '../testing/merchant.ts';
import { RecordIndex } from './record-index.ts';
import { Records } from './records.ts';

/** Has a limit a day. */
const LIMITED = '2088002100000077';

/** Nothing that is asked about one trade or one day may become slower by all the others that the sandbox holds. */
describe('with ten times the trades a sandbox looks at no more records', () => {
  let inbox: Awaited<ReturnType<typeof listenForNotifications>>;
  let shops: Awaited<ReturnType<typeof openBusyShop>>[] = [];
  let looks = 0;

  beforeAll(async () => {
    inbox = await listenForNotifications();
    shops = [await openBusyShop(4, inbox.url), await openBusyShop(40, inbox.url)];
    const { all, get } = Records.prototype;
    const { of } = RecordIndex.prototype;
    vi.spyOn(Records.prototype, 'get').mockImplementation(function (this: Records, ...given: Parameters<typeof get>) {
      looks++;
      return get.apply(this, given);
    });
    vi.spyOn(Records.prototype, 'all').mockImplementation(function (this: Records, ...given: Parameters<typeof all>) {
      return counting(all.apply(this, given));
    });
    vi.spyOn(RecordIndex.prototype, 'of').mockImplementation(function* (this: RecordIndex<unknown>, key: string) {
      yield* counting(of.call(this, key));
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    for (const shop of shops) await shop[Symbol.asyncDispose]();
    await inbox[Symbol.asyncDispose]();
  });

  function* counting<R>(records: Iterable<R>): Generator<R, undefined> {
    for (const record of records) {
      looks++;
      yield record;
    }
    return undefined;
  }

  const day = { bill_date: '2026-03-02' };
  const span = { start_time: '2026-03-02 00:00:00', end_time: '2026-03-03 00:00:00' };
  type Shop = (typeof shops)[number];
  const said = async ({ merchant }: Shop, method: string, content: object) => {
    const { node } = await merchant.call(method, content);
    expect(node.code, node.sub_msg).toBe('10000');
    return node;
  };
  const bill = async (shop: Shop, bill_type: string) => {
    const method = 'alipay.data.dataservice.bill.downloadurl.query';
    const { bill_download_url = '' } = await said(shop, method, { ...day, bill_type });
    return (await fetch(bill_download_url)).ok;
  };

  test.each<readonly [string, (shop: Shop) => unknown]>([
    ['a query', (shop) => said(shop, 'alipay.trade.query', { out_trade_no: 'late' })],
    ['a refund', (shop) => said(shop, 'alipay.trade.refund', refund('late', 'r1'))],
    ['a refund query', (shop) => said(shop, 'alipay.trade.fastpay.refund.query', refund('late', 'r1'))],
    [
      'a division',
      (shop) => said(shop, 'alipay.trade.order.settle', { out_request_no: 's', ...settlement(shop.late) }),
    ],
    ['a new order and its page', async ({ merchant }) => (await merchant.order({ out_trade_no: 'new' })).status],
    [
      'a payment by a buyer with a limit a day',
      async ({ merchant }) => (await payByCode(merchant, 'by-code', LIMITED)).code === '10000',
    ],
    ['the business bill of a day', (shop) => bill(shop, 'trade')],
    ['the account bill of a day', (shop) => bill(shop, 'signcustomer')],
    ['the sales of a day', (shop) => said(shop, 'alipay.data.bill.sell.query', span)],
    ["a day's lines of the account", (shop) => said(shop, 'alipay.data.bill.accountlog.query', span)],
    ['a trade by its number', ({ sandbox }) => sandbox.trades({ out_trade_no: 'late' })],
    ["a trade's notifications", ({ sandbox, late }) => sandbox.notifications({ trade_no: late })],
    ['the newest trades', ({ sandbox }) => sandbox.trades({ limit: 2 })],
    ["an app's newest trades", ({ sandbox, merchant }) => sandbox.trades({ limit: 2, app_id: merchant.app.app_id })],
    ['the newest notifications', ({ sandbox }) => sandbox.notifications({ limit: 2 })],
    ['a notification sent again', resend],
    [
      "a trade's page in the console",
      async ({ sandbox, late }) => (await console(sandbox.url, `trades&id=${late}`)).ok,
    ],
    ["the clock's page in the console", async ({ sandbox }) => (await console(sandbox.url, 'clock')).ok],
    ['the summary', ({ sandbox }) => sandbox.summary().trades > 4],
    ['the buyers', ({ sandbox }) => sandbox.buyers().length],
    ['a minute on the clock', ({ sandbox }) => sandbox.advance(60_000)],
  ])('%s', async (_, ask) => {
    const seen: number[] = [];
    for (const shop of shops) {
      looks = 0;
      expect(await ask(shop)).toBeTruthy();
      await shop.sandbox.advance(0);
      seen.push(looks);
    }
    expect(seen[1]).toBe(seen[0]);
  });
});

/** So many trades on the first of March, each with all that belongs to it; one on the second; today is the third. */
async function openBusyShop(count: number, notifyUrl: string) {
  const shop = await openShop();
  const { sandbox, merchant } = shop;
  await sandbox.setNow(Date.parse('2026-03-01T10:00:00+08:00'));
  const receiver_list = [{ type: 'userId', account: '2088002100000022' }];
  await merchant.call('alipay.trade.royalty.relation.bind', { out_request_no: 'b', receiver_list });
  for (let number = 0; number < count; number++) {
    const name = `early-${number}`;
    sandbox.giveCoupon('2088002100000011', { amount: '0.10', channel: 'COUPON' });
    const paid = await payByCode(merchant, name, '2088002100000011', notifyUrl);
    await merchant.call('alipay.trade.order.settle', { out_request_no: name, ...settlement(paid.trade_no ?? '') });
    await merchant.call('alipay.trade.refund', refund(name, 'r'));
  }
  await sandbox.setNow(Date.parse('2026-03-02T10:00:00+08:00'));
  const late = await merchant.paidTrade({ out_trade_no: 'late' }, { notify_url: notifyUrl });
  await sandbox.setNow(Date.parse('2026-03-03T10:00:00+08:00'));
  return { ...shop, late };
}

async function payByCode(merchant: Merchant, number: string, buyer: string, notifyUrl = '') {
  const { code } = merchant.sandbox.paymentCode(buyer);
  const order = { out_trade_no: number, total_amount: '10.00', subject: 'x', scene: 'bar_code', auth_code: code };
  return (await merchant.call('alipay.trade.pay', order, { notify_url: notifyUrl })).node;
}

function refund(out_trade_no: string, out_request_no: string) {
  return { out_trade_no, out_request_no, refund_amount: '0.01' };
}

function settlement(trade_no: string) {
  return { trade_no, royalty_parameters: [{ trans_in_type: 'userId', trans_in: '2088002100000022', amount: '0.01' }] };
}

async function resend({ sandbox, late }: Awaited<ReturnType<typeof openBusyShop>>) {
  const id = sandbox.notifications({ trade_no: late })[0]?.notify_id;
  return (await fetch(`${sandbox.url}/_sandbox/notifications/${id}/resend`, { method: 'POST' })).ok;
}

function console(url: string, view: string) {
  return fetch(`${url}/_sandbox/?view=${view}`, { headers: { accept: 'text/html' } });
}
