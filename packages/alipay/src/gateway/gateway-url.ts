import type { Charset } from '../charset/index.ts';
import { WIRE_CHARSET } from './request-parameters.ts';

/** The gateway's url, naming the charset: the gateway must know it before it can read a body. */
export function gatewayUrl(gateway: URL, charset: Charset): string {
  // As a rule there is nothing to merge, and taking a url apart costs more than the rest of building a form.
  if (gateway.search === '' && gateway.hash === '') return `${gateway.href}?charset=${WIRE_CHARSET[charset]}`;
  const url = new URL(gateway);
  url.searchParams.set('charset', WIRE_CHARSET[charset]);
  return url.href;
}
