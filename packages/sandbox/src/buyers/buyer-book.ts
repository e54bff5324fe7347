import { put, type Records } from '../storage/records.ts';
import type { Buyer } from './buyer.ts';
import { READY_BUYERS } from './ready-buyers.ts';

/** The buyers' accounts and what is in them. */
export class BuyerBook {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
    const missing = READY_BUYERS.filter(({ id }) => records.get('buyer', id) === undefined);
    if (missing.length > 0) records.commit(...missing.map((buyer) => put('buyer', buyer.id, buyer)));
  }

  find(id: string): Buyer | undefined {
    return this.#records.get('buyer', id);
  }

  /** In the order in which the cashier offers them. */
  all(): Buyer[] {
    return [...this.#records.all('buyer')];
  }
}

/** The changes that put every account back to what it started with. */
export function refilledBuyers() {
  return READY_BUYERS.map((buyer) => put('buyer', buyer.id, buyer));
}
