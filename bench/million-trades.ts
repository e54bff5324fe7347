import type { RegisteredApp } from '@till/sandbox';
import { assemble } from '../packages/sandbox/src/assemble.ts';
import type { PostForm } from '../packages/sandbox/src/notifications/post-form.ts';
import type { SandboxOptions } from '../packages/sandbox/src/sandbox.ts';
import { takeSnapshot } from '../packages/sandbox/src/storage/snapshot.ts';

export const DAY_MS = 24 * 3_600_000;
/** What a merchant sells on a day: a million trades are four hundred days. */
export const TRADES_A_DAY = 2_500;
const BUYER = '2088002100000011';

/** The merchant's server: it is told, and says so. */
export const acknowledge: PostForm = async () => ({ status: 200, text: 'success' });

/** A sandbox without its HTTP server: what a request would do is called. */
export async function openBooks(options: SandboxOptions) {
  const report = (error: unknown) => {
    throw error;
  };
  const parts = assemble({ postForm: acknowledge, ...options }, report);
  const app = await parts.apps.register({ opening_balance: '0.00' });
  parts.schedule.start();
  let number = 0;

  /** Orders, opens the page and pays: what the gateway and the cashier do once they have checked a request. */
  function pay(): void {
    const outTradeNo = `order-${++number}`;
    const session = parts.cashier.admit({
      appId: app.app_id,
      method: 'alipay.trade.page.pay',
      terms: {
        outTradeNo,
        subject: `龙井茶 Longjing tea ${number % 40} g`,
        totalFen: BigInt(1 + (number % 9_999)),
        productCode: 'FAST_INSTANT_TRADE_PAY',
      },
      contact: {
        charset: 'utf-8',
        signType: 'RSA2',
        notifyUrl: 'https://shop.example/notify',
        returnUrl: `https://shop.example/orders/${outTradeNo}`,
      },
      expiry: { kind: 'after', ms: 15 * DAY_MS },
    });
    if (!('token' in session)) throw new Error(`order ${outTradeNo} was refused: ${session.refusal}`);
    const paid = parts.cashier.pay(session.token, { buyerId: BUYER });
    if (paid.status !== 'paid') throw new Error(`order ${outTradeNo} was not paid: ${JSON.stringify(paid)}`);
  }

  return {
    app,
    /** A day's trades, each of them told and acknowledged; then it is the next day. */
    async day(): Promise<void> {
      for (let count = 0; count < TRADES_A_DAY; count++) pay();
      await parts.schedule.moveTo((now) => now + DAY_MS);
    },
    save: () => takeSnapshot(parts.records.changes().each, parts.clock.now()),
    async [Symbol.asyncDispose](): Promise<void> {
      await parts.schedule.close();
      parts.poster.close();
      parts.records.close();
    },
  };
}

/** What the next process needs to go on with the same data file. */
export interface Held {
  /** Once it is registered. */
  readonly app?: RegisteredApp;
  readonly trades: number;
}
