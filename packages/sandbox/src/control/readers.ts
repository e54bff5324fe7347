import type { AppRegistration } from '../apps/registration.ts';
import { isAesKey } from '../encryption/aes.ts';
import type { HttpRequest } from '../http/message.ts';
import { badInput, Input } from './input.ts';
import { readSettings, SETTINGS } from './setting-readers.ts';

/** What to register. @throws {SandboxError} 400, naming the field. */
export function readRegistration(value: unknown): AppRegistration {
  const names = ['app_id', 'public_key', 'name', 'sign_mode', 'encrypt_key', 'gateway_url'];
  const input = new Input(value, 'The registration', [...names, ...SETTINGS]);
  const appId = input.text('app_id');
  if (appId !== undefined && !/^[\w-]{1,32}$/.test(appId)) {
    throw badInput('app_id should be 1 to 32 digits, letters, "_" or "-", such as 2021000000000001.');
  }
  const publicKey = input.text('public_key');
  const name = input.title('name');
  const signMode = input.oneOf('sign_mode', ['key', 'cert']);
  const encryptKey = readEncryptKey(input);
  const gatewayUrl = readGatewayUrl(input);
  return {
    ...(appId === undefined ? {} : { app_id: appId }),
    ...(publicKey === undefined ? {} : { public_key: publicKey }),
    ...(name === undefined ? {} : { name }),
    ...(signMode === undefined ? {} : { sign_mode: signMode }),
    ...(encryptKey === undefined ? {} : { encrypt_key: encryptKey }),
    ...(gatewayUrl === undefined ? {} : { gateway_url: gatewayUrl }),
    ...readSettings(input),
  };
}

function readEncryptKey(input: Input): string | true | undefined {
  if (input.raw('encrypt_key') === true) return true;
  const key = input.text('encrypt_key');
  if (key === undefined || isAesKey(key)) return key;
  throw badInput('encrypt_key should be base64 of 16 bytes (24 characters), or true for a new key.');
}

function readGatewayUrl(input: Input): string | undefined {
  const url = input.text('gateway_url');
  if (url === undefined || (/^https?:\/\//i.test(url) && URL.canParse(url))) return url;
  throw badInput('gateway_url should be an absolute http or https address.');
}

/** The query's filters; a name that is no filter is refused, for it may be misspelt. */
export function filterOf<N extends string>(request: HttpRequest, names: readonly N[]): { [K in N]?: string } {
  return readFilter(new URLSearchParams(request.query), names);
}

/** The same for what a program in this process gives. @throws {SandboxError} 400 */
export function filterIn<N extends string>(filter: object, names: readonly N[]): { [K in N]?: string } {
  return readFilter(Object.entries(filter), names);
}

function readFilter<N extends string>(
  pairs: Iterable<readonly [string, unknown]>,
  names: readonly N[],
): { [K in N]?: string } {
  const filter: { [K in N]?: string } = {};
  for (const [name, value] of pairs) {
    const known = names.find((one) => one === name);
    if (known === undefined) throw badInput(`There is no filter "${name}". There are ${names.join(', ')}.`);
    if (value === undefined || value === '') continue;
    if (filter[known] !== undefined) throw badInput(`The filter "${name}" is given twice.`);
    if (!['string', 'number', 'boolean'].includes(typeof value))
      throw badInput(`The filter "${name}" should be a text.`);
    filter[known] = String(value);
  }
  return filter;
}

export const TRADE_FILTERS = ['app_id', 'out_trade_no', 'trade_no', 'limit', 'before'] as const;
export const NOTIFICATION_FILTERS = ['app_id', 'trade_no', 'limit'] as const;

/** How many of a list are wanted; without a limit, `all`. @throws {SandboxError} 400 */
export function readLimit(limit: number | string | undefined, all = Number.MAX_SAFE_INTEGER, max = all): number {
  if (limit === undefined) return all;
  const count = Number(limit);
  if (Number.isSafeInteger(count) && count >= 1 && count <= max) return count;
  const range = max === Number.MAX_SAFE_INTEGER ? 'from 1' : `from 1 to ${max}`;
  throw badInput(`limit is ${limit}; it should be a whole number ${range}.`);
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?$/;

/** `now`: epoch milliseconds, or an ISO 8601 text; without a zone it is Beijing's, whatever the host's. */
export function readInstant(input: Input): number {
  const value = input.raw('now');
  const [, day, time, zone = '+08:00'] = typeof value === 'string' ? (TIME.exec(value) ?? []) : [];
  const epochMs = typeof value === 'string' ? Date.parse(`${day}T${time}${zone}`) : value;
  if (typeof epochMs === 'number' && Number.isSafeInteger(epochMs)) return epochMs;
  throw badInput('now should be epoch milliseconds, or a time such as "2026-01-31T09:30:00+08:00".');
}
