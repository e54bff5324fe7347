import { type Charset, CharsetError, charsetOf, encodeText } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import { type FormField, parseFormBytes } from './form-bytes.ts';
import { checkFields, decodeFields, type Recipient, textOf } from './verified-fields.ts';
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

/**
 * Verifies the parameters with which Alipay sent the buyer's browser back, and returns those it signed.
 *
 * They prove that Alipay sent them, not that the trade is paid: ask with `alipay.trade.query`.
 * @param returned the url or its query as received, or its parameters as decoded once.
 * @throws {AlipayNotificationError}
 */
export function verifyReturn(
  recipient: Recipient,
  returned: string | URL | URLSearchParams | Readonly<Record<string, string>>,
): VerifiedParameters {
  const all = fieldsOf(returned);
  const fields = all.filter(({ name }) => SIGNED_BY_ALIPAY.has(name));
  checkFields(recipient, fields);
  return decodeFields(fields, charsetOf(textOf(fields, 'charset') ?? '') ?? 'utf-8');
}

function fieldsOf(returned: string | URL | URLSearchParams | Readonly<Record<string, string>>): FormField[] {
  if (typeof returned === 'string') return parseFormBytes(Buffer.from(queryOf(returned)));
  if (returned instanceof URL) return parseFormBytes(Buffer.from(returned.search.slice(1)));
  const decoded = returned instanceof URLSearchParams ? [...returned] : Object.entries(returned);
  const charset = charsetOf(decoded.find(([name]) => name === 'charset')?.[1] ?? '') ?? 'utf-8';
  return decoded.map(([name, value]) => ({ name, value: encoded(name, value, charset) }));
}

function queryOf(url: string): string {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : url;
  return query.includes('#') ? query.slice(0, query.indexOf('#')) : query;
}

function encoded(name: string, value: unknown, charset: Charset): Buffer {
  if (typeof value !== 'string') {
    throw new AlipayNotificationError('malformed', `The parameter ${JSON.stringify(name)} is not text.`);
  }
  try {
    return encodeText(value, charset);
  } catch (error) {
    if (error instanceof CharsetError) throw new AlipayNotificationError('malformed', error.message);
    throw error;
  }
}
