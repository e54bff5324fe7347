import { expect, test } from 'vitest';
import { listenForNotifications, openShop } from '../testing/merchant.ts';

const LI_LEI = '2088002100000011';
const NO_MONEY = '2088002100000055';

async function post(url: string, body: object): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json() as Promise<Record<string, string>>;
}

async function status(url: string): Promise<Record<string, string | number>> {
  return (await fetch(`${url}/status`)).json() as Promise<Record<string, string | number>>;
}

test('an order is signed, opened, paid, notified and returned, and the merchant can prove each step', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const addresses = { notify_url: shop.url, return_url: 'https://shop.example/back?order=1#done' };
  const { url, html, tradeNo } = await merchant.openCashier({ passback_params: 'a%3D1', body: '两张' }, addresses);
  expect(html).toContain('88.88');
  const code = await fetch(new URL(/<img src="([^"]+)"/.exec(html)?.[1] ?? '', url));
  expect(code.headers.get('content-type')).toBe('image/svg+xml');
  expect(await code.text()).toMatch(/^<svg .*<path .*<\/svg>$/s);
  const paid = await post(`${url}/pay`, { buyer_id: LI_LEI });
  expect(paid.status).toBe('paid');

  const back = new URL(paid.continue_url ?? '');
  expect(back.hash).toBe('#done');
  expect(back.searchParams.get('order')).toBe('1');
  const signed = back.search.slice('?order=1&'.length);
  expect(merchant.verifyMessage(signed)).toBe(true);
  expect([...new URLSearchParams(signed).keys()].join(' ')).toBe(
    'charset out_trade_no method total_amount sign trade_no auth_app_id version app_id sign_type seller_id timestamp',
  );
  expect(back.searchParams.get('method')).toBe('alipay.trade.page.pay.return');

  await sandbox.advance(0);
  expect(shop.received).toHaveLength(1);
  expect(merchant.verifyMessage(shop.received[0]?.body ?? '')).toBe(true);
  expect(shop.received[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=utf-8');
  expect(shop.fields(0)).toMatchObject({
    ...{ notify_type: 'trade_status_sync', trade_status: 'TRADE_SUCCESS', trade_no: tradeNo, out_trade_no: 'order-1' },
    ...{ total_amount: '88.88', subject: '充值 100% & more', body: '两张', passback_params: 'a%3D1' },
    ...{ app_id: merchant.app.app_id, seller_id: merchant.app.seller_id, buyer_id: LI_LEI },
    fund_bill_list: '[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]',
  });
});

test('the trade begins when the page is opened, not when the gateway is called, and not by a HEAD request', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const url = (await merchant.order()).headers.get('location') ?? '';
  await fetch(url, { method: 'HEAD' });
  expect(await status(url)).toEqual({ status: 'waiting' });
  expect(sandbox.trades()).toEqual([]);
  await fetch(url);
  expect(sandbox.trades()).toMatchObject([{ out_trade_no: 'order-1', trade_status: 'WAIT_BUYER_PAY' }]);
  await fetch(`${url}/m`);
  expect(sandbox.trades()).toHaveLength(1);
});

test('ordering the same again leads to the same trade; another amount, a paid or a closed one are refused', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { tradeNo } = await merchant.openCashier();
  expect((await merchant.openCashier()).tradeNo).toBe(tradeNo);
  expect(sandbox.trades()).toHaveLength(1);
  const page = async (content: object) => new TextDecoder('gbk').decode((await merchant.order(content)).bytes);
  expect(await page({ total_amount: '88.89' })).toContain('CONTEXT_INCONSISTENT');
  expect(await page({ subject: 'other' })).toContain('CONTEXT_INCONSISTENT');
  await sandbox.pay(tradeNo);
  expect(await page({})).toContain('TRADE_HAS_SUCCESS');
  await merchant.openCashier({ out_trade_no: 'order-2' });
  await merchant.call('alipay.trade.close', { out_trade_no: 'order-2' });
  expect(await page({ out_trade_no: 'order-2' })).toContain('TRADE_HAS_CLOSE');
});

test('of two pages for one order number the one opened second is refused if it is over another amount', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const other = (await merchant.order({ total_amount: '1.00' })).headers.get('location') ?? '';
  await merchant.openCashier();
  expect(await (await fetch(other)).text()).toContain('CONTEXT_INCONSISTENT');
  expect(await post(`${other}/pay`, { buyer_id: LI_LEI })).toMatchObject({ status: 'refused' });
});

test('the notification goes where the page opened last says', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.openCashier({}, { notify_url: 'http://127.0.0.1:1/old' });
  const { url } = await merchant.openCashier({}, { notify_url: shop.url });
  await post(`${url}/pay`, { buyer_id: LI_LEI });
  await sandbox.advance(0);
  expect(shop.received).toHaveLength(1);
});

