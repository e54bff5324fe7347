import { createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Alipay } from '@till/alipay';
import { createSandbox, type Sandbox } from '@till/sandbox';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BROWSER_TIMEOUT_MS, launchChromium } from '../browser/chromium.ts';
import { shoot } from '../browser/shots.ts';

const STEP_TIMEOUT_MS = 15_000;
/** The console fetches its page anew every two seconds. */
const RENEWED_AFTER_MS = 2_800;
const APP_ID = '2021000000000042';

let browser: Browser;
let sandbox: Sandbox;
let alipay: Alipay;
let privateKey: string;
const shop = { answer: 'success', received: 0, url: '' };
const server = createServer((request, response) => {
  shop.received++;
  request.resume();
  response.end(shop.answer);
});

beforeAll(async () => {
  browser = await launchChromium();
  sandbox = await createSandbox();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
  const app = await sandbox.registerApp({ app_id: APP_ID, name: '山间茶铺' });
  privateKey = app.app_private_key ?? '';
  alipay = new Alipay({
    appId: APP_ID,
    privateKey,
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
    clock: sandbox.clock,
  });
}, BROWSER_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
  server.close();
  server.closeAllConnections();
});

/** A page of a fresh visitor; whatever goes wrong in it is a complaint. */
async function visit(options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('dialog', (dialog) => dialog.accept());
  return { page, complaints };
}

const order = (outTradeNo: string) => ({
  out_trade_no: outTradeNo,
  total_amount: '88.00',
  subject: '明前龙井 250 g',
  product_code: 'FAST_INSTANT_TRADE_PAY',
});

/** Orders and opens the cashier, as a buyer's browser would. */
async function openTrade(outTradeNo: string): Promise<string> {
  const page = await fetch(alipay.pageUrl('alipay.trade.page.pay', order(outTradeNo), { notifyUrl: shop.url }));
  expect(page.status).toBe(200);
  return sandbox.trades({ out_trade_no: outTradeNo })[0]?.trade_no ?? '';
}

/** Calls the gateway with parameters of which another text was signed. */
async function callWith(sent: Record<string, string>, signed: Record<string, string>): Promise<void> {
  const text = Object.keys(signed)
    .sort()
    .map((name) => `${name}=${signed[name]}`)
    .join('&');
  const sign = createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
  const body = new URLSearchParams({ ...sent, sign });
  await fetch(`${sandbox.gatewayUrl}?charset=utf-8`, { method: 'POST', body });
}

function query(outTradeNo: string): Record<string, string> {
  return {
    app_id: APP_ID,
    method: 'alipay.trade.query',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: '2026-03-01 10:00:00',
    version: '1.0',
    biz_content: JSON.stringify({ out_trade_no: outTradeNo }),
  };
}

