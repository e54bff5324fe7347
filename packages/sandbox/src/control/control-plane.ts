import { AmountError, formatYuan, parseYuan } from '@till/alipay/money';
import type { AppBook } from '../apps/app-book.ts';
import { DEFAULT_SETTINGS } from '../apps/app-settings.ts';
import { type AppRegistration, describeApp, type RegisteredApp } from '../apps/registration.ts';
import { type BuyerBook, refilledBuyers } from '../buyers/buyer-book.ts';
import { type FastForward, LATEST_MS } from '../clock/fast-forward.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { Schedule } from '../clock/schedule.ts';
import { type FaultPlan, startPlan } from '../faults/fault-plan.ts';
import type { Faults } from '../faults/faults.ts';
import { SandboxError } from '../http/message.ts';
import { merchantAccount } from '../ledger/posting.ts';
import type { Notification, NotificationAttempt } from '../notifications/notification.ts';
import type { Notifier } from '../notifications/notifier.ts';
import type { RequestLog } from '../request-log/request-log.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import type { RecordLine } from '../storage/record-line.ts';
import type { RecordTally } from '../storage/record-tally.ts';
import { put, type Records } from '../storage/records.ts';
import { countedIn, type Summary, summarize } from '../summary/summary.ts';
import { unsettledFen } from '../trades/settling.ts';
import type { Trade } from '../trades/trade.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import { type TradeFields, tradeFields } from '../trades/trade-fields.ts';
import { badInput } from './input.ts';
import { readLimit } from './readers.ts';

export interface TradeFilter {
  app_id?: string;
  out_trade_no?: string;
  trade_no?: string;
  /** Only the newest so many; all without it. */
  limit?: number | string;
  /** Only those older than this one: the `trade_no` that the list before began with. */
  before?: string;
}

export interface NotificationFilter {
  app_id?: string;
  trade_no?: string;
  /** Only the newest so many; all without it. */
  limit?: number | string;
}

export interface PaymentInput {
  /** One of the ready buyers; the first, who can afford anything, when absent. */
  buyer_id?: string;
  /** In yuan; must be the trade's own amount. */
  amount?: string;
  /** The buyer's payment password, `111111`; checked only when given. */
  password?: string;
}

interface Parts {
  readonly records: Records;
  readonly clock: SandboxClock;
  readonly schedule: Schedule;
  readonly fastForward: FastForward;
  readonly apps: AppBook;
  readonly buyers: BuyerBook;
  readonly trades: TradeBook;
  readonly notifier: Notifier;
  readonly faults: Faults;
  readonly requests: RequestLog;
}

