import { randomBytes } from 'node:crypto';
import type { Clock } from '@till/alipay/time';
import { put, type Records } from '../storage/records.ts';

/** A person's identity being verified with his face. */
export interface Certification {
  /** 32 characters. */
  readonly certifyId: string;
  readonly appId: string;
  readonly outerOrderNo: string;
  readonly bizCode: string;
  readonly certName: string;
  readonly certNo: string;
  readonly returnUrl: string;
  readonly outcome?: 'passed' | 'failed';
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A certification can be taken and asked about for this long. */
const LIFE_MS = 23 * 3_600_000;

export class CertificationBook {
  readonly #records: Records;
  readonly #clock: Clock;

  constructor(records: Records, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  begin(request: Omit<Certification, 'certifyId' | 'at' | 'outcome'>): Certification {
    const certifyId = randomBytes(16).toString('hex');
    const certification = { ...request, certifyId, at: this.#clock.now() };
    this.#records.commit(put('certification', certifyId, certification));
    return certification;
  }

  find(certifyId: string): Certification | undefined {
    return this.#records.get('certification', certifyId);
  }

  isExpired({ at }: Certification): boolean {
    return at + LIFE_MS <= this.#clock.now();
  }

  /** The person's face fits, or does not. The first outcome counts. */
  decide(certification: Certification, outcome: 'passed' | 'failed'): void {
    if (certification.outcome !== undefined || this.isExpired(certification)) return;
    this.#records.commit(put('certification', certification.certifyId, { ...certification, outcome }));
  }
}