function now(): string {
  return new Date(sandbox.clock.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

async function fitsTheScreen(page: Page): Promise<void> {
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Inside the screen from left to right, also of what scrolls sideways by itself. */
async function isInSight(element: Locator): Promise<void> {
  const width = element.page().viewportSize()?.width ?? 0;
  await expect.poll(async () => (await element.boundingBox())?.x ?? -1).toBeGreaterThanOrEqual(-1);
  const box = await element.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThanOrEqual(width + 1);
}

test('in Chinese, on a desktop: an app is registered, a trade paid, told, and read on its timeline', async () => {
  const { page, complaints } = await visit({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
  await page.goto(`${sandbox.url}/`);
  expect(page.url()).toBe(`${sandbox.url}/_sandbox/`);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.getByTestId('gateway').innerText()).toBe(sandbox.gatewayUrl);
  await page.getByTestId(`app-${APP_ID}`).getByRole('button', { name: '复制' }).first().click();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(APP_ID);
  await shoot(page, 'sandbox-console-zh-1-apps');

  await page.getByLabel('店名').fill('第二家店');
  await page.getByRole('button', { name: '登记' }).click();
  await page.getByText('只显示这一次').waitFor();
  expect(await page.locator('#secret pre').innerText()).toContain('BEGIN PRIVATE KEY');
  await shoot(page, 'sandbox-console-zh-2-secret');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('#secret pre').textContent()).toBe('');
  await page.getByText('第二家店').waitFor();

  const tradeNo = await openTrade('tea-1');
  await page.getByTestId('tab-trades').click();
  await page.getByTestId('trade-tea-1').click();
  await page.getByTestId('pay').click();
  await page.getByText('付款 ¥88.00').waitFor();
  await page.getByText('已通知').waitFor();
  expect(sandbox.trades({ trade_no: tradeNo })[0]?.trade_status).toBe('TRADE_SUCCESS');
  const part = { out_trade_no: 'tea-1', refund_amount: '8.00', out_request_no: 'tea-1-part' };
  await alipay.execute('alipay.trade.refund', part);
  await page.getByText('退款 ¥8.00').waitFor();
  await shoot(page, 'sandbox-console-zh-3-trade');
  await page.getByTestId('tab-trades').click();
  await page.getByTestId('trade-tea-1').waitFor();
  await shoot(page, 'sandbox-console-zh-4-trades');
  await page.getByTestId('find').fill(tradeNo);
  await page.keyboard.press('Enter');
  await page.getByTestId('trade-tea-1').waitFor();
  await page.getByTestId('find').fill('tea-nowhere');
  await page.keyboard.press('Enter');
  await page.getByText('没有交易 tea-nowhere').waitFor();
  await page.getByTestId('find').fill('tea-1');
  await page.keyboard.press('Enter');
  await page.getByTestId('trade-tea-1').waitFor();
  expect(complaints).toEqual([]);
});

test('a bad signature is explained to the character, and one nobody can guess is compared with the pasted text', async () => {
  const { page, complaints } = await visit({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  const right = { ...query('tea-9'), timestamp: now() };
  await callWith(right, { ...right, biz_content: JSON.stringify({ out_trade_no: 'tea-9' }).replace(':', ': ') });
  await page.goto(`${sandbox.url}/_sandbox/?view=requests&show=problems`);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.getByTestId('requests').locator('a').first().click();
  await page.getByTestId('diagnosis').getByText('its JSON was laid out anew after signing').waitFor();
  expect(await page.getByTestId('difference').locator('.ours mark').innerText()).toBe('"');
  expect(await page.getByTestId('difference').locator('.theirs mark').innerText()).toBe('␣');
  const text = await page.getByTestId('string-to-sign').textContent();
  expect(text).toBe(
    Object.keys(right)
      .sort()
      .map((name) => `${name}=${Object.entries(right).find(([key]) => key === name)?.[1]}`)
      .join('&'),
  );
  await shoot(page, 'sandbox-console-en-5-difference');

  await callWith(right, { ...right, biz_content: '{"out_trade_no":"tea-8"}' });
  await page.goto(`${sandbox.url}/_sandbox/?view=requests&show=problems`);
  await page.getByTestId('requests').locator('a').first().click();
  await page.getByTestId('compare').fill((text ?? '').replace('tea-9', 'tea-8'));
  const comparison = page.getByTestId('comparison');
  await comparison.locator('.theirs mark').waitFor();
  expect(await comparison.locator('.ours mark').innerText()).toBe('9');
  expect(await comparison.locator('.theirs mark').innerText()).toBe('8');
  expect(await comparison.locator('[data-other-text]').isVisible(), 'this is the text that was signed').toBe(false);
  await page.getByTestId('compare').fill('something else');
  await comparison.locator('[data-other-text]').waitFor();
  await shoot(page, 'sandbox-console-en-6-compare');
  expect(complaints).toEqual([]);
});

test('a wrong key is mended where it is explained: the right one is registered, and the next call goes through', async () => {
  const { page, complaints } = await visit({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  const { privateKey: other, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const mine = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const signer = other.export({ type: 'pkcs8', format: 'pem' }).toString();
  const orderPage = () =>
    new Alipay({ appId: APP_ID, privateKey: signer, alipayPublicKey: mine, gateway: sandbox.gatewayUrl }).pageUrl(
      'alipay.trade.page.pay',
      order('tea-key'),
    );
  await page.goto(orderPage());
  await page.getByTestId('gateway-error').getByText('错误代码 invalid-signature').waitFor();
  await page.getByRole('link', { name: 'See this request in the console' }).click();
  await page.getByTestId('diagnosis').getByText('Not made with the private key that belongs').waitFor();
  await shoot(page, 'sandbox-console-en-10-wrong-key');
  const form = page.getByTestId('another-key');
  await form.getByRole('textbox').fill('MIIBIjANBg');
  await form.getByRole('button').click();
  await page.getByText('cannot be read as an RSA public key').waitFor();
  await form.getByRole('textbox').fill(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  await form.getByRole('button').click();
  await page.getByText('Registered: send the request again').waitFor();
  await page.goto(orderPage());
  await page.getByTestId('pay').waitFor();
  await sandbox.registerApp({ app_id: APP_ID, public_key: mine });
  // The one complaint is the browser's own about the answer 400 to half a key.
  expect(complaints).toEqual([expect.stringContaining('400')]);
});

test('in English: notifications are sent again, faults are switched, the clock is moved', async () => {
  const { page, complaints } = await visit({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  shop.answer = 'success\n';
  await sandbox.pay(await openTrade('tea-2'));
  await sandbox.advance(0);
  const notifyId = sandbox.notifications({ trade_no: sandbox.trades({ out_trade_no: 'tea-2' })[0]?.trade_no ?? '' })[0]
    ?.notify_id;
  await page.goto(`${sandbox.url}/_sandbox/?view=notifications`);
  const row = page.getByTestId(`notification-${notifyId}`);
  await row.getByText(/again in/).waitFor();
  await row.getByText('success⏎').waitFor();
  await shoot(page, 'sandbox-console-en-7-notifications');
  shop.answer = 'success';
  await page.getByTestId(`resend-${notifyId}`).click();
  await row.getByText('acknowledged').waitFor();

  await page.getByTestId('tab-faults').click();
  await page.getByTestId('gateway-reset_after-1').click();
  await page.locator('[data-testid="gateway-reset_after-1"][aria-pressed=true]').waitFor();
  await page.getByTestId('notify-drop-0.1').click();
  await page.locator('[data-testid="notify-drop-0.1"][aria-pressed=true]').waitFor();
  expect(sandbox.faults()).toMatchObject({
    gateway: [{ kind: 'reset_after', p: 1 }],
    notify: [{ kind: 'drop', p: 0.1 }],
  });
  await shoot(page, 'sandbox-console-en-8-faults');
  await page.getByTestId('fault-plan').locator('textarea').fill('{"gateway": [{"p": 1, "kind": "nonsense"}]}');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText(/kind is "nonsense"; it should be one of/).waitFor();
  await page.getByTestId('fault-plan').locator('textarea').fill('{}');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.locator('[data-testid="gateway-reset_after-0"][aria-pressed=true]').waitFor();
  expect(await page.getByText(/kind is "nonsense"/).isVisible(), 'what is mended is complained of no more').toBe(false);
  expect(sandbox.faults()).toEqual({});

  await page.getByTestId('tab-clock').click();
  const before = sandbox.clock.now();
  await page.getByTestId('step-86400000').click();
  await page.getByText('24 h ahead').waitFor();
  expect(sandbox.clock.now()).toBeGreaterThanOrEqual(before + 86_400_000);
  await page.locator('[name=now]').fill('2040-01-02T03:04:05');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page
    .getByText(/^2040-01-02 03:04:\d\d$/)
    .first()
    .waitFor();
  await shoot(page, 'sandbox-console-en-9-clock');
  await page.getByTestId('speed-0').click();
  await expect.poll(() => page.getByTestId('pace').textContent()).toBe('Frozen: it stands until you move it.');
  const frozen = sandbox.clock.now();
  await page.getByTestId('speed-3600').click();
  await expect.poll(() => sandbox.clock.now()).toBeGreaterThan(frozen + 60_000);
  await page.getByTestId('speed-1').click();
  await expect.poll(() => page.getByTestId('pace').textContent()).toBe('It runs in real time.');
  // The one complaint is the browser's own about the answer 400 to the refused plan.
  expect(complaints).toEqual([expect.stringContaining('400')]);
});

test('a buyer shows a payment code that pays, and is given a coupon', async () => {
  const { page, complaints } = await visit({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
  await page.goto(`${sandbox.url}/_sandbox/`);
  await page.getByTestId('tab-buyers').click();
  const buyer = page.getByTestId('buyer-2088002100000022');
  await buyer.getByRole('button', { name: '出示付款码' }).click();
  const code = await page.getByTestId('code-2088002100000022').innerText();
  const { product_code: _, ...terms } = order('tea-code');
  await alipay.execute('alipay.trade.pay', { ...terms, scene: 'bar_code', auth_code: code });
  expect(sandbox.trades({ out_trade_no: 'tea-code' })).toMatchObject([{ buyer_id: '2088002100000022' }]);
  const left = sandbox.buyers()[1]?.funding[0]?.available_amount;
  await buyer.getByText(`¥${left}`, { exact: true }).waitFor();
  await buyer.getByText('送一张券').click();
  await buyer.getByLabel('金额（元）').fill('8.80');
  await buyer.getByLabel('种类').selectOption('MDISCOUNT');
  await buyer.getByRole('button', { name: '送出' }).click();
  await buyer.getByText('商家优惠券 −¥8.80').waitFor();
  await shoot(page, 'sandbox-console-zh-11-buyers');
  await sandbox.reset();
  expect(complaints).toEqual([]);
});

test('a slow click counts, though the page is renewed meanwhile', async () => {
  const { page, complaints } = await visit({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
  await openTrade('tea-4');
  await page.goto(`${sandbox.url}/_sandbox/?view=trades`);
  const link = page.getByTestId('trade-tea-4');
  const shown = await page.getByTestId('now').innerText();
  await link.hover();
  await page.mouse.down();
  await page.waitForTimeout(RENEWED_AFTER_MS);
  expect(await page.getByTestId('now').innerText(), 'the page waits').toBe(shown);
  await page.mouse.up();
  await page.getByTestId('timeline').waitFor();
  expect(complaints).toEqual([]);
});

test('the keyboard stays where it was, and a text scrolled as it was, though the page is renewed', async () => {
  const { page, complaints } = await visit({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  const focused = () => page.evaluate('document.activeElement.dataset.copy ?? document.activeElement.dataset.testid');
  const renewed = async () => {
    const shown = await page.getByTestId('now').innerText();
    await expect.poll(() => page.getByTestId('now').innerText(), { timeout: 2 * RENEWED_AFTER_MS }).not.toBe(shown);
  };
  await openTrade('tea-5');
  await page.goto(`${sandbox.url}/_sandbox/`);
  await page.getByTestId(`app-${APP_ID}`).getByRole('button', { name: 'Copy' }).first().focus();
  await sandbox.registerApp({ app_id: APP_ID, name: 'Tea' });
  await page.getByTestId(`app-${APP_ID}`).getByText('Tea', { exact: true }).waitFor();
  expect(await focused()).toBe(APP_ID);
  await page.getByTestId('advance-60000').focus();
  await page.keyboard.press('Enter');
  await page.getByText(/ahead/).first().waitFor();
  await expect.poll(focused).toBe('advance-60000');

  const opened = sandbox.requests({ limit: 20 }).find(({ address }) => address.startsWith('/cashier/'));
  await page.goto(`${sandbox.url}/_sandbox/?view=requests&id=${opened?.id}`);
  const html = page.locator('#live pre').last();
  await html.evaluate((text) => text.scrollTo(0, 60));
  await renewed();
  await renewed();
  expect(await html.evaluate((text) => text.scrollTop)).toBe(60);
  expect(complaints).toEqual([]);
});

test('on a phone every page fits, and the language can be switched', async () => {
  const { page, complaints } = await visit({ locale: 'zh-CN', viewport: { width: 360, height: 740 } });
  await openTrade('tea-3');
  const right = { ...query('tea-9'), timestamp: now() };
  await callWith(right, Object.fromEntries(Object.entries(right).filter(([name]) => name !== 'sign_type')));
  for (const view of ['apps', 'trades', 'requests', 'notifications', 'buyers', 'faults', 'clock']) {
    await page.goto(`${sandbox.url}/_sandbox/?view=${view}`);
    await page.getByTestId(`view-${view}`).waitFor();
    await isInSight(page.getByTestId(`tab-${view}`));
    await fitsTheScreen(page);
    await shoot(page, `sandbox-console-phone-${view}`);
  }
  await page.goto(`${sandbox.url}/_sandbox/?view=requests`);
  await page.getByTestId('requests').locator('a').first().click();
  await page.getByTestId('diagnosis').getByText('sign_type也要参与签名').waitFor();
  await fitsTheScreen(page);
  await shoot(page, 'sandbox-console-phone-request');
  await page.getByTestId('lang-switch').click();
  await page.getByTestId('diagnosis').getByText('sign_type must be signed too').waitFor();
  await page.getByTestId('tab-trades').click();
  await page.getByTestId('trade-tea-3').click();
  await page.getByText('Closes if nobody has paid').waitFor();
  await fitsTheScreen(page);
  await shoot(page, 'sandbox-console-phone-trade');
  expect(complaints).toEqual([]);
});
