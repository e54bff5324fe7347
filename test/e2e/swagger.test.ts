import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_TIMEOUT_MS, launchChromium } from '../browser/chromium.ts';
import { shoot } from '../browser/shots.ts';
import { readForm } from '../fixtures/payment-form.ts';
import { type DevFile, TillDev, temporaryDirectory } from '../fixtures/till-dev.ts';

const OPERATIONS = [
  'AlipayCreateOrderPagePay',
  'AlipayCreateOrderWapPay',
  'AlipayOrderDetail',
  'AlipayOrderRefund',
  'AlipayReturnPageNotify',
  'AlipayNotify',
];

const directory = temporaryDirectory();
let till: TillDev;
let dev: DevFile;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  till = new TillDev(directory.path);
  dev = await till.ready();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(20_000);
}, BROWSER_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await till?.stop();
  directory[Symbol.dispose]();
});

describe('the API reference', { timeout: 60_000 }, () => {
  test.each(OPERATIONS)('the link #/Alipay/%s opens that operation', async (operation) => {
    await page.goto('about:blank');
    await page.goto(`${dev.server}/swagger/index.html#/Alipay/${operation}`);
    await page.locator(`#operations-Alipay-${operation}.is-open`).waitFor();
    expect(await page.locator('.opblock.is-open').count()).toBe(1);
  });

  test('after "Authorize", "Try it out" creates an order and shows its payment form', async () => {
    await page.goto('about:blank');
    await page.goto(`${dev.server}/swagger/index.html#/Alipay/AlipayCreateOrderPagePay`);
    const operation = page.locator('#operations-Alipay-AlipayCreateOrderPagePay');
    await page.locator('.auth-wrapper .btn.authorize').click();
    await page.locator('.modal-ux input').fill(dev.apiKey);
    await page.locator('.modal-ux .auth-btn-wrapper .authorize').click();
    await page.locator('.modal-ux .btn-done').click();

    await operation.getByRole('button', { name: 'Try it out' }).click();
    const parameter = operation.locator('tr[data-param-name=appId] input');
    if ((await parameter.count()) > 0) await parameter.fill(dev.appId);
    const order = { orderNo: 'swagger-1', amount: '0.01', subject: '测试商品' };
    await operation.locator('textarea.body-param__text').fill(JSON.stringify(order));
    const answered = page.waitForResponse((response) => response.url().endsWith('/CreateOrderPagePay'));
    await operation.getByRole('button', { name: 'Execute' }).click();
    const envelope = await (await answered).json();
    expect(envelope).toMatchObject({ code: 200, err: '' });
    expect(readForm(envelope.data)).toMatchObject({ method: 'POST', fields: { app_id: dev.alipayAppId } });
    await operation.locator('.live-responses-table .response .highlight-code').first().waitFor();
    expect(await operation.locator('.live-responses-table').innerText()).toContain('alipaysubmit');
    await shoot(page, 'swagger');
  });
});
