import { randomInt } from 'node:crypto';
import { type Clock, systemClock } from '@till/alipay/time';
import { AppBook, type AppRegistration, type RegisteredApp } from './apps/app-book.ts';
import { BuyerBook } from './buyers/buyer-book.ts';
import { Cashier } from './cashier/cashier.ts';
import { cashierRoutes } from './cashier/routes.ts';
import { SandboxClock } from './clock/sandbox-clock.ts';
import { Schedule } from './clock/schedule.ts';
import { ControlPlane, type NotificationFilter, type PaymentInput, type TradeFilter } from './control/control-plane.ts';
import { readFaultPlan } from './control/fault-plan-input.ts';
import { hostName, refuseForeignPages, requireLoopback } from './control/loopback.ts';
import { readRegistration } from './control/readers.ts';
import { controlRoutes } from './control/routes.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { Faults } from './faults/faults.ts';
import { answerGateway } from './gateway/gateway.ts';
import { indexPage } from './http/index-page.ts';
import { type HttpReply, type HttpRequest, SandboxError } from './http/message.ts';
import { dispatch, type Route, replyToError } from './http/routes.ts';
import { listen } from './http/server.ts';
import { Ids } from './ids/ids.ts';
import type { NotificationAttempt } from './notifications/notification.ts';
import { Notifier } from './notifications/notifier.ts';
import { type PostForm, postForm } from './notifications/post-form.ts';
import { PublicKeyError } from './signing/keys.ts';
import { put, Records } from './storage/records.ts';
import { openSqliteStore } from './storage/sqlite-store.ts';
import { memoryStore } from './storage/store.ts';
import type { Summary } from './summary/summary.ts';
import { TradeBook } from './trades/trade-book.ts';
import type { TradeFields } from './trades/trade-fields.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Where browsers reach the sandbox if not at its own address; without a path. */
  publicUrl?: string;
  /** A SQLite file that keeps everything; without it the sandbox forgets when it closes. */
  dataFile?: string;
  /** The clock beneath the sandbox's own. Default: the host's. */
  clock?: Clock;
  /** For identifiers; the same seed gives the same ones. Default: random. */
  seed?: number;
  /** Gets a line about whatever goes wrong inside the sandbox. Default: nothing is said. */
  log?: (line: string) => void;
  /** How notifications are sent. Default: HTTP with a timeout of 5 seconds, no redirects followed. */
  postForm?: PostForm;
  /** Lets other machines use the control plane, which asks for no credentials. Default false. */
  openControlPlane?: boolean;
}

