import { AmountError, formatYuan, parseYuan } from '@till/alipay/money';
import type { AppBook, AppRegistration, RegisteredApp } from '../apps/app-book.ts';
import { type BuyerBook, refilledBuyers } from '../buyers/buyer-book.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { Schedule } from '../clock/schedule.ts';
import { type FaultPlan, startPlan } from '../faults/fault-plan.ts';
import type { Faults } from '../faults/faults.ts';
import { SandboxError } from '../http/message.ts';
import type { NotificationAttempt } from '../notifications/notification.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { put, type Records, remove } from '../storage/records.ts';
import { type Summary, summarize } from '../summary/summary.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import { type TradeFields, tradeFields } from '../trades/trade-fields.ts';
import { badInput } from './input.ts';

export interface TradeFilter {
  app_id?: string;
  out_trade_no?: string;
  trade_no?: string;
}

export interface NotificationFilter {
  app_id?: string;
  trade_no?: string;
}

export interface PaymentInput {
  /** One of the ready buyers; the first, who can afford anything, when absent. */
  buyer_id?: string;
  /** In yuan; must be the trade's own amount. */
  amount?: string;
}

interface Parts {
  readonly records: Records;
  readonly clock: SandboxClock;
  readonly schedule: Schedule;
  readonly apps: AppBook;
  readonly buyers: BuyerBook;
  readonly trades: TradeBook;
  readonly notifier: Notifier;
  readonly faults: Faults;
}

/** What tests and developers do to the sandbox, in-process; over HTTP it is `/_sandbox/...`. Throws SandboxError. */
export class ControlPlane {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  registerApp(registration: AppRegistration): Promise<RegisteredApp> {
    return this.#parts.apps.register(registration);
  }

  trades({ app_id, out_trade_no, trade_no }: TradeFilter): TradeFields[] {
    return this.#parts.trades
      .all()
      .map(tradeFields)
      .filter((trade) => (app_id ?? trade.app_id) === trade.app_id)
      .filter((trade) => (out_trade_no ?? trade.out_trade_no) === trade.out_trade_no)
      .filter((trade) => (trade_no ?? trade.trade_no) === trade.trade_no);
  }

  /** Pays as a buyer would on the cashier page. The notification is on its way when this returns, not yet there. */
  pay(tradeNo: string, { buyer_id, amount }: PaymentInput): TradeFields {
    const { trades, buyers } = this.#parts;
    const trade = trades.get(tradeNo);
    if (trade === undefined) {
      const hint = 'A trade exists once its cashier page has been opened; GET /_sandbox/trades lists them.';
      throw new SandboxError(404, 'trade_not_found', `There is no trade ${tradeNo}. ${hint}`);
    }
    if (amount !== undefined && readAmount(amount) !== trade.terms.totalFen) {
      throw new SandboxError(
        400,
        'amount_differs',
        `The trade is over ${formatYuan(trade.terms.totalFen)}, not ${amount}.`,
      );
    }
    const paid = trades.pay(trade, buyer_id ?? buyers.all()[0]?.id ?? '');
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

  notifications({ app_id, trade_no }: NotificationFilter): NotificationAttempt[] {
    return this.#parts.notifier
      .attempts()
      .filter((attempt) => (app_id ?? attempt.app_id) === attempt.app_id)
      .filter((attempt) => (trade_no ?? attempt.trade_no) === attempt.trade_no);
  }

  summary(appId: string | undefined): Summary {
    return summarize(this.#parts.trades.all().filter((trade) => (appId ?? trade.appId) === trade.appId));
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

  /** Moves the clock to an instant (epoch milliseconds); back only while there are no trades that would get younger. */
  setNow(epochMs: number): Promise<number> {
    checkInstant(epochMs);
    return this.#parts.schedule.moveTo((now) => {
      if (epochMs >= now || this.#parts.trades.all().length === 0) return epochMs;
      const hint = 'It goes back only while there are no trades: POST /_sandbox/reset first.';
      throw badInput(`The clock is at ${now} already, and ${epochMs} is earlier. ${hint}`);
    });
  }

  /**
   * Forgets trades, cashier pages and notifications, refills the buyers' accounts and clears the fault plan.
   * Keeps the apps, their keys, and the clock.
   */
  reset(): void {
    const { records, schedule, trades } = this.#parts;
    const forgotten = (['trade', 'session', 'notification', 'attempt'] as const).flatMap((kind) =>
      [...records.ids(kind)].map((id) => remove(kind, id)),
    );
    records.commit(...forgotten, ...refilledBuyers(), put('faults', 'plan', startPlan({})));
    trades.forget();
    schedule.clear();
  }
}

/** Alipay writes years with four digits. */
const LATEST_MS = Date.UTC(9000, 0);

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
