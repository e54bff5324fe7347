import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Alipay } from '@till/alipay';
import { createSandbox, type Sandbox } from '@till/sandbox';
import type { Envelope } from '../alipay-api/envelope.ts';
import type { NewApp } from '../apps/app.ts';
import { createServer, type ServerOptions, type TillServer } from '../create-server.ts';
import { type Database, openDatabase } from '../database/index.ts';

/** Short, so that a hanging gateway costs a test little. */
const GATEWAY_TIMEOUT_MS = 400;
const TICK_MS = 10;
/** The merchant's own keys; making them takes longer than most tests. */
const APP_KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** A server, a sandbox for its Alipay, and one app at both. Everything runs on the sandbox's clock. */
export interface House extends AsyncDisposable {
  readonly server: TillServer;
  readonly sandbox: Sandbox;
  /** The same database, to look into; an in-memory one cannot be shared, so this one is then empty. */
  readonly database: Database;
  readonly appId: string;
  readonly alipayAppId: string;
  readonly apiKey: string;
  /** The same app's own client, for what the merchant does at Alipay behind the server's back. */
  readonly alipay: Alipay;
  /** Another server process on the same database, with its own caches and workers. */
  anotherServer(options?: Partial<ServerOptions>): Promise<TillServer>;
  /** A call of the API with the app's token. */
  call(operation: string, options?: CallOptions): Promise<{ status: number; envelope: Envelope }>;
  /** Creates an order over 10.00 and opens its cashier, as a buyer's browser would; returns Alipay's trade number. */
  openOrder(orderNo: string, amount?: string): Promise<string>;
  /** As `openOrder`, then pays, and waits until the notification has been delivered. */
  paidOrder(orderNo: string, amount?: string): Promise<string>;
}

export interface CallOptions {
  query?: Record<string, string>;
  json?: unknown;
  method?: string;
  headers?: Record<string, string>;
  server?: TillServer;
  appId?: string;
}

export async function openHouse(
  databaseUrl: string,
  options: Partial<ServerOptions> = {},
  app: Partial<NewApp> = {},
): Promise<House> {
  const sandbox = await createSandbox();
  const serverOptions: ServerOptions = {
    databaseUrl,
    masterKey: randomBytes(32).toString('base64'),
    clock: sandbox.clock,
    gatewayTimeoutMs: GATEWAY_TIMEOUT_MS,
    tickMs: TICK_MS,
    logLevel: 'silent',
    ...options,
  };
  const server = await createServer(serverOptions);
  const database = await openDatabase(databaseUrl);
  const others: TillServer[] = [];
  const registered = await sandbox.registerApp({ public_key: APP_KEYS.publicKey });
  const keys = {
    privateKey: APP_KEYS.privateKey,
    alipayPublicKey: registered.alipay_public_key,
    gateway: sandbox.gatewayUrl,
  };
  const { id: appId } = await server.createApp({
    name: 'Test shop',
    alipayAppId: registered.app_id,
    ...keys,
    sellerId: registered.seller_id,
    ...app,
  });
  const apiKey = await server.createApiKey(appId, 'tests');

  const house: House = {
    server,
    sandbox,
    database,
    appId,
    alipayAppId: registered.app_id,
    apiKey,
    alipay: new Alipay({ appId: registered.app_id, clock: sandbox.clock, ...keys }),
    async anotherServer(change = {}) {
      const other = await createServer({ ...serverOptions, ...change });
      others.push(other);
      return other;
    },
    async call(operation, { query, json, method, headers, server: target = server, appId: id = appId } = {}) {
      const response = await fetch(`${target.url}/api/Alipay/${id}/${operation}?${new URLSearchParams(query)}`, {
        method: method ?? (json === undefined ? 'GET' : 'POST'),
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      });
      return { status: response.status, envelope: (await response.json()) as Envelope };
    },
    async openOrder(orderNo, amount = '10.00') {
      const order = { orderNo, amount, subject: '测试商品 "充值 100%"', returnUrl: 'http://127.0.0.1/return' };
      const { envelope } = await house.call('CreateOrderPagePay', { json: order });
      if (envelope.code !== 200) throw new Error(`CreateOrderPagePay: ${envelope.err}`);
      await submitForm(String(envelope.data));
      const trade = sandbox.trades({ out_trade_no: orderNo })[0];
      if (trade === undefined) throw new Error(`The cashier was opened, but there is no trade for ${orderNo}.`);
      return trade.trade_no;
    },
    async paidOrder(orderNo, amount) {
      const tradeNo = await house.openOrder(orderNo, amount);
      await sandbox.pay(tradeNo);
      await sandbox.advance(0);
      return tradeNo;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([server, ...others].map((one) => one.close()));
      await database.close();
      await sandbox.close();
    },
  };
  return house;
}

/** The inputs of a form, as a browser reads them. */
export function formFields(html: string): { action: string; fields: Record<string, string> } {
  const inputs = [...html.matchAll(/<input\s[^>]*?name='([^']*)'\s+value='([^']*)'/g)];
  const fields = Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescapeHtml(value)]));
  return { action: unescapeHtml(/action='([^']*)'/.exec(html)?.[1] ?? ''), fields };
}

/** Does what a browser does with the form: post it, and follow to the cashier. */
export async function submitForm(html: string): Promise<Response> {
  const { action, fields } = formFields(html);
  const { sign: _, ...rest } = fields;
  const body = new URLSearchParams({ ...rest, sign: fields.sign ?? '' });
  return await fetch(action, { method: 'POST', body });
}

function unescapeHtml(text: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
  return text.replace(/&#(x?)([0-9a-f]+);|&[a-z]+;/gi, (entity, hex?: string, code?: string) =>
    code === undefined ? (entities[entity] ?? entity) : String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
  );
}
