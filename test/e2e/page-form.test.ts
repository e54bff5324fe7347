import { verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Alipay, type Charset, signContent } from '@till/alipay';
import { encodeText } from '@till/alipay/charset';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_TIMEOUT_MS, launchChromium } from '../browser/chromium.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';

const ORDER = { out_trade_no: 'A1', total_amount: '0.01', product_code: 'FAST_INSTANT_TRADE_PAY' } as const;
const SUBJECTS = [
  'Tom &amp; Jerry &copy; 2026',
  `it's "quoted" </form><script>document.title='hacked'</script>`,
  '充值 100% + 1 = 全部',
  'line\r\nbreak\ttab\\backslash',
];

const app = newKeyPair();
const alipayKeys = newKeyPair();

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, BROWSER_TIMEOUT_MS);
afterAll(() => browser?.close());

describe.each<{ charset: Charset; pageCharset: Charset }>([
  { charset: 'utf-8', pageCharset: 'utf-8' },
  { charset: 'utf-8', pageCharset: 'gbk' },
  { charset: 'gbk', pageCharset: 'utf-8' },
])('a $charset form on a page in $pageCharset', ({ charset, pageCharset }) => {
  test.each(SUBJECTS)('posts exactly what was signed: %j', async (subject) => {
    const fields = await postedByBrowser(pageCharset, (gateway) =>
      new Alipay({
        appId: '2021000000000001',
        privateKey: app.privateKey,
        alipayPublicKey: alipayKeys.publicKey,
        gateway,
        charset,
      }).pageForm('alipay.trade.page.pay', { ...ORDER, subject }),
    );
    const content = Buffer.from(signContent(fields), 'latin1');
    expect(verify('RSA-SHA256', content, app.publicKey, Buffer.from(fields.sign ?? '', 'base64'))).toBe(true);
    const bizContent = new TextDecoder(charset).decode(Buffer.from(fields.biz_content ?? '', 'latin1'));
    expect(JSON.parse(bizContent).subject).toBe(subject);
  });
});

test("a form is posted from a page whose Content-Security-Policy allows its nonce and Alipay's address", async () => {
  const keys = { privateKey: app.privateKey, alipayPublicKey: alipayKeys.publicKey };
  const fields = await postedByBrowser(
    'utf-8',
    (gateway) =>
      new Alipay({ appId: '2021000000000001', ...keys, gateway }).pageForm(
        'alipay.trade.page.pay',
        { ...ORDER, subject: 'Tea' },
        { scriptNonce: 'r4nd0m' },
      ),
    "default-src 'none'; script-src 'nonce-r4nd0m'; form-action 'self'",
  );
  expect(fields.method).toBe('alipay.trade.page.pay');
});

/** Shows the browser a page with the form, and tells the fields it posts, as byte strings. */
async function postedByBrowser(
  charset: Charset,
  formFor: (gateway: string) => string,
  contentSecurityPolicy?: string,
): Promise<Record<string, string>> {
  const { promise: posted, resolve: post } = Promise.withResolvers<string>();
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') post(await text(request));
    response.setHeader('content-type', `text/html; charset=${charset}`);
    if (contentSecurityPolicy !== undefined) response.setHeader('content-security-policy', contentSecurityPolicy);
    response.end(request.method === 'POST' ? '' : encodeText(formFor(`${url}/gateway.do`), charset));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page = await browser.newPage();
  try {
    await page.goto(url, { waitUntil: 'commit' });
    return byteFields(await posted);
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}

function byteFields(body: string): Record<string, string> {
  const decode = (encoded: string) =>
    encoded.replaceAll('+', ' ').replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Object.fromEntries(body.split('&').map((pair) => pair.split('=').map(decode)));
}
