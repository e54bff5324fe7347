import { type Html, html } from '../../cashier/pages/html.ts';
import type { RequestSummary } from '../../request-log/request-fields.ts';
import { EXCHANGES_MAX } from '../../request-log/request-log.ts';
import { listRequests } from '../../request-log/routes.ts';
import { type ConsoleContext, linkTo } from '../view.ts';
import { chip, empty, time } from './parts.ts';

const ROWS_MAX = 200;

/** Every request in and every message out, newest first. */
export function requestsPage(context: ConsoleContext): Html {
  const { say, query, requests } = context;
  const show = query.get('show') ?? 'all';
  const filter = { problems: { ok: 'false' }, in: { direction: 'in' }, out: { direction: 'out' } }[show] ?? {};
  const found = listRequests(requests, { ...filter, limit: ROWS_MAX });
  const choice = (value: string, label: string) => {
    const current = show === value ? html` aria-current="true"` : undefined;
    return html`<a href="${linkTo(context, 'requests', { show: value })}"${current} data-testid="show-${value}">${label}</a>`;
  };
  return html`<div class="head"><div><h1>${say('请求', 'Requests')}</h1>
<p>${say(`进出沙箱的最近 ${EXCHANGES_MAX} 个请求，只在内存里。点开看待签名字符串，验签失败时看差在哪个字符。`, `The latest ${EXCHANGES_MAX} in and out, in memory only. Open one to see its string to sign and, after a bad signature, where the texts part.`)}</p></div>
<div class="filters">${choice('all', say('全部', 'All'))}${choice('problems', say('有问题的', 'Problems'))}${choice('in', say('收到', 'In'))}${choice('out', say('发出', 'Out'))}</div></div>
${
  found.length === 0
    ? empty(say('还没有请求', 'No request yet'), html`<code>${context.address}/gateway.do</code>`)
    : html`<section class="card rows" data-testid="requests">${found.map((request) => row(context, request))}</section>`
}`;
}

function row(context: ConsoleContext, request: RequestSummary): Html {
  const { now, say } = context;
  const isOut = request.direction === 'out';
  return html`<a class="row requests" href="${linkTo(context, 'requests', { id: String(request.id) })}" data-testid="request-${request.id}">
<span class="arrow ${isOut && 'out'}" title="${isOut ? say('发出', 'out') : say('收到', 'in')}">${isOut ? '↗' : '↘'}</span>
<span class="quiet">${time(request.at, now)}</span>
<b class="mono">${request.method ?? `${request.verb} ${request.address}`}</b>
<span class="quiet">${request.out_trade_no ?? request.trade_no ?? request.app_id ?? ''}</span>
<span>${verdict(context, request)}</span>
<span class="quiet num">${request.status ?? '—'}</span>
<span class="quiet num">${request.duration_ms.toFixed(1)} ms</span></a>`;
}

/** How it ended, in one word. */
export function verdict({ say }: ConsoleContext, request: RequestSummary): Html {
  const { ok, code, sub_code, status, failure, direction, fault } = request;
  if (fault !== undefined) return chip(`${say('故障', 'fault')} ${fault}`, 'bad');
  if (failure !== undefined) return chip(failure, 'bad');
  if (direction === 'out') return ok ? chip('success', 'good') : chip(say('未确认', 'not acknowledged'), 'bad');
  if (sub_code !== undefined) return chip(sub_code, code === '40004' ? 'warn' : 'bad');
  if (!ok) return chip(say('无法读取', 'unreadable'), 'bad');
  return chip(code ?? String(status), 'good');
}
