import { describe, expect, test } from 'vitest';
import { AlipayConfigError } from '../errors/index.ts';
import { answer, client } from './client.fixture.ts';

const urls = { notifyUrl: 'https://shop.example/notify', returnUrl: 'https://shop.example/return' };
const query = { out_trade_no: 'A1' };

function namedIn(text: string) {
  const parameters = new URLSearchParams(text.includes('?') ? text.slice(text.indexOf('?')) : text);
  return [parameters.get('notify_url'), parameters.get('return_url')];
}

describe("a client's own notifyUrl and returnUrl", () => {
  test('go with every page and order string that names no other', () => {
    const alipay = client(urls);
    expect(namedIn(alipay.pageUrl('alipay.trade.page.pay', query))).toEqual(Object.values(urls));
    const elsewhere = { notifyUrl: 'https://other.example/', returnUrl: '' };
    expect(namedIn(alipay.pageUrl('alipay.trade.page.pay', query, elsewhere))).toEqual([elsewhere.notifyUrl, null]);
    expect(namedIn(alipay.orderString('alipay.trade.app.pay', query))[0]).toBe(urls.notifyUrl);
  });

  test.each([
    ['alipay.trade.precreate', urls.notifyUrl],
    ['alipay.trade.query', null],
  ])('go with a call of %s as far as it has something to tell: no browser returns from it', async (method, url) => {
    const sent: string[] = [];
    const transport = async (_: string, { body }: { body?: unknown }) => {
      sent.push(String(body));
      return new Response(answer(method, { code: '10000', msg: 'Success' }));
    };
    await client({ ...urls, transport }).execute(method, query);
    expect(sent.map(namedIn)).toEqual([[url, null]]);
  });

  test('are refused when the client is made if they are no urls', () => {
    const make = () => client({ notifyUrl: '/alipay/notify' });
    expect(make).toThrow(AlipayConfigError);
    expect(make).toThrow('notifyUrl is "/alipay/notify". Give an absolute url');
  });
});
