import { CharsetError, charsetOf } from '../charset/index.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import { formEncode } from '../gateway/index.ts';
import type { EasyClient } from './easy-client.ts';

/** Whether parameters that a framework has parsed are a notification from Alipay to this client's app. */
export function isNotification(client: EasyClient, parameters: Readonly<Record<string, string>>): boolean {
  const body = formBody(parameters);
  if (body === undefined) return false;
  try {
    client.verifyNotification(body);
    return true;
  } catch (error) {
    if (error instanceof AlipayNotificationError) return false;
    throw error;
  }
}

/**
 * The form that the parameters were parsed from, in the charset it names: the signature is over bytes.
 * @returns undefined for what no form can have been: values that are not text, characters outside the charset.
 */
function formBody(parameters: Readonly<Record<string, unknown>>): string | undefined {
  const fields: [name: string, value: string][] = [];
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (typeof value !== 'string' || !value.isWellFormed() || !name.isWellFormed()) return undefined;
    fields.push([encodeURIComponent(name), value]);
  }
  // Not by assignment, which would lose a parameter called __proto__: all of them are to be checked.
  const texts = Object.fromEntries(fields);
  try {
    return formEncode(texts, charsetOf(texts.charset ?? '') ?? 'utf-8');
  } catch (error) {
    if (error instanceof CharsetError) return undefined;
    throw error;
  }
}
