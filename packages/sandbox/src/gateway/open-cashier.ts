import type { Clock } from '@till/alipay/time';
import type { Cashier } from '../cashier/cashier.ts';
import { type Expiry, expiresAt } from '../trades/expiry.ts';
import type { Call, PageMethod } from './call.ts';
import { readContact, readExpiry, readTerms, readUrl } from './order-terms.ts';
import { businessFailure } from './refusal.ts';

interface Parts {
  readonly cashier: Cashier;
  readonly clock: Clock;
  readonly address: () => string;
}

/** Takes a page request and tells where the buyer's browser shall go. @throws {GatewayRefusal} */
export function openCashier({ cashier, clock, address }: Parts, method: PageMethod, call: Call): string {
  const quitUrl = readUrl(call.content.text('quit_url', 400), 'quit_url');
  const admitted = cashier.admit({
    appId: call.app.appId,
    method: call.method,
    terms: readTerms(call.content, method),
    contact: readContact(call),
    expiry: startCounting(method, readExpiry(call.content, clock.now()), clock.now()),
    ...(quitUrl === undefined ? {} : { quitUrl }),
  });
  if ('refusal' in admitted) throw businessFailure(admitted.refusal);
  return `${address()}/cashier/${admitted.token}${method.page}`;
}

function startCounting(method: PageMethod, expiry: Expiry, now: number): Expiry {
  return method.timeoutFrom === 'request' ? { kind: 'at', at: expiresAt(expiry, now) } : expiry;
}
