import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { BillFault, GatewayFault, NotifyFault } from '../index.ts';
import { listenForNotifications, openShop } from '../testing/merchant.ts';

/** What each fault does to a client that does the obvious thing. The rest are in the other tests of this folder. */

const REFUND = 'alipay.trade.refund';

/** Ten yuan shall go back, once. The client makes a new number for each try, and tries until it hears of success. */
async function refundUntilSuccess(kind: GatewayFault): Promise<string> {
  await using shop = await openShop();
  await shop.merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100.00' });
  shop.sandbox.setFaults({ gateway: [{ method: REFUND, p: 1, kind, ms: 1 }] });
  for (let attempt = 1; attempt <= 2; attempt++) {
    const content = { out_trade_no: 'o1', refund_amount: '10.00', out_request_no: `try-${attempt}` };
    const code = await shop.merchant.call(REFUND, content).then(
      ({ node }) => node.code,
      () => 'no answer',
    );
    if (code === '10000') break;
    shop.sandbox.setFaults({});
  }
  return shop.sandbox.summary().refund_amount;
}

test.each(['timeout_after', 'reset_after', 'unknown_error_after'] as const)(
  '%s: who asks again under a new number refunds twice',
  async (kind) => {
    expect(await refundUntilSuccess(kind)).toBe('20.00');
  },
);

/** The client takes no answer for a yes that was lost on the way. */
async function refundOnce(kind: GatewayFault): Promise<string> {
  await using shop = await openShop();
  await shop.merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100.00' });
  shop.sandbox.setFaults({ gateway: [{ method: REFUND, p: 1, kind, ms: 1 }] });
  const content = { out_trade_no: 'o1', refund_amount: '10.00', out_request_no: 'once' };
  await shop.merchant.call(REFUND, content).catch(() => 'it will have been done');
  return shop.sandbox.summary().refund_amount;
}

test.each(['timeout_before', 'reset_before', 'unknown_error_before'] as const)(
  '%s: who takes silence for consent has refunded nothing',
  async (kind) => {
    expect(await refundOnce(kind)).toBe('0.00');
  },
);

test('delay: who gives up too soon and asks again under a new number refunds twice', async () => {
  await using shop = await openShop();
  await shop.merchant.paidTrade({ out_trade_no: 'o1', total_amount: '100.00' });
  shop.sandbox.setFaults({ gateway: [{ method: REFUND, p: 1, kind: 'delay', ms: 60_000 }] });
  const refund = (out_request_no: string, signal?: AbortSignal) => {
    const content = { out_trade_no: 'o1', refund_amount: '10.00', out_request_no };
    const body = new URLSearchParams(shop.merchant.parameters(REFUND, content));
    return fetch(`${shop.sandbox.gatewayUrl}?charset=utf-8`, { method: 'POST', body, ...(signal && { signal }) });
  };
  const giveUp = new AbortController();
  const first = refund('try-1', giveUp.signal).catch(() => 'gave up');
  await expect.poll(() => shop.sandbox.summary().refund_count).toBe(1);
  giveUp.abort();
  expect(await first).toBe('gave up');
  shop.sandbox.setFaults({});
  await refund('try-2');
  expect(shop.sandbox.summary().refund_amount).toBe('20.00');
});

/** How many parcels a shop sends for one payment if each message that says TRADE_SUCCESS is one. */
async function parcels(kind: NotifyFault): Promise<number> {
  await using shop = await openShop();
  await using server = await listenForNotifications();
  shop.sandbox.setFaults({ notify: [{ p: 1, kind }] });
  await shop.merchant.paidTrade({}, { notify_url: server.url });
  await shop.sandbox.advance(0);
  return server.received.filter((_, index) => server.fields(index).trade_status === 'TRADE_SUCCESS').length;
}

test('duplicate: who sends a parcel for each message sends two', async () => {
  expect(await parcels('duplicate')).toBe(2);
});

test('drop: who waits for the message sends none, though it is paid', async () => {
  expect(await parcels('drop')).toBe(0);
});

/** What a shop that believes its bill thinks it took: two payments of 88.88 were made. */
async function takings(kind: BillFault): Promise<string> {
  await using shop = await openShop();
  for (const out_trade_no of ['o1', 'o2']) await shop.merchant.paidTrade({ out_trade_no });
  await shop.sandbox.setNow(Date.parse('2026-03-02T09:00:00+08:00'));
  shop.sandbox.setFaults({ bill: [{ p: 1, kind }] });
  const asked = { bill_type: 'trade', bill_date: '2026-03-01' };
  const { node } = await shop.merchant.call('alipay.data.dataservice.bill.downloadurl.query', asked);
  if (node.bill_download_url === undefined) return `no bill: ${node.sub_code}`;
  const archive = Buffer.from(await (await fetch(node.bill_download_url)).arrayBuffer());
  const fen = rowsOf(archive).map((row) => Number((row.split(',')[12] ?? '').replace('.', '')));
  return (fen.reduce((sum, one) => sum + one, 0) / 100).toFixed(2);
}

/** The rows of the first file in an archive. */
function rowsOf(archive: Buffer): string[] {
  const start = 30 + archive.readUInt16LE(26) + archive.readUInt16LE(28);
  const end = start + archive.readUInt32LE(18);
  const text = new TextDecoder('gbk').decode(inflateRawSync(archive.subarray(start, end)));
  return text.split('\r\n').filter((line) => /^\d{28}/.test(line));
}

test.each([
  ['missing_row', '0.00'],
  ['duplicate_row', '355.52'],
  ['altered_amount', '177.78'],
  ['late', 'no bill: BILL_NOT_EXIST'],
] as const)('%s: who believes the bill believes %s instead of 177.76', async (kind, believed) => {
  expect(await takings(kind)).toBe(believed);
});
