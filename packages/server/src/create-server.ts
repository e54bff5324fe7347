import type { AddressInfo } from 'node:net';
import type { Transport } from '@till/alipay';
import { type Clock, systemClock } from '@till/alipay/time';
import type { FastifyInstance } from 'fastify';
import { createApiKey } from './access/api-keys.ts';
import { setConsoleUser, verifyConsoleUser } from './access/console-users.ts';
import { alipayApi } from './alipay-api/routes.ts';
import type { App, AppPatch, NewApp } from './apps/app.ts';
import { checkMasterKey } from './apps/check-master-key.ts';
import { AppRegistry } from './apps/registry.ts';
import { createVault } from './apps/vault.ts';
import type { Context } from './context.ts';
import { type Database, openDatabase } from './database/index.ts';
import { closeHttp } from './http/close-http.ts';
import { createHttp } from './http/create-http.ts';
import { health } from './http/health.ts';
import { createMetrics } from './http/metrics.ts';
import { mountSwagger } from './http/swagger.ts';
import { StrangerAllowance } from './notifications/stranger-allowance.ts';
import { watchOrders } from './orders/watch-orders.ts';
import { watchRefunds } from './refunds/watch-refunds.ts';

export interface ServerOptions {
  /** `sqlite:PATH`, `sqlite::memory:` or `postgres://...` */
  databaseUrl: string;
  /** 32 bytes in base64; seals the stored private keys. */
  masterKey: string;
  /** Where Alipay reaches this server. Default: the address it listens on. */
  publicUrl?: string;
  /** Default: 127.0.0.1 */
  host?: string;
  /** Default: 0, any free one. */
  port?: number;
  clock?: Clock;
  /** Outbound HTTP to Alipay, in the shape of `fetch`. */
  transport?: Transport;
  /** How long Alipay may take to answer one call. Default: 15000. */
  gatewayTimeoutMs?: number;
  /** pino's levels, or `silent`. Default: `info`. */
  logLevel?: string;
  /** Requests a minute from one address. Default: 60000. */
  rateLimitMax?: number;
  /** How often, in real time, to look for due work. Default: 250 ms. */
  tickMs?: number;
  /** Mounts more routes before the server listens. */
  extend?: (http: FastifyInstance, server: TillServer) => Promise<void> | void;
}

/** An app as its owner sees it: everything but its keys. `id` is the one in the API's paths. */
export type AppView = Omit<App, 'id'> & { readonly id: string };

export interface TillServer extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly http: FastifyInstance;
  /** @throws {Refusal} if a field or key is wrong, naming it. */
  createApp(input: NewApp): Promise<AppView>;
  /** @throws {Refusal} if there is no such app, or a field or key is wrong. */
  updateApp(id: string, patch: AppPatch): Promise<AppView>;
  app(id: string): Promise<AppView | undefined>;
  /** @returns the key's text; it is not stored, so this is the only time it is seen. */
  createApiKey(appId: string, name: string): Promise<string>;
  setConsoleUser(name: string, password: string): Promise<void>;
  verifyConsoleUser(name: string, password: string): Promise<boolean>;
  /** Takes no more requests, lets those under way end, stops the work in the background, closes the database. */
  close(): Promise<void>;
}

const GATEWAY_TIMEOUT_DEFAULT_MS = 15_000;
const RATE_LIMIT_DEFAULT = 60_000;
const TICK_DEFAULT_MS = 250;
const UNVERIFIED_KEPT_PER_MINUTE_MAX = 60;
/** Who the audit log names for changes made through this interface and not by a console user. */
const ACTOR = 'system';

/** Starts the payment service: database migrated, listening, background work running. */
export async function createServer(options: ServerOptions): Promise<TillServer> {
  const clock = options.clock ?? systemClock;
  const vault = createVault(options.masterKey);
  const database = await openDatabase(options.databaseUrl, clock.now());
  try {
    await checkMasterKey(database, vault);
    return await startServer(options, clock, database, vault);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function startServer(
  options: ServerOptions,
  clock: Clock,
  database: Database,
  vault: ReturnType<typeof createVault>,
): Promise<TillServer> {
  const { host = '127.0.0.1', port = 0, gatewayTimeoutMs = GATEWAY_TIMEOUT_DEFAULT_MS } = options;
  const http = await createHttp({
    logLevel: options.logLevel ?? 'info',
    rateLimitMax: options.rateLimitMax ?? RATE_LIMIT_DEFAULT,
  });
  const context: Context = {
    database,
    clock,
    apps: new AppRegistry(database, vault, clock, {
      timeoutMs: gatewayTimeoutMs,
      clock,
      ...(options.transport !== undefined && { transport: options.transport }),
    }),
    log: http.log,
    metrics: createMetrics(database),
    gatewayTimeoutMs,
    publicUrl: () => options.publicUrl?.replace(/\/+$/, '') ?? listeningUrl(http, host, port),
  };
  const background: { stop(): Promise<void> }[] = [];
  const close = async () => {
    await closeHttp(http);
    await Promise.all(background.map((work) => work.stop()));
    await database.close();
  };
  const server = serverOf(context, http, () => listeningUrl(http, host, port), once(close));

  try {
    await mountRoutes(context, http);
    await options.extend?.(http, server);
    await http.listen({ host, port });
  } catch (error) {
    await closeHttp(http);
    throw error;
  }
  const tickMs = options.tickMs ?? TICK_DEFAULT_MS;
  background.push(watchOrders(context, tickMs), watchRefunds(context, tickMs));
  return server;
}

async function mountRoutes(context: Context, http: FastifyInstance): Promise<void> {
  const strangers = new StrangerAllowance(context.clock, UNVERIFIED_KEPT_PER_MINUTE_MAX);
  await mountSwagger(http);
  await http.register(health(context));
  await http.register(alipayApi(context, strangers), { prefix: '/api/Alipay/:appId' });
  http.get('/', { schema: { hide: true } }, async (_, reply) => reply.redirect('/swagger/index.html'));
}

function serverOf(context: Context, http: FastifyInstance, url: () => string, close: () => Promise<void>): TillServer {
  const { database, apps, clock } = context;
  return {
    get url() {
      return url();
    },
    http,
    createApp: async (input) => viewOf(await apps.register(input, ACTOR)),
    updateApp: async (id, patch) => viewOf(await apps.update(BigInt(id), patch, ACTOR)),
    app: async (id) => {
      const found = await apps.find(BigInt(id));
      return found && viewOf(found);
    },
    createApiKey: (appId, name) =>
      createApiKey(database, { appId: BigInt(appId), name, actor: ACTOR, now: clock.now() }),
    setConsoleUser: (name, password) => setConsoleUser(database, name, password, clock.now()),
    verifyConsoleUser: (name, password) => verifyConsoleUser(database, name, password, clock.now()),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The address people and Alipay use. A server on all interfaces is reached, from here, by the loopback one. */
function listeningUrl(http: FastifyInstance, host: string, port: number): string {
  const address = http.server.address() as AddressInfo | null;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${address?.port ?? port}`;
}

function viewOf(app: App): AppView {
  return { ...app, id: app.id.toString() };
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
