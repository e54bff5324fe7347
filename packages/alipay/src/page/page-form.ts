import type { Charset } from '../charset/index.ts';
import { AlipayRequestError } from '../errors/index.ts';
import { gatewayUrl, WIRE_CHARSET } from '../gateway/index.ts';

/**
 * The HTML form that takes a browser to Alipay's cashier: one input per parameter, and a script that submits it.
 *
 * The browser must post exactly what was signed. So every value is escaped (`&amp;` in a subject stays `&amp;`), the
 * form names its charset whatever the page's is, and values that a browser would alter are refused.
 * @throws {AlipayRequestError}
 */
export function pageForm(
  gateway: URL,
  parameters: Readonly<Record<string, string>>,
  charset: Charset,
  scriptNonce?: string,
): string {
  let inputs = '';
  for (const name of Object.keys(parameters).sort(signLast)) {
    inputs += `<input name='${escapeHtml(name)}' value='${escapeHtml(postable(name, parameters[name] ?? ''))}'/>`;
  }
  return (
    `<form id='alipaysubmit' name='alipaysubmit' action='${escapeHtml(gatewayUrl(gateway, charset))}' method='POST'` +
    ` accept-charset='${WIRE_CHARSET[charset]}' style='display:none;'>${inputs}` +
    `<input type='submit' value='POST' style='display:none;'></form>` +
    `<script${nonceAttribute(scriptNonce)}>document.forms['alipaysubmit'].submit();</script>`
  );
}

function nonceAttribute(nonce: string | undefined): string {
  if (nonce === undefined) return '';
  if (typeof nonce === 'string' && /^[A-Za-z0-9+/_=-]+$/.test(nonce)) return ` nonce='${nonce}'`;
  throw new AlipayRequestError('scriptNonce is not a nonce of a Content-Security-Policy: that is base64 text.');
}

function signLast(a: string, b: string): number {
  if (a === 'sign' || b === 'sign') return a === 'sign' ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Browsers rewrite line ends and U+0000 in form values, so that the signature would no longer fit. */
function postable(name: string, value: string): string {
  if (/[\0\r\n]/.test(value)) {
    throw new AlipayRequestError(
      `${name} contains a line break or U+0000, which a browser's form cannot post unaltered.`,
    );
  }
  return value;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', "'": '&#39;', '<': '&lt;', '>': '&gt;' };

function escapeHtml(text: string): string {
  return /[&'<>]/.test(text) ? text.replace(/[&'<>]/g, (character) => ENTITIES[character] ?? '') : text;
}
