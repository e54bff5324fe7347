import { verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { app, client } from '../client/client.fixture.ts';
import { AlipayRequestError } from '../errors/index.ts';
import { signContent } from '../signing/index.ts';

const ORDER = { out_trade_no: 'A1', total_amount: '0.01', subject: 'Tea', product_code: 'FAST_INSTANT_TRADE_PAY' };

/** What a browser would post: attribute values, entities undone. */
function posted(form: string): Record<string, string> {
  const inputs = form.matchAll(/<input name='([^']*)' value='([^']*)'\/>/g);
  return Object.fromEntries(
    Array.from(inputs, ([, name = '', value = '']) => [
      name,
      value.replace(
        /&(amp|lt|gt|#39);/g,
        (_, entity: string) => ({ amp: '&', lt: '<', gt: '>', '#39': "'" })[entity] ?? '',
      ),
    ]),
  );
}

function isSignedByApp(parameters: Record<string, string>): boolean {
  const { sign = '' } = parameters;
  return verify('RSA-SHA256', Buffer.from(signContent(parameters)), app.publicKey, Buffer.from(sign, 'base64'));
}

describe('a page form', () => {
  const form = client().pageForm('alipay.trade.page.pay', ORDER, {
    notifyUrl: 'https://shop.example/notify',
    returnUrl: 'https://shop.example/return?a=1&b=2',
  });

  test('goes to the gateway by POST, naming the charset in the url and for the browser', () => {
    expect(form).toMatch(
      /^<form id='alipaysubmit' name='alipaysubmit' action='https:\/\/openapi\.alipay\.com\/gateway\.do\?charset=UTF-8' method='POST'/,
    );
    expect(form).toContain("accept-charset='UTF-8'");
    expect(form).toMatch(/<script>document\.forms\['alipaysubmit'\]\.submit\(\);<\/script>$/);
  });

  test('has one input per parameter, the signature last', () => {
    expect(Object.keys(posted(form))).toEqual(
      'app_id biz_content charset format method notify_url return_url sign_type timestamp version sign'.split(' '),
    );
    expect(posted(form)).toMatchObject({
      app_id: '2021000000000001',
      charset: 'UTF-8',
      method: 'alipay.trade.page.pay',
      notify_url: 'https://shop.example/notify',
      return_url: 'https://shop.example/return?a=1&b=2',
      sign_type: 'RSA2',
      timestamp: '2026-03-01 12:00:00',
      version: '1.0',
    });
    expect(JSON.parse(posted(form).biz_content ?? '')).toEqual(ORDER);
  });

  test('posts exactly what was signed, whatever the subject', () => {
    const subjects = fc.oneof(
      fc.constantFrom(
        '&amp;',
        '&copy; 2026',
        "it's",
        '"',
        '</form><script>alert(1)</script>',
        '充值 100%',
        'a\r\nb',
        '\0',
        '🍵',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(subjects, (subject) => {
        const parameters = posted(client().pageForm('alipay.trade.page.pay', { ...ORDER, subject }));
        expect(isSignedByApp(parameters)).toBe(true);
        expect(JSON.parse(parameters.biz_content ?? '').subject).toBe(subject);
      }),
      { numRuns: 60 },
    );
  });

  test('escapes so that no value can leave its attribute', () => {
    const hostile = client().pageForm('alipay.trade.page.pay', {
      ...ORDER,
      subject: `'/><script>alert("x")</script>&copy;`,
    });
    expect(hostile).not.toContain('<script>alert');
    expect(hostile).toContain('&#39;/&gt;&lt;script&gt;');
    expect(hostile).toContain('&amp;copy;');
  });

  test('leaves empty options out, as the gateway would ignore them', () => {
    const parameters = posted(client().pageForm('alipay.trade.page.pay', ORDER, { notifyUrl: '', returnUrl: '' }));
    expect(parameters).not.toHaveProperty('notify_url');
    expect(isSignedByApp(parameters)).toBe(true);
  });

  test('has a nonce for its script where the page has a Content-Security-Policy', () => {
    const form = client().pageForm('alipay.trade.page.pay', ORDER, { scriptNonce: 'r4nd0m+/=' });
    expect(form).toContain("<script nonce='r4nd0m+/='>");
    expect(posted(form)).not.toHaveProperty('scriptNonce');
    const hostile = () => client().pageForm('alipay.trade.page.pay', ORDER, { scriptNonce: "'><script>" });
    expect(hostile).toThrow('scriptNonce is not a nonce');
  });

  test.each<[string, () => string, RegExp]>([
    [
      'a line break outside the business content, which a browser would rewrite',
      () => client().pageForm('alipay.trade.page.pay', ORDER, { params: { prod_code: 'a\nb' } }),
      /prod_code contains a line break/,
    ],
    [
      'notify_url among the business fields',
      () => client().pageForm('alipay.trade.page.pay', { ...ORDER, notify_url: 'https://x.example' }),
      /pass it as the option notifyUrl/,
    ],
    [
      'a relative notify url',
      () => client().pageForm('alipay.trade.page.pay', ORDER, { notifyUrl: '/notify' }),
      /notifyUrl "\/notify" is not an absolute/,
    ],
    [
      'a parameter of the client as an extra one',
      () => client().pageForm('alipay.trade.page.pay', ORDER, { params: { app_id: '1' } }),
      /params must not contain app_id/,
    ],
    [
      'a bigint amount',
      () => client().pageForm('alipay.trade.page.pay', { ...ORDER, total_amount: 1n }),
      /Amounts are decimal strings/,
    ],
    [
      'business fields that are still a promise',
      () => client().pageForm('alipay.trade.page.pay', Promise.resolve(ORDER) as never),
      /is an object of fields in wire names/,
    ],
    [
      'a url that is no text',
      () => client().pageForm('alipay.trade.page.pay', ORDER, { notifyUrl: new URL('https://x.example') as never }),
      /notifyUrl "https:\/\/x.example\/" is not an absolute/,
    ],
    [
      'a token that is no text',
      () => client().pageForm('alipay.trade.page.pay', ORDER, { appAuthToken: 5 as never }),
      /app_auth_token is a number, not text/,
    ],
    [
      'a parameter with a name that would be another one',
      () => client().pageForm('alipay.trade.page.pay', ORDER, { params: { 'a=1&notify_url': 'x' } }),
      /params has the name "a=1&notify_url"/,
    ],
    ['no method', () => client().pageForm(undefined as never, ORDER), /undefined is not a method/],
    ['a method that is none', () => client().pageForm('trade page pay', ORDER), /is not a method/],
    [
      'half a surrogate pair',
      () => client().pageForm('alipay.trade.page.pay', ORDER, { params: { prod_code: '\ud800' } }),
      /prod_code contains half of a surrogate pair/,
    ],
    [
      'a character that GBK lacks',
      () => client({ charset: 'gbk' }).pageForm('alipay.trade.page.pay', { ...ORDER, subject: '🍵' }),
      /GBK has no code for/,
    ],
  ])('refuses %s', (_what, build, reason) => {
    expect(build).toThrow(AlipayRequestError);
    expect(build).toThrow(reason);
  });
});

describe('the same request as a url or an order string', () => {
  test('carries the same parameters, decoded once', () => {
    const url = new URL(client().pageUrl('alipay.trade.wap.pay', { ...ORDER, subject: '充值 100% & +' }));
    const parameters = Object.fromEntries(url.searchParams);
    expect(url.origin + url.pathname).toBe('https://openapi.alipay.com/gateway.do');
    expect(isSignedByApp(parameters)).toBe(true);
    expect(JSON.parse(parameters.biz_content ?? '').subject).toBe('充值 100% & +');
  });

  test('an order string has no gateway and is signed', () => {
    const parameters = Object.fromEntries(new URLSearchParams(client().orderString('alipay.trade.app.pay', ORDER)));
    expect(parameters.method).toBe('alipay.trade.app.pay');
    expect(isSignedByApp(parameters)).toBe(true);
  });

  test('in GBK the url carries GBK bytes, and they are what is signed', () => {
    const url = client({ charset: 'gbk' }).pageUrl('alipay.trade.wap.pay', { subject: '充值' });
    expect(url).toContain('%22%B3%E4%D6%B5%22');
    expect(url).toContain('charset=GBK');
  });
});
