import { randomInt } from 'node:crypto';
import { type Clock, systemClock } from '@till/alipay/time';
import { AgreementBook } from './agreements/agreement-book.ts';
import { agreementRoutes } from './agreements/routes.ts';
import { AppBook } from './apps/app-book.ts';
import type { AppRegistration, RegisteredApp } from './apps/registration.ts';
import { AuthorizationBook } from './authorizations/authorization-book.ts';
import { authorizationRoutes } from './authorizations/routes.ts';
import { BillBook } from './bills/bill-book.ts';
import { billRoutes } from './bills/routes.ts';
import { BuyerBook } from './buyers/buyer-book.ts';
import { type BuyerFields, buyerRoutes, listBuyers, type ShownCode, showCode } from './buyers/routes.ts';
import { appRoutes } from './cashier/app-routes.ts';
import { Cashier } from './cashier/cashier.ts';
import { Confirmations } from './cashier/confirmation.ts';
import { confirmationRoutes } from './cashier/confirmation-routes.ts';
import { cashierRoutes } from './cashier/routes.ts';
import { Authority } from './certificates/authority.ts';
import { FastForward } from './clock/fast-forward.ts';
import { SandboxClock } from './clock/sandbox-clock.ts';
import { Schedule } from './clock/schedule.ts';
import { consoleRoutes } from './console/routes.ts';
import { answerRoutes, readAnswer } from './control/answer-routes.ts';
import { ControlPlane, type NotificationFilter, type PaymentInput, type TradeFilter } from './control/control-plane.ts';
import { readFaultPlan } from './control/fault-plan-input.ts';
import { hostName, refuseForeignPages, requireLoopback } from './control/loopback.ts';
import { readRegistration } from './control/readers.ts';
import { rotate, rotationRoutes } from './control/rotation-routes.ts';
import { controlRoutes } from './control/routes.ts';
import { CouponBook } from './coupons/coupon-book.ts';
import { type CouponFields, type CouponInput, couponRoutes, giveCoupon } from './coupons/routes.ts';
import { AnswerBook } from './examples/answer-book.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { Faults } from './faults/faults.ts';
import { fileRoutes } from './files/routes.ts';
import { UploadBook } from './files/upload-book.ts';
import { answerGateway } from './gateway/gateway.ts';
import { type HttpReply, type HttpRequest, SandboxError } from './http/message.ts';
import { dispatch, type RouteTable, replyToError, routeTable } from './http/routes.ts';
import { listen } from './http/server.ts';
import { Ids } from './ids/ids.ts';
import { Ledger } from './ledger/ledger.ts';
import { Messenger } from './messages/messenger.ts';
import type { NotificationAttempt } from './notifications/notification.ts';
import { Notifier } from './notifications/notifier.ts';
import { openFormPoster, type PostForm } from './notifications/post-form.ts';
import { CertificationBook } from './oauth/certification.ts';
import { OAuthBook } from './oauth/oauth-book.ts';
import { oauthRoutes } from './oauth/routes.ts';
import type { RequestSummary } from './request-log/request-fields.ts';
import { RequestLog } from './request-log/request-log.ts';
import { listRequests, type RequestFilter, requestLogRoutes } from './request-log/routes.ts';
import { SettlementBook } from './settlement/settlement-book.ts';
import { newKeys, reusedKeys } from './signing/key-source.ts';
import { PublicKeyError } from './signing/keys.ts';
import { put, Records } from './storage/records.ts';
import { readSnapshot, type Snapshot, takeSnapshot } from './storage/snapshot.ts';
import { openSqliteStore } from './storage/sqlite-store.ts';
import { memoryStore } from './storage/store.ts';
import type { Summary } from './summary/summary.ts';
import { PageRefunds } from './trades/page-refund.ts';
import { TradeBook } from './trades/trade-book.ts';
import type { TradeFields } from './trades/trade-fields.ts';
import { TransferBook } from './transfers/transfer-book.ts';
import { NonceBook } from './v3/nonce-book.ts';
import { answerV3 } from './v3/v3.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Where browsers reach the sandbox if not at its own address; without a path. */
  publicUrl?: string;
  /** A SQLite file that keeps everything; without it the sandbox forgets when it closes. */
  dataFile?: string;
  /** What another sandbox {@link Sandbox.save}d: this one goes on from there. A data file must be empty then. */
  state?: Snapshot;
  /** The clock beneath the sandbox's own. Default: the host's. */
  clock?: Clock;
  /** For identifiers; the same seed gives the same ones. Default: random. */
  seed?: number;
  /**
   * All sandboxes of this process that say so share one key pair for their apps and one for Alipay: a hundred of them
   * then start as fast as one. Default false: every app has keys of its own.
   */
  reuseKeys?: boolean;
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
  /** The sandbox's own clock, which {@link advance}, {@link setNow}, {@link freeze} and {@link run} govern. */
  readonly clock: Clock;
  /** Registers a merchant's app, or updates the one of that `app_id`. */
  registerApp(registration?: AppRegistration): Promise<RegisteredApp>;
  /** Alipay changes the key (and certificate) that it signs with for an app. */
  rotateAlipayKey(appId: string): Promise<RegisteredApp>;
  /** What a method shall answer from now on: the fields of its response node; null for its own answer again. */
  setAnswer(method: string, fields: object | null): void;
  trades(filter?: TradeFilter): TradeFields[];
  /** Pays a trade as a buyer would. The notification is on its way when this returns. */
  pay(tradeNo: string, payment?: PaymentInput): Promise<TradeFields>;
  /** The buyer who is asked to pay says no: the trade closes. */
  decline(tradeNo: string): Promise<TradeFields>;
  /** The ready buyers and what is in their accounts. */
  buyers(): BuyerFields[];
  /** A new payment code on a buyer's phone, for `alipay.trade.pay`; the first buyer's when nobody is named. */
  paymentCode(buyerId?: string): ShownCode;
  /** Gives a buyer money off the first payment that it fits. */
  giveCoupon(buyerId: string, coupon: CouponInput): CouponFields;
  /** One row for each try to deliver, oldest first. */
  notifications(filter?: NotificationFilter): NotificationAttempt[];
  /** The latest requests in and messages out, newest first; see `GET /_sandbox/requests`. */
  requests(filter?: RequestFilter): RequestSummary[];
  summary(appId?: string): Summary;
  faults(): FaultPlan;
  setFaults(plan: FaultPlan): FaultPlan;
  /** Moves the clock; everything due by then has happened when it resolves, deliveries included. 0 waits for those under way. */
  advance(ms: number): Promise<{ now: number }>;
  setNow(epochMs: number): Promise<{ now: number }>;
  /** Stops the clock. Calls go on working; nothing becomes due until the clock is moved. */
  freeze(): Promise<{ now: number; speed: number }>;
  /** Lets the clock go: so many times as fast as the clock beneath. Default 1. Everything due happens in order. */
  run(speed?: number): Promise<{ now: number; speed: number }>;
  /** Everything the sandbox remembers, as plain JSON, keys included. */
  save(): Snapshot;
  /** Forgets trades, keeps apps. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts an offline Alipay.
 * @throws {DataFileError} for a data file that cannot be used, {SnapshotError} for such a state.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, log = () => undefined } = options;
  const report = (error: unknown) => log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const publicUrl = options.publicUrl === undefined ? undefined : readPublicUrl(options.publicUrl);
  const parts = assemble(options, report);
  const { records, clock, schedule, buyers, notifier, control } = parts;
  let url = '';
  const address = () => publicUrl?.origin ?? url;
  const routes = routesOf(parts, address, report);

  async function answer(request: HttpRequest): Promise<HttpReply> {
    if (request.path.startsWith('/_sandbox')) guard(request);
    return parts.requests.answering(request, () => dispatch(routes, request));
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
  parts.fastForward.start();

  let closing: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    notifier.close();
    parts.fastForward.stop();
    await Promise.all([server.close(), schedule.close()]);
    parts.poster.close();
    records.close();
  }
  const close = () => (closing ??= shutDown());

  return {
    url,
    gatewayUrl: `${url}/gateway.do`,
    clock,
    registerApp: async (registration = {}) => control.registerApp(readRegistration(registration)),
    rotateAlipayKey: async (appId) => rotate(parts.apps, appId),
    setAnswer: (method, fields) => {
      if (fields === null) parts.answers.restore(method);
      else parts.answers.replace(readAnswer(method, fields));
    },
    trades: (filter = {}) => control.trades(filter),
    pay: async (tradeNo, payment = {}) => control.pay(tradeNo, payment),
    decline: async (tradeNo) => control.decline(tradeNo),
    buyers: () => listBuyers(buyers),
    paymentCode: (buyerId) => showCode(buyers, buyerId ?? buyers.all()[0]?.id ?? ''),
    giveCoupon: (buyerId, coupon) => giveCoupon(parts, buyerId, coupon),
    notifications: (filter = {}) => control.notifications(filter),
    requests: (filter = {}) => listRequests(parts.requests, filter),
    summary: (appId) => control.summary(appId),
    faults: () => control.faults(),
    setFaults: (plan) => control.setFaults(readFaultPlan(plan)),
    advance: async (ms) => ({ now: await control.advance(ms) }),
    setNow: async (epochMs) => ({ now: await control.setNow(epochMs) }),
    freeze: () => control.setSpeed(0),
    run: (speed = 1) => control.setSpeed(speed),
    save: () => takeSnapshot(records.changes(), clock.now()),
    reset: async () => control.reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Goes on from a saved state at the time when it was saved, whatever the clock beneath says now. */