/** A running offline Alipay. Its methods do what the calls of the control plane do, with the same shapes. */
export interface Sandbox extends AsyncDisposable {
  /** e.g. `http://127.0.0.1:3001`. */
  readonly url: string;
  /** For an SDK's `gateway` setting. */
  readonly gatewayUrl: string;
  /** The sandbox's own clock, which {@link advance} and {@link setNow} move. */
  readonly clock: Clock;
  /** Registers a merchant's app, or updates the one of that `app_id`. */
  registerApp(registration?: AppRegistration): Promise<RegisteredApp>;
  trades(filter?: TradeFilter): TradeFields[];
  /** Pays a trade as a buyer would. The notification is on its way when this returns. */
  pay(tradeNo: string, payment?: PaymentInput): Promise<TradeFields>;
  /** One row for each try to deliver, oldest first. */
  notifications(filter?: NotificationFilter): NotificationAttempt[];
  summary(appId?: string): Summary;
  faults(): FaultPlan;
  setFaults(plan: FaultPlan): FaultPlan;
  /** Moves the clock; everything due by then has happened when it resolves, deliveries included. 0 waits for those under way. */
  advance(ms: number): Promise<{ now: number }>;
  setNow(epochMs: number): Promise<{ now: number }>;
  /** Forgets trades, keeps apps. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an offline Alipay. @throws {DataFileError} for a data file that cannot be used. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, log = () => undefined } = options;
  const report = (error: unknown) => log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const publicUrl = options.publicUrl === undefined ? undefined : readPublicUrl(options.publicUrl);
  const parts = assemble(options, report);
  const { records, clock, schedule, notifier, control } = parts;
  let url = '';
  const address = () => publicUrl?.origin ?? url;
  const routes = routesOf(parts, address, report);

  async function answer(request: HttpRequest): Promise<HttpReply> {
    if (request.path.startsWith('/_sandbox')) guard(request);
    return dispatch(routes, request);
  }

  function guard(request: HttpRequest): void {
    refuseForeignPages(request);
    if (options.openControlPlane !== true) requireLoopback(request, publicUrl && hostName(publicUrl.host));
  }

  const answerError = (error: unknown) =>
    replyToError(error instanceof PublicKeyError ? new SandboxError(400, 'bad_key', error.message) : error, report);
  const server = await listen({ host, port, answer, answerError }).catch((error: unknown) => {
    records.close();
    throw error;
  });
  url = `http://${urlHost(host)}:${server.port}`;
  schedule.start();

  let closing: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    notifier.close();
    await Promise.all([server.close(), schedule.close()]);
    records.close();
  }
  const close = () => (closing ??= shutDown());

  return {
    url,
    gatewayUrl: `${url}/gateway.do`,
    clock,
    registerApp: async (registration = {}) => control.registerApp(readRegistration(registration)),
    trades: (filter = {}) => control.trades(filter),
    pay: async (tradeNo, payment = {}) => control.pay(tradeNo, payment),
    notifications: (filter = {}) => control.notifications(filter),
    summary: (appId) => control.summary(appId),
    faults: () => control.faults(),
    setFaults: (plan) => control.setFaults(readFaultPlan(plan)),
    advance: async (ms) => ({ now: await control.advance(ms) }),
    setNow: async (epochMs) => ({ now: await control.setNow(epochMs) }),
    reset: async () => control.reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The one place where the parts meet. */
function assemble(options: SandboxOptions, report: (error: unknown) => void) {
  const records = new Records(options.dataFile === undefined ? memoryStore : openSqliteStore(options.dataFile));
  const offsetMs = records.get('clock', 'offset')?.offsetMs ?? 0;
  const clock = new SandboxClock(options.clock ?? systemClock, offsetMs, (moved) =>
    records.commit(put('clock', 'offset', { offsetMs: moved })),
  );
  const schedule = new Schedule(clock, report);
  const ids = new Ids(records, clock, options.seed ?? randomInt(2 ** 32));
  const apps = new AppBook(records, ids);
  const buyers = new BuyerBook(records);
  const faults = new Faults(records);
  const post = options.postForm ?? postForm;
  const notifier = new Notifier({ records, clock, schedule, ids, apps, faults, post });
  const trades = new TradeBook({ records, clock, schedule, ids, buyers, notifier });
  const cashier = new Cashier({ records, clock, ids, apps, trades });
  const control = new ControlPlane({ records, clock, schedule, apps, buyers, trades, notifier, faults });
  return { records, clock, schedule, ids, apps, buyers, faults, notifier, trades, cashier, control };
}

function routesOf(
  parts: ReturnType<typeof assemble>,
  address: () => string,
  report: (error: unknown) => void,
): readonly Route[] {
  const gateway = (request: HttpRequest) => answerGateway({ ...parts, address, report }, request);
  const index = (request: HttpRequest) => indexPage(request, address());
  return [
    { method: 'GET', path: '/', handle: index },
    { method: 'GET', path: '/_sandbox', handle: index },
    { method: 'GET', path: '/_sandbox/', handle: index },
    { method: 'GET', path: '/gateway.do', handle: gateway },
    { method: 'POST', path: '/gateway.do', handle: gateway },
    ...cashierRoutes({ ...parts, address }),
    ...controlRoutes(parts.control),
  ];
}

function readPublicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/') return url;
  throw new Error(
    `publicUrl is ${JSON.stringify(text)}; it should be an address without a path, such as http://pay.test:3001.`,
  );
}

/** A host to listen on is not always one to connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
