import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goods } from './goods.ts';
import { createFakeTill, type FakeTill } from './testing/fake-till.ts';
import { buy, buyAndPay, visitorOf } from './testing/visitor.ts';

let till: FakeTill;

beforeEach(async () => {
  till = await createFakeTill();
});

afterEach(() => till[Symbol.asyncDispose]());

describe('the shop window', () => {
  it('shows every item with its price, in both languages', async () => {
    const visit = visitorOf(till);
    const chinese = (await visit('/demo/')).text;
    const english = (await visit('/demo/?lang=en')).text;
    for (const { code, name, priceYuan } of goods) {
      expect(chinese).toContain(`data-testid="item-${code}"`);
      expect(chinese).toContain(name.zh);
      expect(english).toContain(name.en);
      expect(english).toContain(priceYuan);
    }
    expect((await visit('/demo/')).text).toContain('<html lang="en">');
  });

  it('answers without the trailing slash too', async () => {
    expect((await visitorOf(till)('/demo')).status).toBe(200);
  });

  it('asks where to pay once an item is picked, and not before', async () => {
    const visit = visitorOf(till);
    expect((await visit('/demo/')).text).not.toContain('data-testid="pay-page"');
    const picked = (await visit('/demo/?item=tea')).text;
    expect(picked).toContain('data-testid="pay-page"');
    expect(picked).toContain('data-testid="pay-wap"');
    expect((await visit('/demo/?item=%3Cscript%3E')).text).not.toContain('data-testid="pay-page"');
  });

  it('lets its own script run and no other', async () => {
    const policy = (await visitorOf(till)('/demo/')).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^ ]+';/);
    expect(policy).toContain("form-action 'self'");
  });
});

describe('buying', () => {
  it.each([
    ['page', 'CreateOrderPagePay'],
    ['wap', 'CreateOrderWapPay'],
  ])('by %s has %s create the order at the price of the shop and hands its form to the browser', async (way, call) => {
    const page = await visitorOf(till)('/demo/orders', { item: 'tea', way, amount: '0.01', price: '0.01' });
    const [orderNo = ''] = [...till.orders.keys()];
    expect(till.calls).toEqual([
      {
        name: call,
        authorization: 'Bearer till_secret_of_the_shop',
        params: {
          orderNo,
          amount: '88.00',
          subject: '明前龙井 Spring Longjing tea',
          returnUrl: `${till.url}/demo/return`,
        },
      },
    ]);
    expect(orderNo).toMatch(/^demotea\d{14}[0-9a-f]{28}$/);
    expect(page.text).toContain(`<input name='orderNo' value='${orderNo}'/>`);
    expect(page.text).toContain(`document.forms['alipaysubmit'].submit();`);
    expect(page.text).not.toContain('till_secret_of_the_shop');
  });

  it('lets the form run its own script and post to any cashier', async () => {
    const policy = (await visitorOf(till)('/demo/orders', { item: 'tea', way: 'page' })).headers.get(
      'content-security-policy',
    );
    expect(policy).toMatch(/script-src 'sha256-[^ ]+' 'sha256-[^ ]+';/);
    expect(policy).toContain('form-action http: https:');
    expect(policy).not.toContain("script-src 'unsafe-inline'");
  });

  it('of what the shop does not sell, or in no known way, creates nothing', async () => {
    const visit = visitorOf(till);
    expect((await visit('/demo/orders', { item: 'moon', way: 'page' })).status).toBe(404);
    expect((await visit('/demo/orders', {})).status).toBe(404);
    expect((await visit('/demo/orders', { item: 'tea', way: 'barter' })).status).toBe(400);
    expect(till.calls).toEqual([]);
  });

  it.each([
    [401, { code: 401, data: null, err: 'unknown key' }, 'does not accept the shop’s API key'],
    [429, { code: 429, data: null, err: 'slow down' }, 'Too many requests'],
    [200, { code: 400, data: null, err: 'amount is <too> small' }, 'Till says: amount is &lt;too&gt; small'],
    [502, '<html>bad gateway</html>', 'It is safe to press the button again'],
  ])('says what to do when Till answers %i', async (status, body, words) => {
    till.answerNext('CreateOrderPagePay', status, body);
    const page = await visitorOf(till, 'en')('/demo/orders', { item: 'tea', way: 'page' });
    expect(page.status).toBe(502);
    expect(page.text).toContain(words);
  });
});

