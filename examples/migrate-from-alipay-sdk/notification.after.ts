import type { Alipay, NotificationHandlers } from '@till/alipay';
import { parseYuan } from '@till/alipay/money';
import type { Shop } from './notification.before.ts';

/** Made once: what it remembers of repeated messages hangs on it. */
export function handlersOf(shop: Shop): NotificationHandlers {
  return {
    async findOrder(outTradeNo) {
      const amount = await shop.amountOf(outTradeNo);
      return amount === undefined ? undefined : { amountFen: parseYuan(amount) };
    },
    on: { 'trade.paid': (event) => shop.markPaid(event.outTradeNo) },
  };
}

/** `rawBody` is the request as received; where there is a web-standard `Request`, `handleNotification` takes that. */
export async function receive(alipay: Alipay, rawBody: Uint8Array, handlers: NotificationHandlers): Promise<string> {
  const { answer } = await alipay.receiveNotification(rawBody, handlers);
  return answer;
}
