import { Agent, createServer, request } from 'node:http';
import { Alipay, type Transport } from '@till/alipay';
import type { Clock } from '@till/alipay/time';
import type { RegisteredApp } from '@till/sandbox';

const ORDER = { total_amount: '88.88', subject: '龙井茶 Longjing tea 250 g', product_code: 'FAST_INSTANT_TRADE_PAY' };

/** Where a shop's Alipay is, and what it was registered with there. */
export interface ShopSettings {
  readonly gateway: string;
  readonly app: RegisteredApp;
  /** Default: the host's. */
  readonly clock?: Clock;
  /** What its order numbers begin with, where several shops share an app. */
  readonly name?: string;
}

/** A merchant who orders by the SDK and is told, and a buyer who pays in a browser. */
export async function openShop({ gateway, app, clock, name = 'order' }: ShopSettings) {
  const browser = new Agent({ keepAlive: true });
  const alipay = new Alipay({
    appId: app.app_id,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    transport: transportOver(browser),
    gateway,
    ...(clock === undefined ? {} : { clock }),
  });
  const merchant = await listen((body) => alipay.verifyNotification(body));
  let count = 0;

  /** Orders and opens the cashier page; answers its address and the order's number. */
  async function order() {
    const outTradeNo = `${name}-${++count}`;
    const urls = { notifyUrl: merchant.url, returnUrl: 'http://127.0.0.1/back' };
    const form = alipay.pageForm('alipay.trade.page.pay', { ...ORDER, out_trade_no: outTradeNo }, urls);
    const { location = '' } = await send(browser, formAction(form), formFields(form));
    await send(browser, location);
    return { outTradeNo, location };
  }

  return {
    async life(): Promise<void> {
      const { outTradeNo, location } = await order();
      const isPaid = merchant.nextMessage();
      await send(browser, `${location}/pay`, 'buyer_id=2088002100000011');
      await isPaid;
      await alipay.execute('alipay.trade.query', { out_trade_no: outTradeNo });
      const isRefunded = merchant.nextMessage();
      await alipay.execute('alipay.trade.refund', { out_trade_no: outTradeNo, refund_amount: ORDER.total_amount });
      await isRefunded;
    },
    /** A trade that is paid and told about, by the shortest way. */
    async pay(): Promise<void> {
      const { location } = await order();
      await send(browser, `${location}/pay`, 'buyer_id=2088002100000011');
    },
    async [Symbol.asyncDispose](): Promise<void> {
      browser.destroy();
      await merchant.close();
    },
  };
}

/** A merchant's server that acknowledges what it gets. */
async function listen(read: (body: Buffer) => void) {
  let told: () => void = () => undefined;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    read(Buffer.concat(chunks));
    outgoing.end('success');
    told();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/notify`,
    nextMessage: () => new Promise<void>((resolve) => (told = resolve)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a browser makes of a form. */
function formFields(form: string): string {
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => input);
  const fields = inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]);
  return new URLSearchParams(fields.filter(([name]) => name !== '')).toString();
}

function attribute(tag: string, name: string): string {
  const [, double, single = ''] = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag) ?? [];
  return unescapeHtml(double ?? single);
}

function formAction(form: string): string {
  return attribute(/<form[^>]*>/.exec(form)?.[0] ?? '', 'action');
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The SDK's calls by node:http: `fetch` would cost more than what is measured. */
function transportOver(agent: Agent): Transport {
  return (url, { method, headers, body = '' }) =>
    new Promise((resolve, reject) => {
      const text = typeof body === 'string' ? body : '';
      const length = { 'content-length': Buffer.byteLength(text) };
      const outgoing = request(url, { agent, method, headers: { ...headers, ...length } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const answer = {
            status: incoming.statusCode ?? 0,
            headers: { 'content-type': incoming.headers['content-type'] ?? '' },
          };
          resolve(new Response(Buffer.concat(chunks), answer));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(text);
    });
}

/** Gets an address, or posts a form to it. Redirects are not followed. */
function send(agent: Agent, url: string, form?: string): Promise<{ location?: string }> {
  const headers =
    form === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method: form === undefined ? 'GET' : 'POST', headers: { ...headers, accept: 'text/html' } },
      (incoming) => {
        incoming.on('error', reject);
        incoming.on('end', () => {
          const {
            statusCode = 0,
            headers: { location },
          } = incoming;
          if (statusCode >= 400) reject(new Error(`${url} answered ${statusCode}`));
          else resolve(location === undefined ? {} : { location });
        });
        incoming.resume();
      },
    );
    outgoing.on('error', reject);
    outgoing.end(form);
  });
}
