import { type Browser, type BrowserContextOptions, devices, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_TIMEOUT_MS, launchChromium } from '../browser/chromium.ts';
import { shoot } from '../browser/shots.ts';
import { ControlPlane } from '../fixtures/control-plane.ts';
import { Merchant } from '../fixtures/merchant.ts';
import { type DevFile, TillDev, temporaryDirectory } from '../fixtures/till-dev.ts';

const JOURNEY_TIMEOUT_MS = 90_000;
const STEP_TIMEOUT_MS = 20_000;

const directory = temporaryDirectory();
let till: TillDev;
let dev: DevFile;
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
  till = new TillDev(directory.path);
  dev = await till.ready();
}, BROWSER_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await till?.stop();
  directory[Symbol.dispose]();
});

/** A page of a fresh visitor; whatever goes wrong in it fails the journey. */
async function visit(options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints };
}

async function stateIs(page: Page, state: string): Promise<void> {
  await page.locator(`[data-testid=order-state][data-state=${state}]`).waitFor();
}

/** Picks one, and goes to the cashier; answers the order number that the shop gave. */
async function goToCashier(page: Page, item: string, way: 'pay-page' | 'pay-wap', picture: string): Promise<void> {
  await page.goto(`${dev.server}/demo/`);
  await shoot(page, `${picture}-1-shop`);
  await page.getByTestId(`item-${item}`).click();
  await page.getByTestId(way).waitFor();
  await shoot(page, `${picture}-2-picked`);
  await page.getByTestId(way).click();
  await page.waitForURL(`${dev.sandbox}/cashier/**`);
  await page.getByTestId('pay').waitFor();
  await shoot(page, `${picture}-3-cashier`);
}

async function payAndReturn(page: Page): Promise<string> {
  await page.locator('[data-testid^=buyer-]').first().click();
  await page.getByTestId('pay').click();
  await page.waitForURL(`${dev.server}/demo/orders/**`);
  await stateIs(page, 'paid');
  return (await page.getByTestId('order-no').innerText()).trim();
}

describe('a newcomer buys tea', { timeout: JOURNEY_TIMEOUT_MS }, () => {
  test('on a desktop, in Chinese: shop, cashier, paid, returned, refunded in part and then whole', async () => {
    const { page, complaints } = await visit({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } });
    await goToCashier(page, 'tea', 'pay-page', 'desktop-zh');
    expect(await page.getByTestId('amount').getAttribute('data-amount')).toBe('88.00');
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/);
    await page.waitForFunction("document.querySelector('[data-testid=qr] img').naturalWidth > 0");

    const orderNo = await payAndReturn(page);
    await shoot(page, 'desktop-zh-4-paid');
    const merchant = new Merchant(dev);
    const detail = await merchant.orderDetail(orderNo);
    expect(detail).toMatchObject({ code: 200, data: { tradeStatus: 'TRADE_SUCCESS', totalAmount: '88.00' } });
    expect((await page.getByTestId('trade-no').innerText()).trim()).toBe(detail.data?.tradeNo);

    await page.getByTestId('refund-amount').fill('8.00');
    await page.getByTestId('refund-part').click();
    await page.getByTestId('refunded').waitFor();
    expect(await page.getByTestId('refunded').innerText()).toContain('8.00');
    await shoot(page, 'desktop-zh-5-refunded-in-part');

    await page.getByTestId('refund-all').click();
    await stateIs(page, 'refunded');
    await shoot(page, 'desktop-zh-6-refunded');
    expect(await merchant.orderDetail(orderNo)).toMatchObject({ data: { tradeStatus: 'TRADE_CLOSED' } });
    expect(complaints).toEqual([]);
  });

  test('on a phone, in English: the same by wap', async () => {
    const { page, complaints } = await visit({ ...devices['Pixel 5'], locale: 'en-US' });
    await goToCashier(page, 'persimmon', 'pay-wap', 'phone-en');
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    expect(await page.getByTestId('amount').getAttribute('data-amount')).toBe('6.60');
    await payAndReturn(page);
    await shoot(page, 'phone-en-4-paid');
    await page.getByTestId('refund-all').click();
    await stateIs(page, 'refunded');
    await shoot(page, 'phone-en-5-refunded');
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow, 'nothing sticks out on a phone').toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });

  test('who scans the code pays on the phone, and the desktop page goes on by itself', async () => {
    const { page } = await visit({ locale: 'zh-CN' });
    await goToCashier(page, 'sesame', 'pay-page', 'desktop-scan');
    const mobileUrl = await page.getByTestId('qr').getAttribute('href');
    const phone = await visit({ ...devices['Pixel 5'], locale: 'zh-CN' });
    await phone.page.goto(new URL(mobileUrl ?? '', page.url()).href);
    await shoot(phone.page, 'phone-zh-scanned');
    await phone.page.getByTestId('pay').click();
    await page.waitForURL(`${dev.server}/demo/orders/**`);
    await stateIs(page, 'paid');
  });

  test('who cancels has paid nothing and may come back', async () => {
    const { page } = await visit({ locale: 'en-US' });
    const before = await new ControlPlane(dev.sandbox).summary();
    await goToCashier(page, 'mooncake', 'pay-page', 'desktop-en');
    const cashier = page.url();
    await page.getByTestId('cancel').click();
    await page.waitForURL((url) => url.href !== cashier);
    await shoot(page, 'desktop-en-4-cancelled');
    expect((await new ControlPlane(dev.sandbox).summary()).paid_count).toBe(before.paid_count);
    await page.goto(cashier);
    await payAndReturn(page);
  });

  test('Alipay’s books and the shop agree at the end', async () => {
    const books = await new ControlPlane(dev.sandbox).summary();
    expect(books).toMatchObject({ paid_count: 4, paid_amount: '107.41', refund_amount: '94.60' });
  });

  test('the console says that it is on its way, and that the server is well', async () => {
    const { page, complaints } = await visit({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } });
    await page.goto(`${dev.server}/console`);
    expect(page.url()).toBe(`${dev.server}/console/`);
    await page.locator('[data-testid=health][data-health=up]').waitFor();
    expect(await page.locator('[data-door=sandbox]').getAttribute('href')).toBe(dev.sandbox);
    expect(await page.locator('h1').innerText()).toBe('控制台正在路上');
    await shoot(page, 'console-zh');
    await page.getByTestId('lang-switch').click();
    expect(await page.locator('h1').innerText()).toBe('The console is on its way');
    await page.reload();
    expect(await page.locator('h1').innerText(), 'the choice is remembered').toBe('The console is on its way');
    await page.setViewportSize({ width: 360, height: 740 });
    await shoot(page, 'console-en-phone');
    await page.locator('[data-door=demo]').click();
    await page.waitForURL(`${dev.server}/demo/`);
    expect(complaints).toEqual([]);
  });
});
