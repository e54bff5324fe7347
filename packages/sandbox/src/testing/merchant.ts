import { createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatBeijing } from '@till/alipay/time';
import { createSandbox, type RegisteredApp, type Sandbox } from '../index.ts';
import { wrongTypes } from './facts-types.ts';
import { manualClock } from './manual-clock.ts';

/** One key pair for all of a file's merchants: making keys is slow, and no test is about their difference. */
const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export const PUBLIC_KEY = KEYS.publicKey;
export const PRIVATE_KEY = KEYS.privateKey;

/** What a gateway answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The response node, unverified. */
  readonly node: Record<string, string>;
}

/** A message that the merchant's server received. */
export interface Received {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/**
 * A merchant written against the protocol with nothing but node:crypto: neither the sandbox's own signer nor the
 * SDK's helps it, so that no mistake of theirs can go unseen.
 */
export class Merchant {
  readonly sandbox: Sandbox;
  readonly app: RegisteredApp;

  constructor(sandbox: Sandbox, app: RegisteredApp) {
    this.sandbox = sandbox;
    this.app = app;
  }

  static async of(sandbox: Sandbox, appId?: string): Promise<Merchant> {
    const id = appId === undefined ? {} : { app_id: appId };
    return new Merchant(sandbox, await sandbox.registerApp({ ...id, public_key: PUBLIC_KEY }));
  }

  /** All parameters of a call, signed. An empty override drops a parameter. */
  parameters(method: string, content: object, overrides: Record<string, string> = {}): Record<string, string> {
    const unsigned: Record<string, string> = {
      app_id: this.app.app_id,
      method,
      format: 'JSON',
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: formatBeijing(this.sandbox.clock.now()),
      version: '1.0',
      biz_content: JSON.stringify(content),
      ...overrides,
    };
    const kept = Object.fromEntries(Object.entries(unsigned).filter(([, value]) => value !== ''));
    return { ...kept, sign: signText(stringToSign(kept), kept.sign_type) };
  }

  /** Calls a method. Whatever it answers must be of the fields and types that the facts know. */
  async call(method: string, content: object, overrides: Record<string, string> = {}): Promise<Answered> {
    const answered = await this.send(this.parameters(method, content, overrides));
    const wrong = wrongTypes(method, answered.node, 'v2');
    if (wrong.length > 0) throw new Error(`not as the facts have it: ${wrong.join(', ')}`);
    return answered;
  }

  /** Posts parameters as they are, the charset in the query. */
  async send(parameters: Record<string, string>): Promise<Answered> {
    const body = new URLSearchParams(parameters);
    return read(await fetch(`${this.sandbox.gatewayUrl}?charset=utf-8`, { method: 'POST', body, redirect: 'manual' }));
  }

  /** A page payment as a browser would post it; the answer is a redirect to the cashier. */
  order(content: object = {}, overrides: Record<string, string> = {}, method = 'alipay.trade.page.pay') {
    const productCode = method === 'alipay.trade.wap.pay' ? 'QUICK_WAP_WAY' : 'FAST_INSTANT_TRADE_PAY';
    const order = { out_trade_no: 'order-1', total_amount: '88.88', subject: '充值 100% & more', ...content };
    return this.call(method, { product_code: productCode, ...order }, overrides);
  }

  /** Orders and opens the cashier page, which makes the trade exist. Returns the page's address and the trade's number. */
  async openCashier(content: object = {}, overrides: Record<string, string> = {}, method?: string) {
    const page = await this.order(content, overrides, method);
    const url = page.headers.get('location');
    if (url === null) throw new Error(`no redirect: ${page.text}`);
    const opened = await fetch(url);
    if (opened.status !== 200) throw new Error(`the cashier answered ${opened.status}`);
    const trade = this.sandbox.trades({ app_id: this.app.app_id }).at(-1);
    return { url, html: await opened.text(), tradeNo: trade?.trade_no ?? '' };
  }

  /** Orders, opens the page and pays. Returns the trade's number. */
  async paidTrade(content: object = {}, overrides: Record<string, string> = {}): Promise<string> {
    const { tradeNo } = await this.openCashier(content, overrides);
    await this.sandbox.pay(tradeNo);
    return tradeNo;
  }

  /** Whether an answer carries Alipay's signature over the exact bytes of its node. */
  verifyAnswer({ bytes }: Answered, signType = 'RSA2'): boolean {
    const start = bytes.indexOf('_response":') + '_response":'.length;
    const end = bytes.lastIndexOf(',"sign":"');
    const sign = bytes.toString('latin1', end + ',"sign":"'.length, bytes.length - 2);
    return end > 0 && verifyBytes(bytes.subarray(start, end), sign, this.app.alipay_public_key, signType);
  }

  /** Whether a notification or the query of a return url carries Alipay's signature (utf-8). */
  verifyMessage(form: string): boolean {
    const fields = Object.fromEntries(new URLSearchParams(form));
    const { sign = '', sign_type: signType = '', ...signed } = fields;
    return verifyBytes(Buffer.from(stringToSign(signed)), sign, this.app.alipay_public_key, signType);
  }
}

/** A sandbox of one's own with a merchant in it, closed at the end. Time stands still there until a test moves it. */
export async function openShop() {
  const sandbox = await createSandbox({ clock: manualClock() });
  const merchant = await Merchant.of(sandbox);
  return { sandbox, merchant, [Symbol.asyncDispose]: () => sandbox.close() };
}

/** A merchant's server that writes down what it gets and answers as told. */
export async function listenForNotifications(
  answer: (count: number) => { status?: number; text: string; location?: string } = () => ({ text: 'success' }),
) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('latin1') });
    const { status = 200, text, location } = answer(received.length);
    response.writeHead(status, location === undefined ? {} : { location }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notify`,
    received,
    fields: (index: number) => Object.fromEntries(new URLSearchParams(received[index]?.body)),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sorted `name=value` pairs, by the book. */
export function stringToSign(parameters: Record<string, string>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
}

export function signText(text: string | Buffer, signType = 'RSA2', key = PRIVATE_KEY): string {
  return createSign(hashOf(signType)).update(text).sign(key, 'base64');
}

export async function read(response: Response): Promise<Answered> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  return { status: response.status, headers: response.headers, bytes, text, node: nodeOf(text) };
}

function nodeOf(text: string): Record<string, string> {
  if (!text.startsWith('{')) return {};
  const envelope: Record<string, Record<string, string>> = JSON.parse(text);
  return Object.values(envelope)[0] ?? {};
}

function verifyBytes(bytes: Buffer, sign: string, publicKey: string, signType: string): boolean {
  return createVerify(hashOf(signType)).update(bytes).verify(publicKey, sign, 'base64');
}

function hashOf(signType: string): string {
  return signType === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256';
}