/** What tests and developers do to the sandbox, in-process; over HTTP it is `/_sandbox/...`. Throws SandboxError. */
export class ControlPlane {
  readonly #parts: Parts;
  readonly #sums: RecordTally<Trade>;
  readonly #tradesOf: RecordLine<Trade>;
  readonly #unsettledTrades: RecordIndex<Trade>;
  readonly #unsentMessages: RecordIndex<Notification>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#sums = parts.records.tally('trade', countedIn);
    this.#tradesOf = parts.records.lineBy('trade', ({ appId }) => appId);
    this.#unsettledTrades = parts.records.indexBy('trade', (trade) => (hasMoreToCome(trade) ? [TO_COME] : []));
    this.#unsentMessages = parts.records.indexBy('notification', ({ nextAt }) => (nextAt === null ? [] : [TO_COME]));
  }

  registerApp(registration: AppRegistration): Promise<RegisteredApp> {
    this.#checkOpening(registration);
    return this.#parts.apps.register(registration);
  }

  /** A statement that has begun cannot begin with something else. */
  #checkOpening({ app_id, opening_balance }: AppRegistration): void {
    const { apps, records } = this.#parts;
    const app = app_id === undefined ? undefined : apps.find(app_id);
    if (app === undefined || opening_balance === undefined) return;
    if (records.get('account', merchantAccount(app.sellerId)) === undefined) return;
    const before = app.settings?.openingFen ?? DEFAULT_SETTINGS.openingFen;
    if (parseYuan(opening_balance) === before) return;
    const hint = 'POST /_sandbox/reset first.';
    throw new SandboxError(
      409,
      'account_in_use',
      `Money has moved since the account began with ${formatYuan(before)}. ${hint}`,
    );
  }

  /** Oldest first. */
  trades({ limit, before, ...wanted }: TradeFilter): TradeFields[] {
    const numbers = this.#tradeNumbers(wanted);
    const end = before === undefined ? numbers.length : numbers.lastIndexOf(before);
    if (end === -1) throw badInput(`before is ${before}; it should be the trade_no of a trade that this list has.`);
    const start = Math.max(0, end - readLimit(limit));
    return numbers.slice(start, end).map((tradeNo) => tradeFields(this.#trade(tradeNo)));
  }

  #tradeNumbers({ app_id, out_trade_no, trade_no }: TradeFilter): readonly string[] {
    const { trades } = this.#parts;
    if (trade_no === undefined && out_trade_no === undefined) return this.#tradesOf.of(app_id);
    const named = trade_no === undefined ? trades.named(out_trade_no ?? '') : [trades.get(trade_no) ?? []].flat();
    return named
      .filter((trade) => (app_id ?? trade.appId) === trade.appId)
      .filter((trade) => (out_trade_no ?? trade.terms.outTradeNo) === trade.terms.outTradeNo)
      .map(({ tradeNo }) => tradeNo);
  }

  /** Pays as a buyer would on the cashier page. The notification is on its way when this returns, not yet there. */
  pay(tradeNo: string, { buyer_id, amount, password }: PaymentInput): TradeFields {
    const { trades, buyers } = this.#parts;
    const trade = this.#trade(tradeNo);
    if (amount !== undefined && readAmount(amount) !== trade.terms.totalFen) {
      throw new SandboxError(
        400,
        'amount_differs',
        `The trade is over ${formatYuan(trade.terms.totalFen)}, not ${amount}.`,
      );
    }
    const buyerId = buyer_id ?? trade.terms.payer?.buyerId ?? buyers.all()[0]?.id ?? '';
    const paid = trades.pay(trade, { buyerId, ...(password === undefined ? {} : { password }) });
    if (paid.ok) return tradeFields(paid.trade);
    if (paid.refusal === 'BUYER_NOT_EXIST') {
      const known = buyers.all().map(({ id, nameEn }) => `${id} (${nameEn})`);
      throw badInput(`There is no buyer ${buyer_id}. There are ${known.join(', ')}.`);
    }
    throw new SandboxError(
      409,
      paid.refusal.toLowerCase(),
      `Trade ${tradeNo} (${trade.status}) was not paid: ${paid.refusal}.`,
    );
  }

  /** The buyer says no. */
  decline(tradeNo: string): TradeFields {
    const trade = this.#trade(tradeNo);
    const closed = this.#parts.trades.close(trade, 'buyer');
    if (closed.ok) return tradeFields(closed.trade);
    throw new SandboxError(
      409,
      closed.refusal.toLowerCase(),
      `Trade ${tradeNo} is ${trade.status}: only a waiting one can be declined.`,
    );
  }

  /** Oldest first. */
  notifications({ app_id, trade_no, limit }: NotificationFilter): NotificationAttempt[] {
    const countMax = readLimit(limit);
    const { notifier } = this.#parts;
    if (trade_no === undefined) return notifier.latest(countMax, app_id);
    const about = notifier.attempts(trade_no).filter((attempt) => (app_id ?? attempt.app_id) === attempt.app_id);
    return about.slice(-countMax);
  }

  /** The trades that will be closed, settled or refunded by themselves, and the messages that wait to be sent. */
  toCome(): { readonly trades: Trade[]; readonly messages: Notification[] } {
    return { trades: [...this.#unsettledTrades.of(TO_COME)], messages: [...this.#unsentMessages.of(TO_COME)] };
  }

  /** The tries of the latest notifications to have been tried, the latest first. */
  newestNotifications(count: number): NotificationAttempt[][] {
    return this.#parts.notifier.newest(count);
  }

  /** Every app, as its registration described it. */
  apps(): (RegisteredApp & { public_key: string })[] {
    return this.#parts.apps.all().map((app) => ({ ...describeApp(app, undefined), public_key: app.publicKey }));
  }

  /** Sends a notification again, now, whatever became of it; the tries of that notification when that is done. */
  async resend(notifyId: string): Promise<NotificationAttempt[]> {
    // A try that is under way now is not the one that is asked for.
    await this.advance(0);
    const notification = this.#parts.notifier.resend(notifyId);
    if (notification === undefined) {
      const hint = 'GET /_sandbox/notifications lists what was sent.';
      throw new SandboxError(404, 'notification_not_found', `There is no notification ${notifyId}. ${hint}`);
    }
    await this.advance(0);
    const tries = this.notifications({ trade_no: notification.tradeNo });
    return tries.filter(({ notify_id }) => notify_id === notifyId);
  }

  summary(appId: string | undefined): Summary {
    return summarize(this.#sums, appId === undefined ? this.#parts.apps.all().map((app) => app.appId) : [appId]);
  }

  faults(): FaultPlan {
    return this.#parts.faults.plan;
  }

  setFaults(plan: FaultPlan): FaultPlan {
    this.#parts.faults.set(plan);
    return plan;
  }

  now(): number {
    return this.#parts.clock.now();
  }

  /** Moves the clock forward; everything due on the way has happened when the promise resolves. */
  advance(ms: number): Promise<number> {
    if (!Number.isSafeInteger(ms) || ms < 0) {
      throw badInput(`The clock only goes forward: advance_ms is ${ms}; it should be a whole number from 0.`);
    }
    return this.#parts.schedule.moveTo((now) => checkInstant(now + ms));
  }

  /** Moves the clock to an instant (epoch milliseconds); back only while there is nothing that would get younger. */
  setNow(epochMs: number): Promise<number> {
    checkInstant(epochMs);
    return this.#parts.schedule.moveTo((now) => {
      if (epochMs >= now || this.#isUntouched()) return epochMs;
      const hint = 'It goes back only while there are no trades, agreements or messages: POST /_sandbox/reset first.';
      throw badInput(`The clock is at ${now} already, and ${epochMs} is earlier. ${hint}`);
    });
  }

  /** How the clock goes: 1 at the pace of the clock beneath, 0 not at all. */
  speed(): number {
    return this.#parts.clock.speed;
  }

  /** Lets the clock go on at another speed: 0 freezes it. Moves under way end first. */
  async setSpeed(speed: number): Promise<{ now: number; speed: number }> {
    if (speed !== 0 && !(Number.isFinite(speed) && speed >= 1 && speed <= SPEED_MAX)) {
      throw badInput(`speed is ${speed}; it should be 0 (frozen) or from 1 to ${SPEED_MAX}, a year in a second.`);
    }
    const { schedule, fastForward } = this.#parts;
    fastForward.stop();
    await schedule.setSpeed(speed);
    fastForward.start();
    return { now: this.now(), speed: this.speed() };
  }

  /**
   * Forgets trades, cashier pages and notifications, refills the buyers' accounts and clears the fault plan.
   * Keeps the apps, their keys, and the clock.
   */
  reset(): void {
    const { records, schedule, requests } = this.#parts;
    records.forget(FORGOTTEN_BY_RESET, ...refilledBuyers(), put('faults', 'plan', startPlan({})));
    schedule.clear();
    requests.clear();
  }

  /** Nothing has happened that would get younger if the clock went back. */
  #isUntouched(): boolean {
    const { records } = this.#parts;
    const dated = ['trade', 'posting', 'authorization', 'transfer', 'agreement', 'notification'] as const;
    return dated.every((kind) => records.count(kind) === 0);
  }

  #trade(tradeNo: string): Trade {
    const trade = this.#parts.trades.get(tradeNo);
    if (trade !== undefined) return trade;
    const hint = 'A trade exists once its cashier page has been opened; GET /_sandbox/trades lists them.';
    throw new SandboxError(404, 'trade_not_found', `There is no trade ${tradeNo}. ${hint}`);
  }
}

