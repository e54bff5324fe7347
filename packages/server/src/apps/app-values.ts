import { Refusal } from '../refusal.ts';
import { type AppPatch, ORDER_LIFETIME_MAX_MS, ORDER_LIFETIME_MIN_MS } from './app.ts';
import type { AppValues } from './app-store.ts';

const NAME_LENGTH_MAX = 64;
/** Alipay's own bound for `return_url`. */
const RETURN_URL_LENGTH_MAX = 256;

/** The columns of an app, but for its keys, which are sealed apart. */
export type PlainAppValues = Omit<AppValues, 'private_key_sealed' | 'alipay_public_key_sealed'>;

/**
 * Checks the given fields and turns them into columns. Fields that are absent stay absent.
 * @throws {Refusal} `invalid`, naming the field.
 */
export function appValues(fields: AppPatch): Partial<PlainAppValues> {
  const values: Partial<PlainAppValues> = {};
  if (fields.name !== undefined) values.name = checkName(fields.name);
  if (fields.alipayAppId !== undefined) values.alipay_app_id = checkDigits('alipayAppId', fields.alipayAppId);
  if (fields.signType !== undefined) values.sign_type = checkSignType(fields.signType ?? 'RSA2');
  if (fields.gateway !== undefined) values.gateway = fields.gateway && checkWebUrl('gateway', fields.gateway);
  if (fields.sellerId !== undefined) values.seller_id = fields.sellerId && checkDigits('sellerId', fields.sellerId);
  if (fields.returnUrl !== undefined) values.return_url = fields.returnUrl && checkReturnUrl(fields.returnUrl);
  if (fields.orderLifetimeMs !== undefined) values.order_lifetime_ms = checkLifetime(fields.orderLifetimeMs);
  return values;
}

/** A return page must be a web address that Alipay accepts. */
export function checkReturnUrl(url: string): string {
  if (url.length > RETURN_URL_LENGTH_MAX) {
    throw new Refusal('invalid', `returnUrl: expected at most ${RETURN_URL_LENGTH_MAX} characters; got ${url.length}.`);
  }
  return checkWebUrl('returnUrl', url);
}

function checkWebUrl(field: string, url: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return url;
  throw new Refusal('invalid', `${field}: expected an absolute http or https URL; got ${JSON.stringify(url)}.`);
}

function checkName(name: string): string {
  if (name.trim() !== '' && name.length <= NAME_LENGTH_MAX) return name;
  throw new Refusal('invalid', `name: expected 1 to ${NAME_LENGTH_MAX} characters.`);
}

function checkDigits(field: string, text: string): string {
  if (/^\d{1,32}$/.test(text)) return text;
  throw new Refusal('invalid', `${field}: expected digits, as shown in Alipay's console; got ${JSON.stringify(text)}.`);
}

function checkSignType(signType: string): string {
  if (signType === 'RSA2' || signType === 'RSA') return signType;
  throw new Refusal('invalid', `signType: expected RSA2 or RSA; got ${JSON.stringify(signType)}.`);
}

function checkLifetime(ms: number | null): bigint {
  const value = ms ?? Number.NaN;
  if (Number.isInteger(value) && value >= ORDER_LIFETIME_MIN_MS && value <= ORDER_LIFETIME_MAX_MS) return BigInt(value);
  throw new Refusal(
    'invalid',
    `orderLifetimeMs: expected whole milliseconds from ${ORDER_LIFETIME_MIN_MS} (1 minute) to ${ORDER_LIFETIME_MAX_MS} (15 days); got ${ms}.`,
  );
}
