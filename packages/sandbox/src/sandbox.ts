import type { Clock } from '@till/alipay/time';
import type { AppRegistration, AppWithKeyPair, RegisteredApp } from './apps/registration.ts';
import type { BuyerFields, ShownCode } from './buyers/routes.ts';
import type { NotificationFilter, PaymentInput, TradeFilter } from './control/control-plane.ts';
import type { CouponFields, CouponInput } from './coupons/routes.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import type { NotificationAttempt } from './notifications/notification.ts';
import type { PostForm } from './notifications/post-form.ts';
import type { RequestSummary } from './request-log/request-fields.ts';
import type { RequestFilter } from './request-log/routes.ts';
import type { Snapshot } from './storage/snapshot.ts';
import type { Summary } from './summary/summary.ts';
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
  /**
   * What another sandbox {@link Sandbox.save}d, or the path of the file that it {@link Sandbox.saveTo}: this one goes on
   * from there. A data file must be empty then.
   */
  state?: Snapshot | string;
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
  /**
   * How notifications are sent: {@link deliverTo} hands them to a program of this process. Default: HTTP with a timeout
   * of 5 seconds, no redirects followed.
   */
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
  /**
   * `fetch` without a socket: what is at {@link url} answers within this process, faults included, and in a third of the
   * time. For an SDK's `transport` and for tests; addresses elsewhere are fetched as usual.
   */
  readonly fetch: typeof globalThis.fetch;
  /** The sandbox's own clock, which {@link advance}, {@link setNow}, {@link freeze} and {@link run} govern. */
  readonly clock: Clock;
  /** Registers a new app with a key pair made for it; the private key is in this answer only. */
  registerApp(registration?: AppRegistration & { app_id?: never; public_key?: never }): Promise<AppWithKeyPair>;
  /** Registers a merchant's app, or updates the one of that `app_id`. */
  registerApp(registration: AppRegistration): Promise<RegisteredApp>;
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
  /** The same into a file of JSON lines, for more than a few thousand trades: it is never in memory as a whole. */
  saveTo(path: string): Promise<void>;
  /** Forgets trades, keeps apps. */
  reset(): Promise<void>;
  close(): Promise<void>;
}
