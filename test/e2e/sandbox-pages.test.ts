import { Alipay } from '@till/alipay';
import { createSandbox, type Sandbox } from '@till/sandbox';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_TIMEOUT_MS, launchChromium } from '../browser/chromium.ts';
import { shoot } from '../browser/shots.ts';

const STEP_TIMEOUT_MS = 15_000;
const APP_ID = '2021000000000043';
/** Nobody listens there: the addresses that pages lead on to are only looked at. */
const SHOP = 'http://127.0.0.1:1';

let browser: Browser;
let sandbox: Sandbox;
let alipay: Alipay;
/** Where each page is, by its name. */
let pages: Record<string, string>;

beforeAll(async () => {
  browser = await launchChromium();
  sandbox = await createSandbox();
  const app = await sandbox.registerApp({ app_id: APP_ID, name: '一家名字相当长、长到手机上要折行的山间茶铺' });
  alipay = new Alipay({
    appId: APP_ID,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
  });
  pages = await openPages();
}, BROWSER_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
});

/** One of every page that a person meets besides the console. */
async function openPages(): Promise<Record<string, string>> {
  const order = { out_trade_no: 'tea-1', total_amount: '88.00', subject: '明前龙井 250 g' } as const;
  const cashier = await placeOf(
    alipay.pageUrl('alipay.trade.page.pay', { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' }),
  );
  await fetch(cashier);
  const paid = sandbox.trades({ out_trade_no: 'tea-1' })[0];
  await sandbox.pay(paid?.trade_no ?? '');
  const open = await placeOf(
    alipay.pageUrl('alipay.trade.wap.pay', {
      ...order,
      out_trade_no: 'tea-2',
      product_code: 'QUICK_WAP_WAY',
      quit_url: SHOP,
    }),
  );
  const refund = { out_trade_no: 'tea-1', refund_amount: '1.00', out_request_no: 'r-1' };
  const agreement = {
    personal_product_code: 'GENERAL_WITHHOLDING_P',
    sign_scene: 'INDUSTRY|CARRENTAL',
    external_agreement_no: 'a-1',
    access_params: { channel: 'ALIPAYAPP' },
  };
  const transfer = {
    out_biz_no: 't-1',
    trans_amount: '9.90',
    product_code: 'STD_RED_PACKET',
    biz_scene: 'PERSONAL_PAY',
    order_title: '红包',
  };
  const consent = new URLSearchParams({ app_id: APP_ID, scope: 'auth_user', redirect_uri: `${SHOP}/back` });
  return {
    paid: cashier,
    cashier: open,
    refund: await placeOf(alipay.pageUrl('alipay.trade.page.refund', refund)),
    agreement: await placeOf(alipay.pageUrl('alipay.user.agreement.page.sign', agreement)),
    transfer: await placeOf(alipay.pageUrl('alipay.fund.trans.page.pay', transfer)),
    login: `${sandbox.url}/oauth2/publicAppAuthorize.htm?${consent}`,
    merchant: `${sandbox.url}/oauth2/appToAppAuth.htm?${consent}`,
    app: `${sandbox.url}/app`,
    nothing: `${sandbox.url}/cashier/none`,
    refused: `${alipay.pageUrl('alipay.trade.page.pay', { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' })}&added=1`,
  };
}

/** Where the gateway leads a browser. */
async function placeOf(url: string): Promise<string> {
  const place = (await fetch(url, { redirect: 'manual' })).headers.get('location');
  if (place === null) throw new Error(`${url} leads nowhere`);
  return place;
}

/** What somebody who cannot see the page, or sees it on a small screen, would stumble over. */
async function obstacles(page: Page): Promise<string[]> {
  const heard = await page.locator('body').ariaSnapshot();
  const nameless = heard.split('\n').filter((line) => /^\s*- (button|link|textbox|combobox|radio)(:| \[|$)/.test(line));
  const headings = await page.locator('h1').count();
  const sideways = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return [
    ...nameless.map((line) => `no name: ${line.trim()}`),
    ...((await page.locator('html').getAttribute('lang')) === null ? ['no language'] : []),
    ...((await page.title()) === '' ? ['no title'] : []),
    ...(headings === 1 ? [] : [`${headings} main headings`]),
    ...(Number(sideways) > 0 ? [`scrolls sideways by ${sideways}`] : []),
  ];
}

describe.each([
  { locale: 'zh-CN', width: 390, height: 844 },
  { locale: 'en-US', width: 390, height: 844 },
  { locale: 'zh-CN', width: 1280, height: 900 },
])('in $locale, $width wide', ({ locale, width, height }) => {
  test('every page has a name for all that can be operated, and fits the screen', async () => {
    const page = await browser.newPage({ locale, viewport: { width, height } });
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    const found: Record<string, string[]> = {};
    for (const [name, url] of Object.entries(pages)) {
      await page.goto(url);
      const obstacle = await obstacles(page);
      if (obstacle.length > 0) found[name] = obstacle;
      await shoot(page, `sandbox-page-${name}-${locale.slice(0, 2)}-${width}`);
    }
    expect(found).toEqual({});
    await page.close();
  });

  test('what is asked can be refused beside where it is granted, one as high as the other', async () => {
    const page = await browser.newPage({ locale, viewport: { width, height } });
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    for (const name of ['refund', 'agreement', 'transfer', 'login', 'merchant']) {
      await page.goto(pages[name] ?? '');
      const yes = page.locator('button.pay');
      const no = page.locator('.cancel');
      const [granted, refused] = [await yes.boundingBox(), await no.boundingBox()];
      expect(granted?.y, name).toBe(refused?.y);
      expect(granted?.height, name).toBe(refused?.height);
    }
    await page.close();
  });
});

test('by keyboard alone a buyer chooses an account and pays, and a refund is confirmed', async () => {
  const page = await browser.newPage({ locale: 'zh-CN' });
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  await page.goto(pages.cashier ?? '');
  await page.locator('[name=buyer_id]').first().focus();
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('[name=buyer_id]:checked').inputValue()).toBe('2088002100000022');
  await page.keyboard.press('Enter');
  await page.getByTestId('outcome').waitFor();
  expect(sandbox.trades({ out_trade_no: 'tea-2' })).toMatchObject([
    { trade_status: 'TRADE_SUCCESS', buyer_id: '2088002100000022' },
  ]);
  await page.goto(pages.refund ?? '');
  await page.getByTestId('confirm').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('outcome').waitFor();
  expect(sandbox.trades({ out_trade_no: 'tea-1' })).toMatchObject([{ refund_fee: '1.00' }]);
  await page.close();
});

test('an agreement, a transfer and a login are agreed to with a click, and lead back to who asked', async () => {
  const page = await browser.newPage({ locale: 'en-US' });
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  for (const name of ['agreement', 'transfer']) {
    await page.goto(pages[name] ?? '');
    await page.getByTestId('confirm').click();
    await page.getByTestId('outcome').waitFor();
  }
  // Nobody listens at the shop's address; where the browser would go is enough.
  const led = page.waitForRequest((request) => request.url().startsWith(SHOP));
  await page.goto(pages.login ?? '');
  await page.getByTestId('agree').click();
  expect(new URL((await led).url()).searchParams.get('auth_code')).toMatch(/^\w{16,}$/);
  await page.close();
});
