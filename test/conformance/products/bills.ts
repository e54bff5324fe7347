import { formatBeijing, formatBeijingDate } from '@till/alipay/time';
import { expect } from 'vitest';
import { LI_LEI } from './people.ts';
import type { Shop } from './shop.ts';

const DAY_MS = 24 * 3_600_000;

/** What was sold today, line by line at once; and, two days on, as a file. */
export async function billed(shop: Shop): Promise<void> {
  const now = shop.sandbox.clock.now();
  const day = formatBeijingDate(now);
  const { code: authCode } = shop.sandbox.paymentCode(LI_LEI);
  const order = {
    out_trade_no: 'billed',
    total_amount: '9.90',
    subject: '账单',
    scene: 'bar_code',
    auth_code: authCode,
  };
  const { trade_no: tradeNo } = await shop.done('alipay.trade.pay', order);
  const span = { start_time: formatBeijing(now - 60_000), end_time: formatBeijing(now + 60_000) };
  const sold = await shop.done('alipay.data.bill.sell.query', { ...span, alipay_order_no: tradeNo });
  expect(sold.detail_list).toMatchObject([
    { alipay_order_no: tradeNo, merchant_order_no: 'billed', total_amount: '9.90' },
  ]);
  const logged = await shop.done('alipay.data.bill.accountlog.query', { ...span, alipay_order_no: tradeNo });
  expect(logged.detail_list).toContainEqual(
    expect.objectContaining({ alipay_order_no: tradeNo, trans_amount: '9.90' }),
  );

  const method = 'alipay.data.dataservice.bill.downloadurl.query';
  expect(await shop.refused(method, { bill_type: 'trade', bill_date: day })).toBe('INVAILID_ARGUMENTS');
  await shop.sandbox.advance(2 * DAY_MS);
  for (const type of ['trade', 'signcustomer']) {
    const { bill_download_url: url } = await shop.done(method, { bill_type: type, bill_date: day });
    const file = Buffer.from(await (await fetch(String(url))).arrayBuffer());
    expect(file.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(file.toString('latin1')).toContain(`${shop.sellerId}0156_${day.replaceAll('-', '')}_`);
  }
}