const TO_COME = 'to come';

/** Besides being finished, a year after it was paid. */
function hasMoreToCome(trade: Trade): boolean {
  const { status, refundApplications = [] } = trade;
  return status === 'WAIT_BUYER_PAY' || refundApplications.length > 0 || unsettledFen(trade) > 0n;
}

/** What a reset forgets; apps and the clock stay. */
const FORGOTTEN_BY_RESET = [
  ...(['trade', 'session', 'notification', 'attempt', 'code', 'account', 'posting'] as const),
  ...(['confirmation', 'pageRefund', 'transfer', 'authorization', 'relation', 'settlement', 'agreement'] as const),
  ...(['coupon', 'answer', 'grant', 'token', 'certification', 'upload'] as const),
];

/** A year in a second. */
const SPEED_MAX = 365 * 24 * 60 * 60;

function checkInstant(epochMs: number): number {
  if (Number.isSafeInteger(epochMs) && epochMs >= 0 && epochMs < LATEST_MS) return epochMs;
  throw badInput(`The clock cannot be ${epochMs}; it should be epoch milliseconds between the years 1970 and 9000.`);
}

function readAmount(text: string): bigint {
  try {
    return parseYuan(text);
  } catch (error) {
    throw error instanceof AmountError ? badInput(`amount: ${error.message}`) : error;
  }
}
