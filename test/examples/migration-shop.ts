import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alipay } from '@till/alipay';
import { createSandbox, type Sandbox } from '@till/sandbox';
import type { AlipaySdk } from 'alipay-sdk';
import { openAlipay } from '../../examples/migrate-from-alipay-sdk/client.after.ts';
import { openAlipay as openOfficial } from '../../examples/migrate-from-alipay-sdk/client.before.ts';
import { NotifyReceiver } from '../fixtures/notify-receiver.ts';
import { readForm, submitForm } from '../fixtures/payment-form.ts';

/** One app at the sandbox, and both SDKs to call for it. */
export interface MigrationShop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly receiver: NotifyReceiver;
  readonly keys: Record<'appId' | 'privateKey' | 'alipayPublicKey' | 'encryptKey', string>;
  readonly official: AlipaySdk;
  readonly ours: Alipay;
  /** A folder for files, removed in the end. */
  readonly folder: string;
  /** Posts a form as a browser does, pays as a buyer does; the trade's number at Alipay. */
  pay(outTradeNo: string, form?: string): Promise<string>;
  /** Grants what a page of Alipay's asks for; the parameters that the browser brings back. */
  consent(page: string, query: Record<string, string>, person: string): Promise<URLSearchParams>;
}

export async function openMigrationShop(): Promise<MigrationShop> {
  const sandbox = await createSandbox();
  const receiver = await NotifyReceiver.listen();
  const folder = await mkdtemp(join(tmpdir(), 'till-migrate-'));
  await writeFile(join(folder, 'shop.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xd9]));
  const app = await sandbox.registerApp({ encrypt_key: true });
  const keys = {
    appId: app.app_id,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    encryptKey: app.encrypt_key ?? '',
  };
  const ours = openAlipay(keys, sandbox.url);

  return {
    sandbox,
    receiver,
    keys,
    // A copy, since this SDK rewrites the options that it is given.
    official: openOfficial({ ...keys }, sandbox.url),
    ours,
    folder,
    async pay(outTradeNo, form) {
      const product = { subject: '龙井茶', product_code: 'FAST_INSTANT_TRADE_PAY' };
      const trade = { out_trade_no: outTradeNo, total_amount: '88.88', ...product };
      const page = form ?? ours.pageForm('alipay.trade.page.pay', trade, { notifyUrl: receiver.url });
      await fetch(await submitForm(readForm(page)));
      const [{ trade_no } = { trade_no: '' }] = sandbox.trades({ out_trade_no: outTradeNo });
      await sandbox.pay(trade_no);
      await sandbox.advance(0);
      return trade_no;
    },
    async consent(page, query, person) {
      const asked = new URLSearchParams({ app_id: app.app_id, redirect_uri: 'https://shop.example/in', ...query });
      const body = new URLSearchParams({ decision: 'yes', person });
      const url = `${sandbox.url}/oauth2/${page}.htm?${asked}`;
      const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
      return new URL(response.headers.get('location') ?? 'about:blank').searchParams;
    },
    async [Symbol.asyncDispose]() {
      await receiver[Symbol.asyncDispose]();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
