import type { BuyerFields } from '../buyers/routes.ts';
import type { Locale } from '../cashier/view.ts';
import type { ControlPlane } from '../control/control-plane.ts';
import type { CouponFields } from '../coupons/routes.ts';
import type { RequestLog } from '../request-log/request-log.ts';
import type { Trade } from '../trades/trade.ts';

/** The pages of the console, in the order of their tabs. */
export const VIEWS = ['apps', 'trades', 'requests', 'notifications', 'buyers', 'faults', 'clock'] as const;

export type ViewName = (typeof VIEWS)[number];

/** Chooses the text of the page's language. */
export type Say = (zh: string, en: string) => string;

/** What every page of the console is made from. */
export interface ConsoleContext {
  readonly locale: Locale;
  readonly say: Say;
  readonly view: ViewName;
  /** The page's own query: `id`, and what lists are filtered by. */
  readonly query: URLSearchParams;
  /** The sandbox's time and the host's, epoch milliseconds. */
  readonly now: number;
  readonly hostNow: number;
  /** How fast the clock goes: 1 in real time, 0 not at all. */
  readonly speed: number;
  /** Where the sandbox is reached, without a slash at the end. */
  readonly address: string;
  readonly control: ControlPlane;
  /** A trade as it is kept, its instants to the millisecond. */
  readonly tradeOf: (tradeNo: string) => Trade | undefined;
  readonly requests: RequestLog;
  readonly buyers: () => readonly BuyerFields[];
  /** What a buyer has not used yet. */
  readonly couponsOf: (buyerId: string) => readonly CouponFields[];
}

/** The address of a page of the console, in the language of this one. */
export function linkTo({ locale }: Pick<ConsoleContext, 'locale'>, view: ViewName, query: Record<string, string> = {}) {
  return `/_sandbox/?${new URLSearchParams({ view, ...query, lang: locale })}`;
}
