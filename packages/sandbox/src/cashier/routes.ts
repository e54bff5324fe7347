import { formatYuan } from '@till/alipay/money';
import type { Clock } from '@till/alipay/time';
import { renderSVG } from 'uqr';
import type { AppBook } from '../apps/app-book.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import type { CouponBook } from '../coupons/coupon-book.ts';
import { businessFailure } from '../gateway/refusal.ts';
import { type HttpReply, type HttpRequest, html, json, redirect, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { Trade } from '../trades/trade.ts';
import type { TradeRefusal } from '../trades/transitions.ts';
import type { Cashier } from './cashier.ts';
import { cashierView } from './cashier-view.ts';
import { renderDesktopCashier, renderGatewayError, renderMobileCashier, renderOutcome } from './pages/index.ts';
import { textForBuyer } from './refusal-texts.ts';
import { isForScript, localeOf, readFields } from './request.ts';
import type { CashierSession } from './session.ts';
import type { OutcomeKind, OutcomeView } from './view.ts';

interface Parts {
  readonly cashier: Cashier;
  readonly apps: AppBook;
  readonly buyers: BuyerBook;
  readonly coupons: CouponBook;
  readonly clock: Clock;
  /** Where browsers reach the sandbox, without a slash at the end. */
  readonly address: () => string;
}

type Device = 'desktop' | 'mobile';

/** The cashier's pages and what their scripts call. */
export function cashierRoutes(parts: Parts): Route[] {
  return [
    { method: 'GET', path: '/cashier/:token', handle: (request) => show(parts, request, 'desktop') },
    { method: 'GET', path: '/cashier/:token/m', handle: (request) => show(parts, request, 'mobile') },
    { method: 'GET', path: '/cashier/:token/qr.svg', handle: (request) => showQrCode(parts, request) },
    { method: 'GET', path: '/cashier/:token/cancelled', handle: (request) => showCancelled(parts, request) },
    { method: 'GET', path: '/cashier/:token/status', handle: (request) => status(parts, request) },
    { method: 'POST', path: '/cashier/:token/pay', handle: (request) => pay(parts, request) },
    { method: 'POST', path: '/cashier/:token/cancel', handle: (request) => cancel(parts, request) },
  ];
}

function show(parts: Parts, request: HttpRequest, device: Device): HttpReply {
  const visit = parts.cashier.visit(tokenOf(request));
  switch (visit.kind) {
    case 'not_found':
      return outcome(request, 'not_found', {}, 404);
    case 'expired':
      return outcome(request, 'expired', { subject: visit.session.terms.subject });
    case 'refused':
      return refused(visit.refusal);
    case 'trade': {
      const kind = outcomeOf(visit.trade);
      if (kind === undefined) return showTrade(parts, request, device, visit);
      return outcome(request, kind, outcomeDetails(parts, visit.session, visit.trade));
    }
  }
}

function showTrade(
  { apps, buyers, coupons, clock, address }: Parts,
  request: HttpRequest,
  device: Device,
  { session, trade }: { session: CashierSession; trade: Trade },
): HttpReply {
  const locale = localeOf(request);
  const refusal = new URLSearchParams(request.query).get('refused');
  const view = cashierView({
    locale,
    session,
    trade,
    sellerName: apps.find(trade.appId)?.name ?? trade.appId,
    buyers: buyers.all(),
    couponOf: (buyerId) => coupons.bestFor(buyerId, trade.terms),
    mobileUrl: mobileUrl(address(), session.token),
    now: clock.now(),
    ...(refusal === null ? {} : { error: textForBuyer(refusal)[locale] }),
  });
  return html(device === 'desktop' ? renderDesktopCashier(view) : renderMobileCashier(view));
}

/** The code that opens the page on a phone. A picture of its own: whoever does not look at the page does without. */
function showQrCode({ cashier, address }: Parts, request: HttpRequest): HttpReply {
  const token = tokenOf(request);
  if (cashier.find(token) === undefined) throw unknownSession();
  // Any mask can be scanned; trying all eight for the prettiest would take longer than the rest of the page.
  const body = renderSVG(mobileUrl(address(), token), { maskPattern: 0 });
  return { status: 200, headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, max-age=3600' }, body };
}

function mobileUrl(address: string, token: string): string {
  return `${address}/cashier/${token}/m`;
}

function showCancelled(parts: Parts, request: HttpRequest): HttpReply {
  const found = parts.cashier.find(tokenOf(request));
  if (found === undefined) return outcome(request, 'not_found', {}, 404);
  const { terms, token } = found.session;
  const continueUrl = `${parts.address()}/cashier/${token}`;
  return outcome(request, 'cancelled', {
    subject: terms.subject,
    totalAmount: formatYuan(terms.totalFen),
    continueUrl,
  });
}

function status({ cashier, clock, ...parts }: Parts, request: HttpRequest): HttpReply {
  const found = cashier.find(tokenOf(request));
  if (found === undefined) throw unknownSession();
  const { session, trade } = found;
  if (trade === undefined) return json({ status: 'waiting' });
  const secondsLeft = Math.max(0, Math.ceil((trade.expiresAt - clock.now()) / 1000));
  const state = trade.payment === undefined ? (outcomeOf(trade) ?? 'waiting') : 'paid';
  const isOver = state === 'paid' || state === 'closed' || state === 'expired';
  const continueUrl = isOver ? continueTo({ cashier, clock, ...parts }, session, trade) : undefined;
  return json({
    status: state,
    trade_no: trade.tradeNo,
    ...(continueUrl === undefined ? {} : { continue_url: continueUrl }),
    seconds_left: state === 'waiting' ? secondsLeft : 0,
  });
}

function pay(parts: Parts, request: HttpRequest): HttpReply {
  const fields = readFields(request);
  const buyerId = fields.buyer_id ?? '';
  // A plain form names each buyer's channels apart from the others'.
  const channel = fields.channel ?? fields[`channel-${buyerId}`];
  const payment = parts.cashier.pay(tokenOf(request), {
    buyerId,
    ...(channel === undefined ? {} : { channel }),
    ...(fields.password === undefined ? {} : { password: fields.password }),
  });
  if (payment.status === 'not_found') throw unknownSession();
  if (payment.status === 'paid') {
    const continueUrl = continueTo(parts, payment.session, payment.trade);
    return isForScript(request) ? json({ status: 'paid', continue_url: continueUrl }) : redirect(continueUrl, 303);
  }
  const { zh, en } = textForBuyer(payment.refusal);
  if (isForScript(request)) return json({ status: 'refused', message: zh, message_en: en });
  return redirect(`${pageAddress(parts, request)}?refused=${payment.refusal}`, 303);
}

/** The trade stays as it is: a buyer who changes his mind may come back. */
function cancel(parts: Parts, request: HttpRequest): HttpReply {
  const found = parts.cashier.find(tokenOf(request));
  if (found === undefined) throw unknownSession();
  const { quitUrl, token } = found.session;
  const continueUrl = quitUrl ?? `${parts.address()}/cashier/${token}/cancelled`;
  return isForScript(request) ? json({ status: 'cancelled', continue_url: continueUrl }) : redirect(continueUrl, 303);
}

/** After payment to the merchant, signed; anybody else to the page that says how it ended. */
function continueTo({ cashier, address }: Parts, session: CashierSession, trade: Trade): string {
  const own = `${address()}/cashier/${session.token}`;
  return trade.payment === undefined ? own : (cashier.returnUrl(session, trade) ?? own);
}

function outcomeDetails({ cashier }: Parts, session: CashierSession, trade: Trade): Partial<OutcomeView> {
  const continueUrl = trade.payment === undefined ? undefined : cashier.returnUrl(session, trade);
  return {
    tradeNo: trade.tradeNo,
    subject: trade.terms.subject,
    totalAmount: formatYuan(trade.terms.totalFen),
    ...(continueUrl === undefined ? {} : { continueUrl }),
  };
}

function outcome(request: HttpRequest, kind: OutcomeKind, details: Partial<OutcomeView>, httpStatus = 200): HttpReply {
  return html(renderOutcome({ locale: localeOf(request), kind, ...details }), httpStatus);
}

function refused(refusal: TradeRefusal): HttpReply {
  const { subCode, subMsg } = businessFailure(refusal);
  return html(renderGatewayError({ code: subCode, reason: subMsg }));
}

function outcomeOf(trade: Trade): 'paid' | 'closed' | 'expired' | undefined {
  switch (trade.status) {
    case 'WAIT_BUYER_PAY':
      return undefined;
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'paid';
    case 'TRADE_CLOSED':
      return trade.closing?.by === 'expiry' ? 'expired' : 'closed';
  }
}

/** The page that a plain form was posted from. */
function pageAddress({ address }: Parts, request: HttpRequest): string {
  const isMobile = /\/m(\?|$)/.test(request.headers.referer ?? '');
  return `${address()}/cashier/${tokenOf(request)}${isMobile ? '/m' : ''}`;
}

function tokenOf(request: HttpRequest): string {
  return request.params.token ?? '';
}

function unknownSession(): SandboxError {
  return new SandboxError(404, 'not_found', 'There is no such cashier page. It may have been forgotten by a reset.');
}
