import type { Expiry } from '../trades/expiry.ts';
import type { TradeContact, TradeTerms } from '../trades/trade.ts';

/** A merchant's signed page request, and the cashier page that it opens. */
export interface CashierSession {
  /** Part of the page's address; nobody can guess it. */
  readonly token: string;
  readonly appId: string;
  /** The merchant's account, if an ISV's app acts for another; else the app's own. */
  readonly sellerId?: string;
  /** The gateway method that opened it. */
  readonly method: string;
  readonly terms: TradeTerms;
  readonly contact: TradeContact;
  /** Where a buyer goes who does not want to pay. */
  readonly quitUrl?: string;
  /** Resolved when the request was made (page), or when the trade begins (wap). */
  readonly expiry: Expiry;
  /** Until when the page can be opened for the first time (a QR code grows old); epoch milliseconds. */
  readonly openUntil?: number;
  /** Set once the page has been opened: only then does the trade exist. */
  readonly tradeNo?: string;
}
