import type { Fields } from '../clients/client.ts';

/** What a v3 request consists of. */
export interface V3Row {
  readonly what: string;
  readonly verb: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` where a field stands in the path. */
  readonly path: string;
  /** The fields that stand in the path. */
  readonly inPath?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Fields;
  readonly appAuthToken?: string;
  readonly encrypt?: boolean;
}

const REFUND = { verb: 'POST', path: '/v3/alipay/trade/refund' } as const;
const BILL = { verb: 'GET', path: '/v3/alipay/data/dataservice/bill/downloadurl/query' } as const;
const ACTIVITY = '/v3/alipay/marketing/activity/{activity_id}';
const body = { out_trade_no: 'A-1', refund_amount: '8.88' };
const appAuthToken = '202611BB0072dd1af77d4b46a1e8f98ab3e2fX14';

/** One row for each thing that can stand in a v3 request. */
export const V3_ROWS: readonly V3Row[] = [
  { what: 'a body', ...REFUND, body },
  { what: 'a body beyond ASCII', ...REFUND, body: { ...body, refund_reason: '充值 100% & "糖" 🍵\r\n' } },
  {
    what: 'lists and objects in the body',
    ...REFUND,
    body: { ...body, goods: [{ id: 1, ok: true, no: null }], x: {} },
  },
  { what: 'an empty body', ...REFUND, body: {} },
  { what: 'no body', ...REFUND },
  { what: 'a query', ...BILL, query: { bill_type: 'trade', bill_date: '2026-01-31' } },
  { what: 'a hard query', ...BILL, query: { q: "a b+c&d='充*~(!)🍵%2B/", empty: '' } },
  { what: 'neither', verb: 'GET', path: '/v3/alipay/data/bill/balance/query' },
  { what: 'a query and a body', ...REFUND, query: { auth_token: 'kuaijieB92961e0ba0734', t: '充' }, body },
  { what: 'a field in the path', verb: 'GET', path: ACTIVITY, inPath: { activity_id: '2026 0131/充&?' } },
  { what: 'a field in the path, and a body', verb: 'PATCH', path: ACTIVITY, inPath: { activity_id: '1' }, body },
  { what: 'a change of all', verb: 'PUT', path: ACTIVITY, inPath: { activity_id: '1' }, body },
  { what: 'a deletion', verb: 'DELETE', path: '/v3/alipay/card', query: { id: '1' } },
  { what: 'a merchant’s token', ...REFUND, body, appAuthToken },
  { what: 'a merchant’s token and a query', ...BILL, query: { bill_type: 'trade' }, appAuthToken },
  { what: 'an encrypted body', ...REFUND, body, encrypt: true },
  { what: 'an encrypted body beyond ASCII', ...REFUND, body: { refund_reason: '充值 🍵' }, encrypt: true },
  { what: 'an encrypted body and a merchant’s token', ...REFUND, body, encrypt: true, appAuthToken },
  { what: 'an encrypted body and a query', ...REFUND, query: { auth_token: 'k' }, body, encrypt: true },
  { what: 'a query, which is never encrypted', ...BILL, query: { bill_type: 'trade' }, encrypt: true },
];
