import type { Clock } from '@till/alipay/time';
import type { Ids } from '../ids/ids.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import { put, type RecordChange, type Records } from '../storage/records.ts';
import type { Buyer } from './buyer.ts';
import { READY_BUYERS } from './ready-buyers.ts';

/** The number that a buyer's phone shows to a shop's scanner. It pays once, and soon. */
export interface PaymentCode {
  /** 18 digits starting 28. */
  readonly code: string;
  readonly buyerId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** The merchant's number of the order that it was used for. */
  readonly usedFor?: string;
}

/** How long a payment code can be used after it was shown, on the sandbox's clock. */
const CODE_LIFE_MS = 2 * 60_000;

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The buyers' accounts, and the payment codes on their phones. */
export class BuyerBook {
  readonly #parts: Parts;
  readonly #unusedCodes: RecordIndex<PaymentCode>;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { records } = parts;
    this.#unusedCodes = records.indexBy('code', ({ buyerId, usedFor }) => (usedFor === undefined ? [buyerId] : []));
    const missing = READY_BUYERS.filter(({ id }) => records.get('buyer', id) === undefined);
    if (missing.length > 0) records.commit(...missing.map((buyer) => put('buyer', buyer.id, buyer)));
  }

  find(id: string): Buyer | undefined {
    return this.#parts.records.get('buyer', id);
  }

  findByLogin(login: string): Buyer | undefined {
    return this.all().find((buyer) => buyer.login === login);
  }

  /** In the order in which the cashier offers them. */
  all(): Buyer[] {
    return [...this.#parts.records.all('buyer')];
  }

  /** The buyer opens the payment code on the phone: a new one each time. */
  showCode(buyerId: string): PaymentCode {
    const { records, clock, ids } = this.#parts;
    const shown = { code: ids.paymentCode(), buyerId, expiresAt: clock.now() + CODE_LIFE_MS };
    records.commit(put('code', shown.code, shown));
    return shown;
  }

  /** The code, if it can pay this order: it is in time and not used up, or was used for this very order. */
  readCode(code: string, orderNo: string): PaymentCode | undefined {
    const shown = this.#parts.records.get('code', code);
    if (shown === undefined) return undefined;
    if (shown.usedFor !== undefined) return shown.usedFor === orderNo ? shown : undefined;
    return shown.expiresAt > this.#parts.clock.now() ? shown : undefined;
  }

  /** The latest code of a buyer that can still be used. */
  currentCode(buyerId: string): PaymentCode | undefined {
    const now = this.#parts.clock.now();
    return [...this.#unusedCodes.of(buyerId)].filter((code) => code.expiresAt > now).at(-1);
  }

  use(code: PaymentCode, orderNo: string): RecordChange {
    return put('code', code.code, { ...code, usedFor: orderNo });
  }
}

/** The changes that put every account back to what it started with. */
export function refilledBuyers() {
  return READY_BUYERS.map((buyer) => put('buyer', buyer.id, buyer));
}
