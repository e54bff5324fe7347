import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Alipay, type NotificationHandlers } from '@till/alipay';
import { createTestAlipay } from '@till/alipay/testing';
import { describe, expect, test } from 'vitest';

const APP_ID = '2021000000000001';

/** A shop that is listening. */
export interface ListeningShop {
  readonly url: string;
  close(): Promise<unknown>;
}

/** What every framework's example must do with Alipay's notifications. */
export function describeShop(
  framework: string,
  start: (alipay: Alipay, handlers: NotificationHandlers) => Promise<ListeningShop>,
): void {
  describe(`a shop on ${framework}`, () => {
    const testAlipay = createTestAlipay({ appId: APP_ID });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const alipay = new Alipay({
      appId: APP_ID,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      alipayPublicKey: testAlipay.publicKey,
    });

    test.each(['utf-8', 'gbk'] as const)(
      'takes a payment in %s, refuses forgeries, and asks for a repeat',
      async (charset) => {
        const paid: string[] = [];
        let failures = 1;
        const shop = await start(alipay, {
          findOrder: (outTradeNo) => (outTradeNo === 'A1' ? { amountFen: 8888n } : undefined),
          on: {
            'trade.paid': (event) => {
              if (failures-- > 0) throw new Error('the database is away');
              paid.push(`${event.outTradeNo} ${event.subject}`);
            },
          },
          observe: () => {},
        });
        try {
          const fields = { out_trade_no: 'A1', total_amount: '88.88', subject: '龙井茶 100% "a+b"' };
          const message = testAlipay.notification('trade.paid', fields, { charset });
          const post = async (body: string) => {
            const headers = { 'content-type': message.contentType };
            const response = await fetch(`${shop.url}/alipay/notify`, { method: 'POST', headers, body });
            return `${response.status} ${await response.text()}`;
          };
          expect(await post(message.body.replace('88.88', '0.01'))).toBe('400 failure');
          expect(await post(message.body)).toBe('500 failure');
          expect(await post(message.body)).toBe('200 success');
          expect(await post(message.body)).toBe('200 success');
          expect(paid).toEqual(['A1 龙井茶 100% "a+b"']);
        } finally {
          await shop.close();
        }
      },
    );
  });
}

/** Lets a shop listen on a free port. */
export async function listening(listener: RequestListener): Promise<ListeningShop> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => void server.close(resolve).closeAllConnections()),
  };
}