test('of two people who pay at the same time one pays, and the other reads that it was paid already', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { url, tradeNo } = await merchant.openCashier();
  const people = [LI_LEI, '2088002100000022'];
  const answers = await Promise.all(people.map((buyer_id) => post(`${url}/pay`, { buyer_id })));
  const payer = sandbox.trades({ trade_no: tradeNo })[0]?.buyer_id;
  for (const [index, { status: told, message }] of answers.entries()) {
    if (people[index] === payer) expect(told).toBe('paid');
    else expect([told, message]).toEqual(['refused', '交易已被支付']);
  }
  expect(people).toContain(payer);
  expect(sandbox.summary()).toMatchObject({ paid_count: 1, paid_amount: '88.88' });
});

test('clicking twice pays once', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { url } = await merchant.openCashier({}, { notify_url: shop.url, return_url: 'http://shop.example/' });
  const clicks = await Promise.all([1, 2, 3].map(() => post(`${url}/pay`, { buyer_id: LI_LEI })));
  expect(new Set(clicks.map((click) => click.status))).toEqual(new Set(['paid']));
  await sandbox.advance(0);
  expect(shop.received).toHaveLength(1);
  expect(sandbox.summary().paid_amount).toBe('88.88');
});

test('a buyer without money is refused in two languages, and another can still pay', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { url } = await merchant.openCashier();
  const refused = await post(`${url}/pay`, { buyer_id: NO_MONEY });
  expect(refused).toEqual({
    status: 'refused',
    message: expect.stringMatching(/余额不足/),
    message_en: expect.stringMatching(/Not enough money/),
  });
  expect(await post(`${url}/pay`, { buyer_id: 'nobody' })).toMatchObject({ status: 'refused' });
  expect(await post(`${url}/pay`, { buyer_id: LI_LEI, channel: 'PCREDIT' })).toMatchObject({ status: 'refused' });
  expect(await status(url)).toMatchObject({ status: 'waiting' });
  expect(await post(`${url}/pay`, { buyer_id: LI_LEI, channel: 'BANKCARD' })).toMatchObject({ status: 'paid' });
  expect(sandbox.trades()[0]?.buyer_id).toBe(LI_LEI);
});

test('paying takes the money from the buyer, and a refund gives it back', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const chenJing = '2088002100000044';
  const pay = async (out_trade_no: string) => {
    const { url } = await merchant.openCashier({ out_trade_no, total_amount: '888.88' });
    return post(`${url}/pay`, { buyer_id: chenJing, channel: 'ALIPAYACCOUNT' });
  };
  expect(await pay('one')).toMatchObject({ status: 'paid' });
  expect(await pay('two')).toMatchObject({ status: 'refused' });
  await merchant.call('alipay.trade.refund', { out_trade_no: 'one', refund_amount: '888.88' });
  expect(await pay('two')).toMatchObject({ status: 'paid' });
});

test('cancelling leaves the trade waiting, and the buyer may come back', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { url } = await merchant.openCashier();
  const cancelled = await post(`${url}/cancel`, {});
  expect(cancelled.status).toBe('cancelled');
  const page = await fetch(cancelled.continue_url ?? '');
  expect(page.status).toBe(200);
  expect(await page.text(), 'the way back to the cashier').toContain(`href="${url}"`);
  expect(sandbox.trades()[0]?.trade_status).toBe('WAIT_BUYER_PAY');
  expect(await post(`${url}/pay`, { buyer_id: LI_LEI })).toMatchObject({ status: 'paid' });
});

test('a wap payment opens the phone page, may be quit to quit_url, and returns as wap', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const content = { quit_url: 'https://shop.example/cart' };
  const { url } = await merchant.openCashier(
    content,
    { return_url: 'https://shop.example/back' },
    'alipay.trade.wap.pay',
  );
  expect(url).toMatch(/\/m$/);
  const session = url.slice(0, -2);
  expect(await post(`${session}/cancel`, {})).toEqual({
    status: 'cancelled',
    continue_url: 'https://shop.example/cart',
  });
  const paid = await post(`${session}/pay`, { buyer_id: LI_LEI });
  expect(new URL(paid.continue_url ?? '').searchParams.get('method')).toBe('alipay.trade.wap.pay.return');
});

