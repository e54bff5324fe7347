import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '@till/sandbox';
import { expect, test } from 'vitest';
import { readForm, submitForm } from '../fixtures/payment-form.ts';

const root = new URL('../../', import.meta.url);
const source = new URL('examples/take-a-payment/shop.ts', root);

test.each(['README.md', 'README.zh-CN.md'])('%s shows the example as it is', async (readme) => {
  expect(await readFile(new URL(readme, root), 'utf8')).toContain(`\`\`\`ts\n${await readFile(source, 'utf8')}\`\`\``);
});

test('the example takes a payment, hears of it, and asks', async () => {
  await using sandbox = await createSandbox();
  const app = await sandbox.registerApp();
  const port = await freePort();
  const shop = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--conditions=@till/source', fileURLToPath(source)], {
    env: {
      PORT: String(port),
      ALIPAY_NOTIFY_URL: `${shop}/notify`,
      ALIPAY_RETURN_URL: `${shop}/done`,
      ALIPAY_APP_ID: app.app_id,
      ALIPAY_PRIVATE_KEY: app.app_private_key,
      ALIPAY_PUBLIC_KEY: app.alipay_public_key,
      ALIPAY_GATEWAY: sandbox.gatewayUrl,
    },
  });
  try {
    const cashier = await submitForm(readForm(await page(`${shop}/pay`)));
    await fetch(cashier);
    const [trade] = await sandbox.trades({ out_trade_no: 'T1001' });
    const heard = line(child);
    await sandbox.pay(trade?.trade_no ?? '');
    expect(await heard).toBe('T1001 is TRADE_SUCCESS');
    const { continue_url: returned } = JSON.parse(await page(cashier.replace(/(\?.*)?$/, '/status')));
    expect(await page(returned)).toBe('T1001 is TRADE_SUCCESS');

    const forged = await fetch(`${shop}/notify`, {
      method: 'POST',
      body: 'out_trade_no=T1001&trade_status=TRADE_SUCCESS',
    });
    expect(`${forged.status} ${await forged.text()}`).toBe('400 failure');
    const forgedReturn = await fetch(returned.replace('total_amount=88.88', 'total_amount=0.01'));
    expect(await forgedReturn.text()).toContain('altered after Alipay signed it');
    expect(forgedReturn.status).toBe(400);
  } finally {
    child.kill();
  }
});

/** The page, as soon as the shop answers. */
async function page(url: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await (await fetch(url)).text();
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

function line(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk).trim())));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
