import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Alipay } from '@till/alipay';

/** Where the bill of a day (`2026-01-31`) or a month (`2026-01`) can be fetched, for half a minute. */
export async function billUrl(alipay: Alipay, billDate: string): Promise<string> {
  const answer = await alipay.execute('alipay.data.dataservice.bill.downloadurl.query', {
    bill_type: 'trade',
    bill_date: billDate,
  });
  return String(answer.bill_download_url);
}

/** The same over the REST protocol, here for one sub-merchant. */
export async function billUrlV3(alipay: Alipay, billDate: string, smid: string): Promise<string> {
  const answer = await alipay.v3('GET /v3/alipay/data/dataservice/bill/downloadurl/query', {
    bill_type: 'trade',
    bill_date: billDate,
    smid,
  });
  return String(answer.bill_download_url);
}

/** Stores the bill, a zip of GBK text, as it comes. */
export async function downloadBill(url: string, path: string): Promise<void> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(60_000) });
  if (!response.ok || response.body === null) throw new Error(`The bill is not there: HTTP status ${response.status}.`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
}
