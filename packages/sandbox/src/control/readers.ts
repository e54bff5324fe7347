import type { AppRegistration } from '../apps/app-book.ts';
import type { HttpRequest } from '../http/message.ts';
import { badInput, Input } from './input.ts';

/** What comes with certificate mode and encryption; named, so that asking for them gets a plain answer. */
const NOT_YET = ['encrypt_key', 'gateway_url'] as const;

/** What to register. @throws {SandboxError} 400, naming the field. */
export function readRegistration(value: unknown): AppRegistration {
  const input = new Input(value, 'The registration', ['app_id', 'public_key', 'name', 'sign_mode', ...NOT_YET]);
  if (input.oneOf('sign_mode', ['key', 'cert']) === 'cert') {
    throw badInput('sign_mode "cert" is not offered yet. Leave it out: the app signs with a key.');
  }
  const early = NOT_YET.find((name) => input.has(name));
  if (early !== undefined) throw badInput(`${early} is not offered yet. Leave it out.`);
  const appId = input.text('app_id');
  if (appId !== undefined && !/^[\w-]{1,32}$/.test(appId)) {
    throw badInput('app_id should be 1 to 32 digits, letters, "_" or "-", such as 2021000000000001.');
  }
  const publicKey = input.text('public_key');
  const name = input.text('name');
  return {
    ...(appId === undefined ? {} : { app_id: appId }),
    ...(publicKey === undefined ? {} : { public_key: publicKey }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The query's filters; a name that is no filter is refused, for it may be misspelt. */
export function filterOf<N extends string>(request: HttpRequest, names: readonly N[]): { [K in N]?: string } {
  const filter: { [K in N]?: string } = {};
  for (const [name, value] of new URLSearchParams(request.query)) {
    const known = names.find((one) => one === name);
    if (known === undefined) throw badInput(`There is no filter "${name}". There are ${names.join(', ')}.`);
    if (value !== '') filter[known] = value;
  }
  return filter;
}

/** `now`: epoch milliseconds, or an ISO 8601 text. */
export function readInstant(input: Input): number {
  const value = input.raw('now');
  const epochMs = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof epochMs === 'number' && Number.isSafeInteger(epochMs)) return epochMs;
  throw badInput('now should be epoch milliseconds, or a time such as "2026-01-31T09:30:00+08:00".');
}