test('the desktop page learns that the phone has paid, and where to go on', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { url, tradeNo } = await merchant.openCashier({}, { return_url: 'http://shop.example/' });
  expect(await status(url)).toEqual({ status: 'waiting', trade_no: tradeNo, seconds_left: 15 * 24 * 3600 });
  await sandbox.pay(tradeNo);
  const now = await status(url);
  expect(now).toMatchObject({ status: 'paid', seconds_left: 0 });
  expect(merchant.verifyMessage(String(now.continue_url).split('?')[1] ?? '')).toBe(true);
});

test('without a return_url a page says that it is paid', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const { url } = await merchant.openCashier();
  const paid = await post(`${url}/pay`, { buyer_id: LI_LEI });
  expect(paid.continue_url).toBe(url);
  expect(await (await fetch(url)).text()).toContain('data-kind="paid"');
});

test('there is no QR code of a page that does not exist', async () => {
  await using setting = await openShop();
  expect((await fetch(`${setting.sandbox.url}/cashier/unknown/qr.svg`)).status).toBe(404);
});

test('paid, closed, expired and unknown pages say so', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const kindOf = async (url: string) => /data-kind="(\w+)"/.exec(await (await fetch(url)).text())?.[1];
  const closed = await merchant.openCashier({ out_trade_no: 'closed' });
  await merchant.call('alipay.trade.close', { out_trade_no: 'closed' });
  expect(await kindOf(closed.url)).toBe('closed');
  const expired = await merchant.openCashier({ out_trade_no: 'expired', timeout_express: '1m' });
  const unopened =
    (await merchant.order({ out_trade_no: 'unopened', timeout_express: '1m' })).headers.get('location') ?? '';
  await sandbox.advance(60_000);
  expect(await kindOf(expired.url)).toBe('expired');
  expect(await status(expired.url)).toMatchObject({ status: 'expired' });
  expect(await kindOf(unopened)).toBe('expired');
  expect(sandbox.trades({ out_trade_no: 'unopened' })).toEqual([]);
  expect(await kindOf(`${sandbox.url}/cashier/unknown`)).toBe('not_found');
  expect((await fetch(`${sandbox.url}/cashier/unknown`)).status).toBe(404);
  expect((await fetch(`${sandbox.url}/cashier/unknown/pay`, { method: 'POST' })).status).toBe(404);
});

test('a trade expires at its time and not a moment earlier', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.openCashier({ timeout_express: '90m' });
  await sandbox.advance(90 * 60_000 - 1);
  expect(sandbox.trades()[0]?.trade_status).toBe('WAIT_BUYER_PAY');
  await sandbox.advance(1);
  expect(sandbox.trades()[0]).toMatchObject({
    trade_status: 'TRADE_CLOSED',
    gmt_close: sandbox.trades()[0]?.time_expire,
  });
});

test('a paid trade is finished after twelve months, and cannot be refunded then', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade();
  await sandbox.advance(365 * 24 * 3_600_000);
  expect(sandbox.trades()[0]?.trade_status).toBe('TRADE_FINISHED');
  const refund = await merchant.call('alipay.trade.refund', { out_trade_no: 'order-1', refund_amount: '88.88' });
  expect(refund.node.sub_code).toBe('ACQ.TRADE_HAS_FINISHED');
});

test('the page speaks the language asked for, else the browser’s, else Chinese', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const { url } = await merchant.openCashier();
  const langOf = async (query: string, accept: string) => {
    const response = await fetch(`${url}${query}`, { headers: { 'accept-language': accept } });
    return /<html lang="(\w+)/.exec(await response.text())?.[1];
  };
  expect(await langOf('', 'fr')).toBe('zh');
  expect(await langOf('', 'en-GB,en;q=0.9')).toBe('en');
  expect(await langOf('?lang=zh', 'en')).toBe('zh');
  expect(await langOf('?lang=en', 'zh')).toBe('en');
});

test('a browser without scripts pays by a plain form', async () => {
  await using setting = await openShop();
  const { merchant } = setting;
  const { url } = await merchant.openCashier();
  const headers = { accept: 'text/html', referer: `${url}/m` };
  const submit = (body: Record<string, string>) =>
    fetch(`${url}/pay`, { method: 'POST', headers, body: new URLSearchParams(body), redirect: 'manual' });
  const refused = await submit({ buyer_id: NO_MONEY });
  expect(refused.status).toBe(303);
  expect(refused.headers.get('location')).toBe(`${url}/m?refused=BUYER_BALANCE_NOT_ENOUGH`);
  expect(await (await fetch(refused.headers.get('location') ?? '')).text()).toContain(
    '余额不足，请换一种付款方式或账户',
  );
  const paid = await submit({ buyer_id: LI_LEI, [`channel-${LI_LEI}`]: 'BANKCARD' });
  expect([paid.status, paid.headers.get('location')]).toEqual([303, url]);
});
