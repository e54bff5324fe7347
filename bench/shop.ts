import { Alipay } from '@till/alipay';
import type { Clock } from '@till/alipay/time';
import type { RegisteredApp } from '@till/sandbox';
import { httpWire } from './http-wire.ts';
import type { Wire } from './wire.ts';

const ORDER = { total_amount: '88.88', subject: '龙井茶 Longjing tea 250 g', product_code: 'FAST_INSTANT_TRADE_PAY' };

/** Where a shop's Alipay is, and what it was registered with there. */
export interface ShopSettings {
  readonly gateway: string;
  readonly app: RegisteredApp;
  /** Default: the host's. */
  readonly clock?: Clock;
  /** What its order numbers begin with, where several shops share an app. */
  readonly name?: string;
  /** Default: HTTP. */
  readonly wire?: Wire;
}

/** A merchant who orders by the SDK and is told, and a buyer who pays in a browser. */
export async function openShop({ gateway, app, clock, name = 'order', wire: given }: ShopSettings) {
  const wire = given ?? (await httpWire());
  const alipay = new Alipay({
    appId: app.app_id,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    transport: wire.transport,
    gateway,
    ...(clock === undefined ? {} : { clock }),
  });
  let told: () => void = () => undefined;
  wire.inbox.onMessage((body) => {
    alipay.verifyNotification(body);
    told();
  });
  const nextMessage = () => new Promise<void>((resolve) => (told = resolve));
  let count = 0;

  /** Orders and opens the cashier page; answers its address and the order's number. */
  async function order() {
    const outTradeNo = `${name}-${++count}`;
    const urls = { notifyUrl: wire.inbox.url, returnUrl: 'http://127.0.0.1/back' };
    const form = alipay.pageForm('alipay.trade.page.pay', { ...ORDER, out_trade_no: outTradeNo }, urls);
    const { action, fields } = readForm(form);
    const { location = '' } = await wire.browse(action, fields);
    await wire.browse(location);
    return { outTradeNo, location };
  }

  return {
    async life(): Promise<void> {
      const { outTradeNo, location } = await order();
      const isPaid = nextMessage();
      await wire.browse(`${location}/pay`, 'buyer_id=2088002100000011');
      await isPaid;
      await alipay.execute('alipay.trade.query', { out_trade_no: outTradeNo });
      const isRefunded = nextMessage();
      await alipay.execute('alipay.trade.refund', { out_trade_no: outTradeNo, refund_amount: ORDER.total_amount });
      await isRefunded;
    },
    /** A trade that is paid and told about, by the shortest way. */
    async pay(): Promise<void> {
      const { location } = await order();
      await wire.browse(`${location}/pay`, 'buyer_id=2088002100000011');
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await wire.close();
    },
  };
}

/** Where a form leads, and what a browser would post there. */
function readForm(form: string): { action: string; fields: string } {
  const [, action = ''] = /<form[^>]* action='([^']*)'/.exec(form) ?? [];
  const inputs = [...form.matchAll(/<input[^>]* name='([^']*)'[^>]* value='([^']*)'/g)];
  const fields = inputs.map(([, name = '', value = '']) => [name, unescapeHtml(value)]);
  return { action: unescapeHtml(action), fields: new URLSearchParams(fields).toString() };
}

const ENTITIES: Readonly<Record<string, string>> = { '#39': "'", lt: '<', gt: '>', amp: '&' };

function unescapeHtml(text: string): string {
  return text.replace(/&(#39|lt|gt|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}
