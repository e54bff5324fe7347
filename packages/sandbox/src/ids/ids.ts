import { randomBytes, randomUUID } from 'node:crypto';
import { type Clock, formatBeijing } from '@till/alipay/time';
import { put, type Records } from '../storage/records.ts';
import { draw } from './random.ts';

/** Numbers are set aside in blocks, so that most identifiers cost no write; a restart skips the rest of a block. */
const BLOCK = 1_000;

/** Makes identifiers in Alipay's shapes. A number that only counts up, also across restarts, keeps them apart. */
export class Ids {
  readonly #records: Records;
  readonly #clock: Clock;
  #randomState: number;
  #last: number;
  #reserved: number;

  constructor(records: Records, clock: Clock, seed: number) {
    this.#records = records;
    this.#clock = clock;
    this.#randomState = seed;
    this.#last = records.get('counter', 'id')?.last ?? 0;
    this.#reserved = this.#last;
  }

  /** 28 digits: the Beijing date, `22001`, 15 more. */
  tradeNo(): string {
    return `${this.#beijingDigits().slice(0, 8)}22001${this.#digits(15)}`;
  }

  /** 34 digits: the Beijing date, `00222`, the Beijing time, 15 more. */
  notifyId(): string {
    const digits = this.#beijingDigits();
    return `${digits.slice(0, 8)}00222${digits.slice(8)}${this.#digits(15)}`;
  }

  /** 16 digits, as the sandbox's apps have at Alipay. */
  appId(): string {
    return `9021${this.#digits(12)}`;
  }

  /** 16 digits starting 2088, of a range apart from the ready buyers'. */
  sellerId(): string {
    return `20881${this.#digits(11)}`;
  }

  /** Nobody can guess it: it is all that opens a cashier page. */
  cashierToken(): string {
    return randomBytes(18).toString('base64url');
  }

  /** The `trace_id` of a gateway answer, 32 hex digits. */
  traceId(): string {
    return randomUUID().replaceAll('-', '');
  }

  /** 32 digits: the Beijing date, `110070`, 18 more: an order of the fund products. */
  orderId(): string {
    return `${this.#beijingDigits().slice(0, 8)}110070${this.#digits(18)}`;
  }

  /** 28 digits: the Beijing date, `10002`, 15 more: a pre-authorisation, or a settlement. */
  authNo(): string {
    return `${this.#beijingDigits().slice(0, 8)}10002${this.#digits(15)}`;
  }

  /** 20 digits: an operation on a pre-authorisation, an agreement, a line of an account statement. */
  operationId(): string {
    return `${this.#beijingDigits().slice(0, 8)}${this.#digits(12)}`;
  }

  agreementNo(): string {
    return this.operationId();
  }

  ledgerNo(): string {
    return this.operationId();
  }

  /** 18 digits starting 28: what a buyer's phone shows to a shop's scanner. */
  paymentCode(): string {
    return `28${this.#digits(16)}`;
  }

  /** `bax` and 17 lower-case letters, as in `https://qr.alipay.com/bax...`; nobody can guess it. */
  qrToken(): string {
    return `bax${[...randomBytes(17)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;
  }

  #beijingDigits(): string {
    return formatBeijing(this.#clock.now()).replaceAll(/\D/g, '');
  }

  /** The counter fills the end; what is left in front is random, so that numbers look like Alipay's. */
  #digits(length: number): string {
    if (this.#last === this.#reserved) {
      this.#reserved += BLOCK;
      this.#records.commit(put('counter', 'id', { last: this.#reserved }));
    }
    const { value, state } = draw(this.#randomState);
    this.#randomState = state;
    const count = (++this.#last).toString().padStart(8, '0');
    const front = Math.floor(value * 10 ** (length - 8));
    return `${front.toString().padStart(length - 8, '0')}${count}`.slice(-length);
  }
}
