import type { BuyerBook } from '../buyers/buyer-book.ts';
import { listBuyers } from '../buyers/routes.ts';
import type { Html } from '../cashier/pages/html.ts';
import { localeOf } from '../cashier/request.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { ControlPlane } from '../control/control-plane.ts';
import type { CouponBook } from '../coupons/coupon-book.ts';
import { listCoupons } from '../coupons/routes.ts';
import { indexPage } from '../http/index-page.ts';
import { type HttpReply, type HttpRequest, html, redirect } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { RequestLog } from '../request-log/request-log.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import { appsPage } from './pages/apps.ts';
import { buyersPage } from './pages/buyers.ts';
import { clockPage } from './pages/clock.ts';
import { CONTENT_SECURITY_POLICY, nameOf, renderConsole } from './pages/document.ts';
import { faultsPage } from './pages/faults.ts';
import { notificationsPage } from './pages/notifications.ts';
import { requestPage } from './pages/request.ts';
import { requestsPage } from './pages/requests.ts';
import { tradePage } from './pages/trade.ts';
import { tradesPage } from './pages/trades.ts';
import { type ConsoleContext, VIEWS, type ViewName } from './view.ts';

interface Parts {
  readonly control: ControlPlane;
  readonly requests: RequestLog;
  readonly buyers: BuyerBook;
  readonly coupons: CouponBook;
  readonly trades: TradeBook;
  readonly clock: SandboxClock;
  /** Where browsers reach the sandbox, without a slash at the end. */
  readonly address: () => string;
  /** What else the sandbox answers. */
  readonly routes: readonly Route[];
}

/** The sandbox's front door: a console for people, and for programs an index of the control plane. */
export function consoleRoutes(parts: Parts): Route[] {
  const index = () => indexPage(parts.address(), parts.routes);
  const show = (request: HttpRequest) => (isForPeople(request) ? showConsole(parts, request) : index());
  const lead = (request: HttpRequest) => (isForPeople(request) ? toConsole(request) : index());
  return [
    { method: 'GET', path: '/', handle: lead },
    // How tools look whether a server is there. On other pages, opening one is what begins a trade.
    { method: 'HEAD', path: '/', handle: lead },
    { method: 'GET', path: '/_sandbox', handle: lead },
    { method: 'GET', path: '/_sandbox/', handle: show },
  ];
}

function isForPeople({ headers }: HttpRequest): boolean {
  return (headers.accept ?? '').includes('text/html');
}

function toConsole({ query }: HttpRequest): HttpReply {
  return redirect(`/_sandbox/${query === '' ? '' : `?${query}`}`, 302);
}

function showConsole(parts: Parts, request: HttpRequest): HttpReply {
  const traceId = new URLSearchParams(request.query).get('traceId');
  if (traceId !== null) return toTraced(parts, traceId);
  const context = contextOf(parts, request);
  const { headers, ...page } = html(renderConsole(context, { title: titleOf(context), content: contentOf(context) }));
  return { ...page, headers: { ...headers, 'content-security-policy': CONTENT_SECURITY_POLICY } };
}

/** Answers name their request by its trace id, the error pages and v3's `links` with this address. */
function toTraced({ requests }: Parts, traceId: string): HttpReply {
  const traced = requests.traced(traceId);
  return redirect(`/_sandbox/?view=requests${traced === undefined ? '' : `&id=${traced.number}`}`, 302);
}

function contextOf(
  { control, requests, buyers, coupons, trades, clock, address }: Parts,
  request: HttpRequest,
): ConsoleContext {
  const query = new URLSearchParams(request.query);
  const locale = localeOf(request);
  return {
    locale,
    say: (zh, en) => (locale === 'zh' ? zh : en),
    view: viewOf(query),
    query,
    now: clock.now(),
    hostNow: clock.baseNow(),
    speed: clock.speed,
    address: address(),
    control,
    tradeOf: (tradeNo) => trades.get(tradeNo),
    requests,
    buyers: () => listBuyers(buyers),
    couponsOf: (buyerId) => listCoupons({ coupons, buyers }, buyerId),
  };
}

function viewOf(query: URLSearchParams): ViewName {
  return VIEWS.find((view) => view === query.get('view')) ?? 'apps';
}

function titleOf(context: ConsoleContext): string {
  const id = context.query.get('id') ?? '';
  return `${id} ${nameOf(context, context.view)}`.trim();
}

function contentOf(context: ConsoleContext): Html {
  const id = context.query.get('id');
  switch (context.view) {
    case 'apps':
      return appsPage(context);
    case 'trades':
      return id === null ? tradesPage(context) : tradePage(context, id);
    case 'requests':
      return id === null ? requestsPage(context) : requestPage(context, id);
    case 'notifications':
      return notificationsPage(context);
    case 'buyers':
      return buyersPage(context);
    case 'faults':
      return faultsPage(context);
    case 'clock':
      return clockPage(context);
  }
}
