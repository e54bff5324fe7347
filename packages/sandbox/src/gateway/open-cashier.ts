import { type Expiry, expiresAt } from '../trades/expiry.ts';
import type { Books } from './books.ts';
import type { Call, PageMethod } from './call.ts';
import { type Product, readContact, readExpiry, readTerms, readUrl } from './order-terms.ts';
import { businessFailure } from './refusal.ts';
import { readSigningTerms } from './signing-terms.ts';

/** How one product's page is paid. */
export interface OrderPage extends Product {
  /** The page, below the cashier's session. */
  readonly page: '' | '/m';
  /** From when `timeout_express` counts. */
  readonly timeoutFrom: 'request' | 'trade';
}

/** A method that leads the buyer to a cashier page. */
export function orderPage(product: OrderPage): PageMethod {
  return { kind: 'page', open: (call, books) => openCashier(books, product, call) };
}

/** Takes a page request and tells where the buyer's browser shall go. @throws {GatewayRefusal} */
function openCashier({ cashier, clock }: Books, method: OrderPage, call: Call): string {
  const quitUrl = readUrl(call.content.text('quit_url', 400), 'quit_url', 400);
  const terms = readTerms(call, method);
  const admitted = cashier.admit({
    appId: call.app.appId,
    sellerId: call.app.sellerId,
    method: call.method,
    terms: { ...terms, ...readSigningTerms(call.content, clock.now()) },
    contact: readContact(call),
    expiry: startCounting(method, readExpiry(call.content, clock.now(), terms), clock.now()),
    ...(quitUrl === undefined ? {} : { quitUrl }),
  });
  if ('refusal' in admitted) throw businessFailure(admitted.refusal);
  return `/cashier/${admitted.token}${method.page}`;
}

/** On phones less than five minutes are five minutes. */
const PHONE_TIMEOUT_MIN_MS = 5 * 60_000;

function startCounting(method: OrderPage, expiry: Expiry, now: number): Expiry {
  if (method.timeoutFrom === 'request') return { kind: 'at', at: expiresAt(expiry, now) };
  return expiry.kind === 'after' ? { ...expiry, ms: Math.max(expiry.ms, PHONE_TIMEOUT_MIN_MS) } : expiry;
}
