import { type Charset, CharsetError, charsetOf, encodeText } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import type { FormBytes } from './decode-fields.ts';
import { fieldValue, filterFields, parseFormBytes } from './form-bytes.ts';
import { checkFields, type Recipient, textsOf } from './verified-fields.ts';
import type { VerifiedParameters } from './verify-notification.ts';

/** What Alipay appends to a return url. Anything else on it is the merchant's own, and not signed. */
const SIGNED_BY_ALIPAY: ReadonlySet<string> = new Set([
  'app_id',
  'auth_app_id',
  'charset',
  'method',
  'out_request_no',
  'out_trade_no',
  'refund_amount',
  'seller_id',
  'sign',
  'sign_type',
  'timestamp',
  'total_amount',
  'trade_no',
  'version',
]);

/** What Alipay's return may be given as: the url or its query as received, or its parameters as decoded once. */
export type Returned = string | URL | URLSearchParams | Readonly<Record<string, string>>;

/**
 * Verifies the parameters with which Alipay sent the buyer's browser back, and returns those it signed.
 *
 * They prove that Alipay sent them, not that the trade is paid: ask with `alipay.trade.query`.
 * @throws {AlipayNotificationError}
 */
export function verifyReturn(recipient: Recipient, returned: Returned): VerifiedParameters {
  const form = filterFields(formOf(returned), (name) => SIGNED_BY_ALIPAY.has(name));
  checkFields(recipient, form);
  return textsOf(form, charsetOf(fieldValue(form, 'charset') ?? '') ?? 'utf-8');
}

function formOf(returned: Returned): FormBytes {
  if (typeof returned === 'string') return parseFormBytes(Buffer.from(queryOf(returned)));
  if (returned instanceof URL) return parseFormBytes(Buffer.from(returned.search.slice(1)));
  if (typeof returned !== 'object' || returned === null) {
    throw new AlipayNotificationError('malformed', "Give the return's url, its query, or the parameters of that.");
  }
  const decoded = returned instanceof URLSearchParams ? [...returned] : Object.entries(returned);
  const charset = charsetOf(decoded.find(([name]) => name === 'charset')?.[1] ?? '') ?? 'utf-8';
  return parseFormBytes(Buffer.from(decoded.map(([name, value]) => encoded(name, value, charset)).join('&')));
}

function queryOf(url: string): string {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : url;
  return query.includes('#') ? query.slice(0, query.indexOf('#')) : query;
}

/** A parameter as it was before somebody decoded it, every byte of its value percent-encoded. */
function encoded(name: string, text: unknown, charset: Charset): string {
  if (typeof text !== 'string') {
    throw new AlipayNotificationError('malformed', `The parameter ${JSON.stringify(name)} is not text.`);
  }
  try {
    const value = encodeText(text, charset).toString('hex').replace(/../g, '%$&');
    return `${encodeURIComponent(name.toWellFormed())}=${value}`;
  } catch (error) {
    if (error instanceof CharsetError) throw new AlipayNotificationError('malformed', error.message);
    throw error;
  }
}
