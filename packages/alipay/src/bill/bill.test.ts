import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { encodeText } from '../charset/index.ts';
import { AlipayRequestError } from '../errors/index.ts';
import { type TestAccountBill, type TestTradeBill, writeTestBill, zip } from '../testing/index.ts';
import { parseBeijing } from '../time/index.ts';
import { crc32, crc32ByTable } from './crc32.ts';
import { AlipayBillError, type BillOptions, type BillRow, type BillType, createBills, readBill } from './index.ts';

const DAY = '2026-03-01';
const AT = parseBeijing('2026-03-01 10:55:16');
const PAYMENT = { kind: 'payment', tradeNo: '2026030122001453', outTradeNo: 'A1', totalFen: 8888n } as const;
const REFUND = { kind: 'refund', tradeNo: '2026030122001453', outTradeNo: 'A1', totalFen: -88n } as const;
const TRADES: TestTradeBill = {
  type: 'trade',
  date: DAY,
  rows: [
    {
      ...PAYMENT,
      subject: '龙井茶',
      createdAt: AT,
      finishedAt: AT + 7000,
      feeFen: -53n,
      storeId: 'S1',
      storeName: '杭州',
    },
    { ...PAYMENT, outTradeNo: 'A2', receivedFen: 8000n, sellerDiscountFen: 888n, counterparty: '*三(602***@qq.com)' },
    { ...REFUND, outRequestNo: 'R1', feeFen: 1n, remark: '退货' },
    { ...REFUND, kind: 'other', business: '代扣' },
  ],
};
const MOVEMENTS: TestAccountBill = {
  type: 'signcustomer',
  date: '2026-03',
  rows: [
    { kind: 'payment', entryNo: '1', businessNo: '9', outTradeNo: 'A1', amountFen: 8888n, happenedAt: AT },
    { kind: 'fee', entryNo: '2', amountFen: -53n, happenedAt: AT, counterparty: '支付宝 (abc***@126.com)' },
    { kind: 'refund', entryNo: '3', amountFen: -88n },
    { kind: 'other', business: '理财', entryNo: '4', amountFen: 1n },
  ],
};

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<Type extends BillType>(rows: AsyncIterable<BillRow<Type>>): Promise<BillRow<Type>[]> {
  const list: BillRow<Type>[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

function written(bill: TestTradeBill | TestAccountBill): Promise<Buffer> {
  return buffer(writeTestBill(bill));
}

/** A bill with one CSV file, of the test's own making. */
function packed(text: string, name = '2088_20260301_业务明细.csv'): Promise<Buffer> {
  return buffer(zip([{ name: encodeText(name, 'gbk'), data: [encodeText(text, 'gbk')] }]));
}

/** A bill's first file as text, changed; the summary left out. */
async function reworked(change: (text: string) => string): Promise<Buffer> {
  return packed(change(await detailsText()));
}

async function detailsText(): Promise<string> {
  const { tradeFiles } = await import('../testing/trade-bill.ts');
  const head = [
    '#账号：[20881021759500000156]',
    '#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]',
  ];
  const [details] = tradeFiles(TRADES.rows, head, '#导出时间：[2026年03月02日 05:46:49]');
  return [...(details?.lines ?? []), ''].join('\r\n');
}

function read(bytes: Uint8Array, type: BillType = 'trade', pieceSize?: number) {
  return all(readBill(pieces(bytes, pieceSize), { type, from: parseBeijing('2026-03-01 00:00:00') }));
}

describe('a bill of trades', () => {
  test('yields its header, its rows, their totals and the summary, typed', async () => {
    const rows = await all(readBill(pieces(await written(TRADES)), { type: 'trade' }));
    expect(rows).toMatchObject([
      { kind: 'header', title: '业务明细', account: '20881021759500000156', from: AT - 39_316_000 },
      {
        ...{ kind: 'payment', tradeNo: '2026030122001453', outTradeNo: 'A1', subject: '龙井茶', totalFen: 8888n },
        ...{ createdAt: AT, finishedAt: AT + 7000, feeFen: -53n, storeName: '杭州', line: 6, redPacketFen: 0n },
      },
      { kind: 'payment', outTradeNo: 'A2', receivedFen: 8000n, sellerDiscountFen: 888n, createdAt: undefined },
      { kind: 'refund', totalFen: -88n, outRequestNo: 'R1', feeFen: 1n, remark: '退货' },
      { kind: 'other', business: '代扣' },
      {
        kind: 'totals',
        payments: { count: 2, receivedFen: 16_888n, sellerDiscountFen: 888n },
        refunds: { count: 1, receivedFen: -88n, sellerDiscountFen: 0n },
      },
      { kind: 'header', title: '业务汇总' },
      { kind: 'store_summary', storeId: 'S1', paymentCount: 1, feeFen: -53n },
      { kind: 'store_summary', storeId: '', paymentCount: 1, refundCount: 1 },
      { kind: 'summary', paymentCount: 2, refundCount: 1, netFen: 16_748n },
    ]);
  });

  test('is read the same at once and in pieces of any size, down to single bytes', async () => {
    const bytes = await written(TRADES);
    const whole = await read(bytes);
    for (const size of [1, 7, 64, 100_000]) expect(await read(bytes, 'trade', size)).toEqual(whole);
    expect(await all(readBill(bytes, { type: 'trade' }))).toEqual(whole);
  });

  test('says exactly what was written, whatever that was', async () => {
    const fen = fc.bigInt(-(10n ** 12n), 10n ** 12n);
    const text = fc.stringMatching(/^[A-Za-z0-9_茶龙井]{0,20}$/);
    const row = fc.record({
      kind: fc.constantFrom('payment' as const, 'refund' as const),
      ...{ tradeNo: text, outTradeNo: text, subject: text, remark: text, totalFen: fen, receivedFen: fen, feeFen: fen },
      createdAt: fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => seconds * 1000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        const read = await all(readBill(pieces(await written({ ...TRADES, rows })), { type: 'trade' }));
        expect(read.filter(({ kind }) => kind === 'payment' || kind === 'refund')).toMatchObject(rows);
      }),
      { numRuns: 30 },
    );
  });

  test('without trades is a bill without rows, and so is a bare template', async () => {
    expect((await read(await written({ ...TRADES, rows: [] }))).map(({ kind }) => kind)).toEqual([
      'header',
      'totals',
      'header',
      'summary',
    ]);
    const template = await reworked((text) => text.split('\r\n').slice(0, 5).join('\r\n'));
    expect((await read(template)).map(({ kind }) => kind)).toEqual(['header', 'totals']);
  });

  test('is read by the titles of its columns, wherever they stand', async () => {
    const bytes = await reworked((text) =>
      text.replace(/^支付宝交易号,.*|^2026030122001453.*/gm, (line) => {
        const [first, ...rest] = line.trimEnd().split(',');
        return [...rest, first === '支付宝交易号' ? '花呗分期数' : '3', first].join(',');
      }),
    );
    expect((await read(bytes))[1]).toMatchObject({ tradeNo: '2026030122001453', outTradeNo: 'A1', totalFen: 8888n });
  });
});

describe('a bill of the account', () => {
  test('yields its movements by kind, with signed amounts, and their totals', async () => {
    expect(await read(await written(MOVEMENTS), 'signcustomer')).toMatchObject([
      { kind: 'header', title: '账务明细', until: parseBeijing('2026-04-01 00:00:00') },
      { kind: 'payment', entryNo: '1', businessNo: '9', amountFen: 8888n, balanceFen: 8888n, happenedAt: AT },
      { kind: 'fee', amountFen: -53n, balanceFen: 8835n, counterparty: '支付宝 (abc***@126.com)' },
      { kind: 'refund', amountFen: -88n, happenedAt: undefined },
      { kind: 'other', business: '理财', amountFen: 1n },
      { kind: 'totals', income: { count: 2, amountFen: 8889n }, expense: { count: 2, amountFen: 141n } },
      { kind: 'header', title: '账务汇总' },
      ...[{ business: '在线支付' }, { business: '收费' }, { business: '交易退款' }, { business: '理财' }],
      { kind: 'summary', incomeCount: 2, expenseCount: 2, totalFen: 8748n },
    ]);
  });
});

describe('a bill that is not right', () => {
  test('is never read as a shorter one: cut off anywhere, it is an error', async () => {
    const bytes = await written(TRADES);
    for (let length = 0; length < bytes.length; length += 37) {
      await expect(read(bytes.subarray(0, length)), `${length} bytes`).rejects.toThrow(AlipayBillError);
    }
    await expect(read(bytes.subarray(0, bytes.length - 1))).rejects.toMatchObject({ reason: 'truncated' });
  });

  test('with any byte changed is an error, or says the same', async () => {
    const bytes = await written(TRADES);
    const whole = await read(bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ change;
        const rows = await read(changed).catch((error) => error);
        if (!(rows instanceof AlipayBillError)) expect(rows).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[string, string, RegExp, () => Promise<Uint8Array>]>([
    ['is a page', 'foreign', /not a zip archive; it begins "<html>/, async () => Buffer.from('<html>expired</html>')],
    ['is empty', 'truncated', /is empty/, async () => Buffer.alloc(0)],
    ['has another CSV', 'foreign', /业务明细.csv: .*line 1 is "a,b"/, () => packed('a,b\r\n1,2\r\n')],
    [
      'is in UTF-8',
      'foreign',
      /GBK|line 1/,
      () => buffer(zip([{ name: Buffer.from('a'), data: [Buffer.from('#支付宝业务明细查询\n')] }])),
    ],
    ['is of another type', 'foreign', /another type: 账务明细/, () => written(MOVEMENTS)],
    ['is of another day', 'foreign', /another time/, () => written({ ...TRADES, date: '2026-03-02' })],
    [
      'lacks a column',
      'foreign',
      /no column 服务费（元）/,
      () => reworked((text) => text.replace('服务费（元）', '费')),
    ],
    [
      'lacks a row',
      'inconsistent',
      /交易合计 .* states 2, 168.88, 8.88, the rows make 1/,
      () => reworked((text) => text.replace(/^.*A2.*\r\n/m, '')),
    ],
    [
      'has an altered amount',
      'inconsistent',
      /退款合计/,
      () => reworked((text) => text.replace('-0.88,-0.88', '-0.88,-0.87')),
    ],
    [
      'lacks its end',
      'truncated',
      /cut off/,
      () =>
        reworked((text) => text.slice(0, text.indexOf('#-----------------------------------------业务明细列表结束'))),
    ],
    ['lacks its totals', 'truncated', /no 交易合计/, () => reworked((text) => text.replace(/#交易合计.*\r\n/, ''))],
    [
      'has a cell too many',
      'damaged',
      /Line 6 .* 26 cells, where there are 25 columns/,
      () => reworked((text) => text.replace('龙井茶', '龙,井')),
    ],
    [
      'has an odd amount',
      'damaged',
      /Line 6 .*订单金额（元）.*"88.8.8"/,
      () => reworked((text) => text.replace('88.88', '88.8.8')),
    ],
    ['has an odd time', 'damaged', /Line 6 .*创建时间/, () => reworked((text) => text.replace('10:55:16', '25:55:16'))],
    [
      'has only a summary',
      'foreign',
      /only a summary/,
      () =>
        packed(
          '#支付宝业务汇总查询\n#账号：[2088]\n#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]\n#---业务汇总列表---\n门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）\n',
        ),
    ],
  ])('because it %s is a %s error that says so', async (_what, reason, message, make) => {
    const error = await read(await make()).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AlipayBillError);
    expect(error).toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  test('because the summary counts otherwise is an error', async () => {
    const head = ['#账号：[2088]', '#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]'];
    const { tradeFiles } = await import('../testing/trade-bill.ts');
    const fileOf = (rows: TestTradeBill['rows'], index: number) => {
      const files = tradeFiles(rows, head, '#导出时间：[x]').map(({ lines }) => [...lines].join('\n'));
      return encodeText(files[index] ?? '', 'gbk');
    };
    const files = [fileOf(TRADES.rows, 0), fileOf([PAYMENT], 1)].map((data, index) => ({
      name: Buffer.from([0x61 + index]),
      data: [data],
    }));
    await expect(read(await buffer(zip(files)))).rejects.toThrow(/summary states 交易 1, but its details have 2/);
  });

  test('because it unpacks to too much stops there', async () => {
    const bomb = await buffer(zip([{ name: Buffer.from('a'), data: [Buffer.alloc(5_000_000)] }]));
    await expect(all(readBill(pieces(bomb), { type: 'trade', bytesMax: 100_000 }))).rejects.toMatchObject({
      reason: expect.stringMatching(/too_large|foreign/),
    });
    await expect(all(readBill(pieces(bomb), { type: 'trade', packedBytesMax: 1000 }))).rejects.toThrow(AlipayBillError);
  });

  test("because it is another seller's is an error", async () => {
    const bytes = await written(TRADES);
    const rows = readBill(pieces(bytes), { type: 'trade', sellerId: '2088000000000001' });
    await expect(all(rows)).rejects.toThrow(/another account, 20881021759500000156/);
  });
});

describe('a download', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    closing.push(() => server.close().closeAllConnections());
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function download(url: string, gateway: string, options: BillOptions = {}, date = DAY) {
    const calls: unknown[] = [];
    const source = {
      execute: async (...call: unknown[]) => {
        calls.push(call);
        return { bill_download_url: url };
      },
    };
    const rows = all(createBills(source, { gateway }).download({ type: 'trade', date }, options));
    return { rows, calls };
  }

  test('asks for the address, fetches it and reads the bill', async () => {
    const bytes = await written(TRADES);
    const origin = await serve((_request, response) => response.end(bytes));
    const { rows, calls } = download(`${origin}/bill.zip?token=1`, `${origin}/gateway.do`);
    expect((await rows).filter(({ kind }) => kind === 'payment')).toHaveLength(2);
    expect(calls).toEqual([
      ['alipay.data.dataservice.bill.downloadurl.query', { bill_type: 'trade', bill_date: DAY }, {}],
    ]);
  });

  test('asks nobody without https but the gateway itself', async () => {
    const asked: string[] = [];
    const source = { execute: async () => ({ bill_download_url: 'http://dwbillcenter.alipay.com/f?x=1' }) };
    const fetchFile = async (url: string) => {
      asked.push(url);
      return new Response(await written(TRADES));
    };
    await all(createBills(source, { fetch: fetchFile }).download({ type: 'trade', date: DAY }));
    expect(asked).toEqual(['https://dwbillcenter.alipay.com/f?x=1']);
    for (const url of ['http://10.0.0.1:8080/f', 'file:///etc/passwd', 'ftp://x/y']) {
      await expect(download(url, 'https://openapi.alipay.com/gateway.do').rows).rejects.toThrow('https');
    }
    await expect(download('nothing', 'https://openapi.alipay.com').rows).rejects.toThrow('no address');
  });

  test.each<[string, RequestListener, RegExp]>([
    [
      'redirects',
      (_, response) => response.writeHead(302, { location: 'https://x.example' }).end(),
      /answered 302.*redirects/,
    ],
    ['is gone', (_, response) => response.writeHead(404).end(), /answered 404 instead of the bill/],
    ['hangs up', (request) => request.socket.destroy(), /broke off/],
    [
      'stops in the middle',
      (request, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('PK\x03\x04', () => request.socket.destroy());
      },
      /broke off/,
    ],
  ])('from an address that %s is an error that says so', async (_what, answer, message) => {
    const origin = await serve(answer);
    const error = await download(`${origin}/f`, origin).rows.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AlipayBillError);
    expect(error).toMatchObject({ reason: 'download', message: expect.stringMatching(message) });
  });

  test('that stalls, or that the caller ends, is an error', async () => {
    const origin = await serve((_request, response) => void response.writeHead(200).write('PK'));
    await expect(download(`${origin}/f`, origin, { stallMs: 50 }).rows).rejects.toThrow(/nothing came for 50 ms/);
    const caller = new AbortController();
    const { rows } = download(`${origin}/f`, origin, { signal: caller.signal });
    setImmediate(() => caller.abort(new Error('enough')));
    await expect(rows).rejects.toThrow(/enough/);
  });

  test.each(['yesterday', '2026-02-30', '2026-13', ''])(
    'of the date %j is refused before anything is asked',
    async (date) => {
      const { rows, calls } = download('https://x', 'https://x', {}, date);
      await expect(rows).rejects.toThrow(AlipayRequestError);
      expect(calls).toEqual([]);
    },
  );

  test('that is left early lets go of the connection', async () => {
    const bytes = await written({ ...TRADES, rows: Array.from({ length: 50_000 }, () => PAYMENT) });
    const closed = Promise.withResolvers<void>();
    const origin = await serve((request, response) => {
      request.socket.once('close', () => closed.resolve());
      response.write(bytes.subarray(0, bytes.length - 10));
    });
    const source = { execute: async () => ({ bill_download_url: `${origin}/f` }) };
    for await (const row of createBills(source, { gateway: origin }).download({ type: 'trade', date: DAY })) {
      if (row.kind === 'payment') break;
    }
    await closed.promise;
  });
});

test('checksums are the same with and without the platform', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(), (bytes, before) => crc32ByTable(bytes, before) === crc32(bytes, before)),
  );
});
