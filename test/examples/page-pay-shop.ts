import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createSandbox, type Sandbox, type TradeFields } from '@till/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readForm, submitForm } from '../fixtures/payment-form.ts';
import type { ListeningShop } from './notify-shop.ts';

/** What a shop is started with: the keys, the gateway and its own place, as environment variables. */
export type ShopEnvironment = Readonly<Record<string, string>>;

/** Where a recipe has its pages, and how it treats a return that Alipay has not signed. */
interface Recipe {
  readonly notifyPath: string;
  readonly returnPath: string;
  /** Whether its first page has the button that starts a payment; else the button is the reader's. */
  readonly hasButton: boolean;
  /** Whether it answers forgers itself; else the framework does, as it answers any error. */
  readonly answersForgers: boolean;
}

export const IN_20_LINES: Recipe = {
  notifyPath: '/notify',
  returnPath: '/return',
  hasButton: false,
  answersForgers: false,
};

export const IN_PRODUCTION: Recipe = {
  notifyPath: '/alipay/notify',
  returnPath: '/alipay/return',
  hasButton: true,
  answersForgers: true,
};

/** What the page-pay recipe for every framework must do, against the sandbox. */
export function describePagePayShop(
  framework: string,
  recipe: Recipe,
  start: (environment: ShopEnvironment, port: number) => Promise<ListeningShop>,
): void {
  describe(`page pay with ${framework}`, () => {
    let sandbox: Sandbox;
    let shop: ListeningShop;
    let folder: string;

    beforeAll(async () => {
      sandbox = await createSandbox();
      folder = await mkdtemp(join(tmpdir(), 'till-page-pay-'));
      const app = await sandbox.registerApp();
      const port = await freePort();
      const environment = {
        ALIPAY_APP_ID: app.app_id,
        ALIPAY_PRIVATE_KEY: app.app_private_key ?? '',
        ALIPAY_PUBLIC_KEY: app.alipay_public_key,
        ALIPAY_GATEWAY: sandbox.gatewayUrl,
        ALIPAY_NOTIFY_URL: `http://127.0.0.1:${port}${recipe.notifyPath}`,
        ALIPAY_RETURN_URL: `http://127.0.0.1:${port}${recipe.returnPath}`,
        SHOP_DATABASE: join(folder, 'shop.db'),
      };
      shop = await start(environment, port);
    });
    afterAll(async () => {
      await shop?.close();
      await sandbox?.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** The buyer presses the button and comes to the cashier. */
    async function buy(): Promise<{ cashier: string; trade: TradeFields }> {
      const button = recipe.hasButton
        ? readForm(await (await fetch(shop.url)).text())
        : { action: '/pay', method: 'POST' };
      const page = await fetch(new URL(button.action, shop.url), { method: button.method });
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      const form = readForm(await page.text());
      const cashier = await submitForm(form);
      await fetch(cashier);
      const { out_trade_no } = JSON.parse(form.fields.biz_content ?? '');
      const [trade] = sandbox.trades({ out_trade_no });
      if (trade === undefined) throw new Error(`The cashier knows no order ${out_trade_no}.`);
      return { cashier, trade };
    }

    /** By which trade of Alipay's the order is paid, says the shop's own book. */
    function bookedTrade(trade: TradeFields): unknown {
      using books = new DatabaseSync(join(folder, 'shop.db'), { readOnly: true });
      return books.prepare('SELECT trade_no FROM orders WHERE number = ?').get(trade.out_trade_no)?.trade_no;
    }

    /** Where the cashier sends the buyer back to. */
    async function continueUrl(cashier: string): Promise<string> {
      const status = await (await fetch(cashier.replace(/(\?.*)?$/, '/status'))).json();
      return (status as { continue_url: string }).continue_url;
    }

    async function notify(body: string): Promise<string> {
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
      const response = await fetch(`${shop.url}${recipe.notifyPath}`, { method: 'POST', headers, body });
      return `${response.status} ${await response.text()}`;
    }

    test('the form opens the cashier, the buyer pays, the shop hears of it and says so', async () => {
      const { cashier, trade } = await buy();
      expect(trade).toMatchObject({ trade_status: 'WAIT_BUYER_PAY', total_amount: '88.88' });
      expect(bookedTrade(trade)).toBeNull();
      await sandbox.pay(trade.trade_no);
      await sandbox.advance(0);
      expect(sandbox.notifications({ trade_no: trade.trade_no })).toMatchObject([{ status: 200, answer: 'success' }]);
      expect(bookedTrade(trade)).toBe(trade.trade_no);
      const returned = await fetch(await continueUrl(cashier));
      expect(await returned.text()).toBe(`Order ${trade.out_trade_no} is paid.`);
    });

    test('a notification that was altered or is not signed is refused, one that comes again is answered success', async () => {
      const [{ trade: unpaid }, { trade }] = [await buy(), await buy()];
      await sandbox.pay(trade.trade_no);
      await sandbox.advance(0);
      const [{ body } = { body: '' }] = sandbox.notifications({ trade_no: trade.trade_no });
      const forOther = body.replace(trade.out_trade_no, unpaid.out_trade_no);
      expect(await notify(forOther)).toBe('400 failure');
      expect(await notify(`out_trade_no=${unpaid.out_trade_no}&trade_status=TRADE_SUCCESS`)).toBe('400 failure');
      expect(bookedTrade(unpaid)).toBeNull();
      expect(await notify(body)).toBe('200 success');
    });

    test('a return that Alipay has not signed says nothing of the order', async () => {
      const { cashier, trade } = await buy();
      await sandbox.pay(trade.trade_no);
      const forged = new URL(await continueUrl(cashier));
      forged.searchParams.set('total_amount', '0.01');
      const response = await fetch(forged);
      const text = await response.text();
      expect(text).not.toContain(trade.out_trade_no);
      expect(response.status).toBe(recipe.answersForgers ? 400 : 500);
      if (recipe.answersForgers) expect(text).toBe('This does not come from Alipay.');
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
