import { type HttpReply, type HttpRequest, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { Records } from '../storage/records.ts';
import { BILL_TYPES, type BillBook, type BillName } from './bill-book.ts';
import { readBillDate } from './period.ts';

interface Parts {
  readonly bills: BillBook;
  readonly records: Records;
}

/** Where bills are fetched: no cookie, no signature, the address is all. */
export function billRoutes(parts: Parts): Route[] {
  return [{ method: 'GET', path: '/downloadBillFile.resource', handle: (request) => download(parts, request) }];
}

function download({ bills, records }: Parts, request: HttpRequest): HttpReply {
  const query = new URLSearchParams(request.query);
  const sellerId = (query.get('userId') ?? '').slice(0, 16);
  // Any app may have asked: the merchant's own, or an ISV's that acts for it.
  const app = [...records.all('app')].find((one) => bills.isValid(query, one));
  if (app === undefined) {
    const hint = 'It works for 30 seconds: ask alipay.data.dataservice.bill.downloadurl.query for a new one.';
    throw new SandboxError(403, 'address_expired', `This address is not, or no longer, a bill's. ${hint}`);
  }
  const name = query.get('downloadFileName') ?? 'bill.csv.zip';
  return {
    status: 200,
    headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"` },
    body: bills.file(billOf(query, { appId: app.appId, sellerId })),
  };
}

/** The address is one of ours, so it names a bill. */
function billOf(query: URLSearchParams, whose: Pick<BillName, 'appId' | 'sellerId'>): BillName {
  const digits = query.get('bizDates') ?? '';
  const period = readBillDate([digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter(Boolean).join('-'));
  const type = BILL_TYPES.find((one) => one === query.get('bizType'));
  if (period === undefined || type === undefined) throw new SandboxError(404, 'not_found', 'There is no such bill.');
  return { ...whose, type, period };
}
