import type { KeyObject } from 'node:crypto';
import type { Charset } from '../charset/index.ts';
import { aesEncrypt, requiredAesKey } from '../encryption/index.ts';
import { AlipayRequestError } from '../errors/index.ts';
import type { SignType } from '../signing/index.ts';
import { formatBeijing } from '../time/index.ts';

/** The business fields of a call, in Alipay's own (wire) names. Amounts are decimal strings in yuan. */
export type BizContent = Readonly<Record<string, unknown>>;

/** What goes beside the business fields in one call. */
export interface CallOptions {
  /** Where Alipay posts the asynchronous notification. Default: the client's; `''` for none. */
  readonly notifyUrl?: string;
  /** Where Alipay sends the buyer's browser back to. Default, for pages: the client's; `''` for none. */
  readonly returnUrl?: string;
  /** The merchant's token, when a third-party app (ISV) calls for a merchant. */
  readonly appAuthToken?: string;
  /** The user's token, for methods that read a user's data. */
  readonly authToken?: string;
  /** Text parameters that stand beside `biz_content` (`grant_type`, `code`, ...), in Alipay's own names. */
  readonly params?: Readonly<Record<string, string>>;
  /** Encrypts the business content with the client's `encryptKey` (AES). Default false. */
  readonly encrypt?: boolean;
  /** Another gateway's url for this call. */
  readonly gateway?: string;
}

/** The client's own share of every request. */
export interface RequestIdentity {
  readonly appId: string;
  readonly signType: SignType;
  readonly charset: Charset;
  /** In certificate mode: the serial numbers of the app's certificate and of Alipay's root certificates. */
  readonly certificates?: { readonly appCertSn: string; readonly alipayRootCertSn: string } | undefined;
  /** Where notifications and browsers go, unless a call says otherwise. */
  readonly notifyUrl?: string | undefined;
  readonly returnUrl?: string | undefined;
  /** The AES key, where the client has one. */
  readonly encryptKey?: KeyObject | undefined;
}

/** The charset's name as it stands on the wire. */
export const WIRE_CHARSET: Readonly<Record<Charset, string>> = { 'utf-8': 'UTF-8', gbk: 'GBK' };

/**
 * All parameters of a request but its signature. Empty ones are left out: the gateway ignores them, so signing them
 * would make the signature invalid.
 * @throws {AlipayRequestError} for arguments that cannot be meant.
 */
export function requestParameters(
  identity: RequestIdentity,
  method: string,
  bizContent: BizContent | undefined,
  options: CallOptions,
  now: number,
): Record<string, string> {
  const system: Record<string, string | undefined> = {
    app_id: identity.appId,
    method: checkedMethod(method),
    format: 'json',
    charset: WIRE_CHARSET[identity.charset],
    sign_type: identity.signType,
    timestamp: formatBeijing(now),
    version: '1.0',
    notify_url: checkedUrl('notifyUrl', options.notifyUrl ?? identity.notifyUrl),
    return_url: checkedUrl('returnUrl', options.returnUrl ?? identity.returnUrl),
    app_auth_token: options.appAuthToken,
    auth_token: options.authToken,
    app_cert_sn: identity.certificates?.appCertSn,
    alipay_root_cert_sn: identity.certificates?.alipayRootCertSn,
    encrypt_type: options.encrypt ? 'AES' : undefined,
    biz_content: businessContent(identity, bizContent, options.encrypt ?? false),
  };
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(system)) {
    if (value === undefined || value === '') continue;
    if (typeof value !== 'string') throw new AlipayRequestError(`${name} is a ${typeof value}, not text.`);
    parameters[name] = value;
  }
  for (const [name, value] of Object.entries(options.params ?? {})) {
    if (Object.hasOwn(system, name) || name === 'sign') {
      throw new AlipayRequestError(`params must not contain ${name}: the client sets it.`);
    }
    if (!/^[A-Za-z_][\w.]*$/.test(name)) {
      throw new AlipayRequestError(
        `params has the name ${JSON.stringify(name)}, which none of Alipay's parameters has.`,
      );
    }
    if (typeof value !== 'string') throw new AlipayRequestError(`params.${name} is a ${typeof value}, not text.`);
    if (value !== '') parameters[name] = value;
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (!value.isWellFormed())
      throw new AlipayRequestError(`${name} contains half of a surrogate pair: not valid Unicode.`);
  }
  return parameters;
}

function businessContent(
  { encryptKey, charset }: RequestIdentity,
  bizContent: BizContent | undefined,
  encrypt: boolean,
): string | undefined {
  if (!encrypt) return bizContent === undefined ? undefined : bizContentText(bizContent);
  if (bizContent === undefined) {
    throw new AlipayRequestError('There is no business content to encrypt: text parameters always go in the clear.');
  }
  return aesEncrypt(requiredAesKey(encryptKey), bizContentText(bizContent), charset);
}

function checkedMethod(method: string): string {
  if (typeof method === 'string' && /^[a-z][a-z0-9.]*$/i.test(method)) return method;
  throw new AlipayRequestError(`${JSON.stringify(method)} is not a method. Write it like "alipay.trade.query".`);
}

function checkedUrl(name: string, url: string | undefined): string | undefined {
  if (url === undefined || url === '') return url;
  if (typeof url === 'string' && /^https?:\/\/[^\s]+$/i.test(url)) return url;
  throw new AlipayRequestError(`${name} ${JSON.stringify(url)} is not an absolute http(s) url.`);
}

function bizContentText(bizContent: BizContent): string {
  if (!hasFields(bizContent)) {
    throw new AlipayRequestError(
      'The business content is an object of fields in wire names, e.g. { out_trade_no: "A1" }.',
    );
  }
  for (const [wrapper, mend] of WRAPPERS) {
    if (Object.hasOwn(bizContent, wrapper)) {
      throw new AlipayRequestError(`${wrapper} does not belong among the business fields: ${mend}.`);
    }
  }
  try {
    return JSON.stringify(bizContent);
  } catch (cause) {
    throw new AlipayRequestError(
      `The business content cannot be written as JSON (${(cause as Error).message}). Amounts are decimal strings.`,
      { cause },
    );
  }
}

/** Whether a value can be meant as fields. JSON makes `{}` of a promise that nobody awaited, and of a Map. */
export function hasFields(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Promise) && !(value instanceof Map);
}

/** Mistakes people make when they come from other SDKs; the gateway would answer "invalid signature" or ignore them. */
const WRAPPERS: readonly (readonly [string, string])[] = [
  ['biz_content', 'pass its fields directly'],
  ['bizContent', 'pass its fields directly'],
  ['notify_url', 'pass it as the option notifyUrl'],
  ['return_url', 'pass it as the option returnUrl'],
  ['notifyUrl', 'pass it as an option'],
  ['returnUrl', 'pass it as an option'],
];
