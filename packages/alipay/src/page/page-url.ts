import type { Charset } from '../charset/index.ts';
import { formEncode } from '../gateway/index.ts';

/** The request of a page form as a url: all parameters in the query, after what the gateway's own url has there. */
export function pageUrl(gateway: URL, parameters: Readonly<Record<string, string>>, charset: Charset): string {
  const url = new URL(gateway);
  const own = url.search === '' ? '' : `${url.search.slice(1)}&`;
  url.search = '';
  return `${url.href}?${own}${formEncode(parameters, charset)}`;
}