describe('coming back from the cashier', () => {
  it('has the return checked, then shows the order', async () => {
    const { visit, orderNo, path } = await buy(till);
    const back = await visit(`/demo/return?out_trade_no=${orderNo}&sign=good&total_amount=88.00`);
    expect([back.status, back.location]).toEqual([303, path]);
    expect(till.calls.at(-1)).toMatchObject({
      name: 'ReturnPageNotify',
      params: { out_trade_no: orderNo, sign: 'good', total_amount: '88.00' },
    });
    expect((await visit(path)).text).toContain('data-kind="returned"');
    expect((await visit(path)).text).not.toContain('data-testid="notice"');
  });

  it('does not make an order paid, forged or not', async () => {
    const { visit, orderNo, path } = await buy(till);
    for (const sign of ['good', 'forged']) {
      await visit(`/demo/return?out_trade_no=${orderNo}&sign=${sign}`);
      const page = (await visit(path)).text;
      expect(page).toContain('data-state="waiting"');
      expect(page).toContain(`data-kind="${sign === 'good' ? 'returned' : 'return_unverified'}"`);
    }
  });

  it('without paying leads to the order that the buyer left for, or to the shop', async () => {
    const { visit, path } = await buy(till);
    expect((await visit('/demo/return')).location).toBe(path);
    expect((await visitorOf(till)('/demo/return')).location).toBe('/demo/');
    expect(till.calls.map(({ name }) => name)).toEqual(['CreateOrderPagePay']);
  });

  it('with an order number that is not ours leads nowhere', async () => {
    for (const query of ['?out_trade_no=', '?out_trade_no=1&total_amount=2', '?out_trade_no=https://evil.example/']) {
      expect((await visitorOf(till)(`/demo/return${query}`)).status).toBe(404);
    }
    expect(till.calls).toEqual([]);
  });
});

describe('the order page', () => {
  it('follows the order: waiting, opened, paid', async () => {
    const { visit, order, path } = await buy(till);
    expect((await visit(path)).text).toContain('data-testid="order-state" data-state="waiting"');
    expect((await visit(path)).text).toContain('ACQ.TRADE_NOT_EXIST');
    order.status = 'WAIT_BUYER_PAY';
    expect((await visit(path)).text).toContain('买家已打开收银台');
    Object.assign(order, { status: 'TRADE_SUCCESS', isPaid: true });
    const paid = (await visit(path)).text;
    expect(paid).toContain('data-testid="order-state" data-state="paid"');
    expect(paid).toContain('<span data-testid="trade-no">2026013122001400001234567890</span>');
    expect(paid).toContain('2026-01-31 09:31:00');
    expect(paid).toContain('&quot;tradeStatus&quot;: &quot;TRADE_SUCCESS&quot;');
  });

  it('hears news, with a version that changes only when there are some', async () => {
    const { visit, order, path } = await buy(till);
    const news = async () => JSON.parse((await visit(`${path}/state`)).text);
    const first = await news();
    expect(first).toMatchObject({ state: 'waiting' });
    expect(await news()).toEqual(first);
    expect((await visit(path)).text).toContain(`data-version="${first.version}"`);
    Object.assign(order, { status: 'TRADE_SUCCESS', isPaid: true });
    const second = await news();
    expect(second.state).toBe('paid');
    expect(second.version).not.toBe(first.version);
    expect(second.html).toContain('data-state="paid"');
  });

  it('leads back to the cashier with the same order', async () => {
    const { visit, orderNo, path } = await buy(till);
    const page = await visit(`${path}/pay`, { way: 'wap' });
    expect(page.text).toContain(`<input name='orderNo' value='${orderNo}'/><input name='way' value='wap'/>`);
    expect(till.orders.size).toBe(1);
  });

  it('says why when an order can no longer be paid', async () => {
    const { visit, path } = await buyAndPay(till);
    expect((await visit(`${path}/pay`, { way: 'page' })).location).toBe(path);
    expect((await visit(path)).text).toContain('order is already paid');
  });

  it('does not know orders that the shop did not make', async () => {
    for (const path of ['/demo/orders/1', '/demo/orders/1/state', '/demo/nowhere']) {
      const page = await visitorOf(till)(path);
      expect(page.status).toBe(404);
      expect(page.text).toContain('data-testid="error"');
    }
    expect(till.calls).toEqual([]);
  });

  it('says in words when Till cannot be asked, and still shows the order', async () => {
    const { visit, path, orderNo } = await buy(till);
    till.answerNext('OrderDetail', 500, 'oops');
    const page = await visit(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('结果暂时未知');
    expect(page.text).toContain(orderNo);
  });
});

it('says so when Till cannot be reached at all', async () => {
  await using lonely = await createFakeTill({ serverUrl: () => 'http://127.0.0.1:1' });
  const response = await fetch(`${lonely.url}/demo/orders`, {
    method: 'POST',
    body: new URLSearchParams({ item: 'tea', way: 'page' }),
    headers: { 'accept-language': 'en' },
  });
  expect(response.status).toBe(502);
  expect(await response.text()).toContain('The Till server cannot be reached');
});

it('explains a request that it cannot read', async () => {
  const response = await fetch(`${till.url}/demo/orders`, {
    method: 'POST',
    body: new Uint8Array([1]),
    headers: { 'content-type': 'image/png' },
  });
  expect(response.status).toBe(415);
  expect(await response.text()).toContain('data-testid="error"');
});
