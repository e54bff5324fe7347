import { type HttpReply, type HttpRequest, html, json, redirect, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import type { Cashier } from './cashier.ts';
import { renderAppPage } from './pages/app-page.ts';
import { localeOf } from './request.ts';

interface Parts {
  readonly cashier: Cashier;
  readonly trades: TradeBook;
}

/**
 * What stands in for the Alipay app: it takes order strings of the mobile SDK, pays trades for mini programs
 * (`my.tradePay`), scans QR codes, and tells what the mobile SDK would answer.
 */
export function appRoutes(parts: Parts): Route[] {
  return [
    { method: 'GET', path: '/app', handle: (request) => html(renderAppPage(localeOf(request))) },
    { method: 'POST', path: '/app', handle: takeOrderString },
    { method: 'GET', path: '/app/trade/:trade_no', handle: (request) => tradePay(parts, request) },
    { method: 'GET', path: '/qr/:token', handle: ({ params }) => redirect(`/cashier/${params.token}/m`, 302) },
    { method: 'GET', path: '/cashier/:token/result', handle: (request) => result(parts, request) },
  ];
}

/** An order string is a signed query: the gateway reads it like any other. It comes bare, or as a form's field. */
function takeOrderString({ body }: HttpRequest): HttpReply {
  const text = body.toString('utf8').trim();
  const orderString = text.startsWith('order_string=') ? (new URLSearchParams(text).get('order_string') ?? '') : text;
  if (!/(^|&)app_id=/.test(orderString) || /\s/.test(orderString.trim())) {
    const hint = 'It begins like app_id=...&biz_content=..., as sdkExecute or orderString makes it.';
    throw new SandboxError(400, 'bad_order_string', `That is no order string. ${hint}`);
  }
  return redirect(`/gateway.do?${orderString.trim()}`, 303);
}

function tradePay({ cashier, trades }: Parts, { params }: HttpRequest): HttpReply {
  const trade = trades.get(params.trade_no ?? '');
  if (trade === undefined) throw new SandboxError(404, 'trade_not_found', `There is no trade ${params.trade_no}.`);
  return redirect(`/cashier/${cashier.reopen(trade).token}/m`, 302);
}

/** What the mobile SDK hands the merchant's app: `{resultStatus, result, memo}`. */
function result({ cashier }: Parts, { params }: HttpRequest): HttpReply {
  const found = cashier.find(params.token ?? '');
  if (found === undefined) throw new SandboxError(404, 'not_found', 'There is no such payment.');
  const { session, trade } = found;
  if (trade?.payment === undefined) return json({ resultStatus: '6001', result: '', memo: '用户取消' });
  return json({ resultStatus: '9000', result: cashier.appResult(session, trade), memo: '' });
}