function restore(records: Records, state: Snapshot, base: Clock): void {
  try {
    records.restore(readSnapshot(state));
    const { speed } = records.get('clock', 'offset') ?? {};
    const standing = speed === undefined ? {} : { speed, at: state.now };
    records.commit(put('clock', 'offset', { offsetMs: state.now - base.now(), ...standing }));
  } catch (error) {
    records.close();
    throw error;
  }
}

/** The one place where the parts meet. */
function assemble(options: SandboxOptions, report: (error: unknown) => void) {
  const records = new Records(options.dataFile === undefined ? memoryStore : openSqliteStore(options.dataFile));
  const base = options.clock ?? systemClock;
  if (options.state !== undefined) restore(records, options.state, base);
  const kept = records.get('clock', 'offset') ?? { offsetMs: 0 };
  const clock = new SandboxClock(base, kept, (state) => records.commit(put('clock', 'offset', state)));
  const schedule = new Schedule(clock, report);
  const fastForward = new FastForward(clock, schedule, report);
  const ids = new Ids(records, clock, options.seed ?? randomInt(2 ** 32));
  const apps = new AppBook(records, ids, new Authority(records), options.reuseKeys === true ? reusedKeys : newKeys);
  const answers = new AnswerBook(records);
  const oauth = new OAuthBook(records, clock);
  const certifications = new CertificationBook(records, clock);
  const uploads = new UploadBook(records);
  const nonces = new NonceBook({ now: () => clock.baseNow() });
  const buyers = new BuyerBook({ records, clock, ids });
  const coupons = new CouponBook(records, ids);
  const ledger = new Ledger({ records, clock, ids });
  const faults = new Faults(records);
  const requests = new RequestLog({ clock, apps });
  const poster = openFormPoster();
  const post = requests.sending(options.postForm ?? poster.post);
  const notifier = new Notifier({ records, clock, schedule, ids, apps, faults, post });
  const messenger = new Messenger({ apps, clock, notifier });
  const trades = new TradeBook({ records, clock, schedule, ids, buyers, coupons, ledger, notifier, messenger });
  const cashier = new Cashier({ records, clock, ids, apps, trades });
  const bills = new BillBook({ clock, trades, ledger, buyers, faults });
  const transfers = new TransferBook({ records, clock, schedule, ids, buyers, ledger, messenger });
  const authorizations = new AuthorizationBook({ records, clock, schedule, ids, buyers, ledger, notifier });
  const settlements = new SettlementBook({ records, clock, schedule, ids, buyers, ledger, trades, messenger });
  const agreements = new AgreementBook({ records, clock, ids, buyers, notifier });
  const pageRefunds = new PageRefunds(records, trades);
  const confirmations = new Confirmations(
    { records, clock, ids, apps },
    { refund: pageRefunds, transfer: transfers, freeze: authorizations, agreement: agreements },
  );
  const control = new ControlPlane({
    records,
    clock,
    schedule,
    fastForward,
    apps,
    buyers,
    trades,
    notifier,
    faults,
    requests,
  });
  return {
    records,
    clock,
    schedule,
    fastForward,
    ids,
    apps,
    answers,
    oauth,
    certifications,
    uploads,
    nonces,
    buyers,
    coupons,
    ledger,
    faults,
    notifier,
    poster,
    trades,
    cashier,
    messenger,
    confirmations,
    bills,
    transfers,
    agreements,
    settlements,
    authorizations,
    control,
    requests,
  };
}

function routesOf(
  parts: ReturnType<typeof assemble>,
  address: () => string,
  report: (error: unknown) => void,
): RouteTable {
  const gateway = (request: HttpRequest) => answerGateway({ ...parts, address, report }, request);
  return routeTable([
    ...consoleRoutes({ ...parts, address }),
    { method: 'GET', path: '/gateway.do', handle: gateway },
    { method: 'POST', path: '/gateway.do', handle: gateway },
    { method: '*', path: '/v3/*', handle: (request) => answerV3({ ...parts, address, report }, request) },
    ...oauthRoutes(parts),
    ...fileRoutes(parts.uploads),
    ...cashierRoutes({ ...parts, address }),
    ...appRoutes(parts),
    ...billRoutes(parts),
    ...authorizationRoutes(parts),
    ...agreementRoutes(parts),
    ...confirmationRoutes({ ...parts, address }),
    ...buyerRoutes(parts.buyers),
    ...couponRoutes(parts),
    ...answerRoutes(parts.answers),
    ...rotationRoutes(parts.apps),
    ...requestLogRoutes(parts.requests),
    ...controlRoutes(parts.control),
  ]);
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
