import { formatBeijing } from '@till/alipay/time';
import { type Html, html } from '../../cashier/pages/html.ts';
import type { ConsoleContext } from '../view.ts';
import { callButton, span, time, tradeLink } from './parts.ts';
import { eventsToCome } from './trade-events.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DUE_MAX = 12;

/** Reads and moves the sandbox's time, and tells what is due next. */
export function clockPage(context: ConsoleContext): Html {
  const { say, now } = context;
  const steps: readonly (readonly [string, number])[] = [
    [say('+1 分钟', '+1 minute'), MINUTE_MS],
    [say('+4 分钟', '+4 minutes'), 4 * MINUTE_MS],
    [say('+1 小时', '+1 hour'), HOUR_MS],
    [say('+1 天', '+1 day'), DAY_MS],
    [say('+15 天', '+15 days'), 15 * DAY_MS],
    [say('+1 年', '+1 year'), 365 * DAY_MS],
  ];
  return html`<div class="head"><div><h1>${say('时钟', 'Clock')}</h1>
<p>${say('时间往前走时，到期的事按次序发生，通知也送达之后才算走完。', 'As time moves on, everything due happens in order, deliveries included, before the move is done.')}</p></div></div>
<div class="two"><section class="card"><p class="quiet">${say('沙箱现在（北京时间）', 'Sandbox time (Beijing)')}</p>
<p class="big">${formatBeijing(now)}</p>
<p data-testid="pace">${paceOf(context)}</p>
<p class="actions">${paces(context).map(([label, speed]) => callButton({ label, method: 'POST', path: '/_sandbox/clock', body: { speed }, className: speed === context.speed ? 'primary' : '', testId: `speed-${speed}` }))}</p>
<p class="actions">${steps.map(([label, ms]) => callButton({ label, method: 'POST', path: '/_sandbox/clock', body: { advance_ms: ms }, className: '', testId: `step-${ms}` }))}</p>
<form data-call="POST /_sandbox/clock" data-testid="set-clock" style="margin-top:18px"><div class="fields">
<label>${say('拨到', 'Set to')}<input type="datetime-local" name="now" step="1" data-kind="beijing" required></label>
<p><button>${say('拨过去', 'Set')}</button></p></div></form>
<p class="hint">${say('只有还没有交易、协议和通知时才能往回拨。', 'It goes back only while there are no trades, agreements or messages.')}</p></section>
${due(context)}</div>
<section class="card" style="margin-top:16px"><div class="head" style="margin:0"><div><h2>${say('重置', 'Reset')}</h2><p>${say('忘掉交易、通知和请求，买家余额还原，故障清除；保留应用和时钟。', 'Forgets trades, notifications and requests, refills the buyers and clears the faults; keeps the apps and the clock.')}</p></div>
${callButton({ label: say('重置沙箱', 'Reset the sandbox'), method: 'POST', path: '/_sandbox/reset', className: 'danger', confirm: say('忘掉全部交易？', 'Forget all trades?'), testId: 'reset' })}</div></section>`;
}

/** The speeds that are offered: 0 is a frozen clock. */
function paces({ say }: ConsoleContext): readonly (readonly [string, number])[] {
  return [
    [say('冻结', 'Freeze'), 0],
    [say('正常', 'Real time'), 1],
    [say('一秒一分钟', 'A minute a second'), 60],
    [say('一秒一小时', 'An hour a second'), 3_600],
    [say('一秒一天', 'A day a second'), 86_400],
  ];
}

function paceOf({ say, speed }: ConsoleContext): string {
  if (speed === 0) return say('已冻结：不往前走，除非你拨它。', 'Frozen: it stands until you move it.');
  if (speed === 1) return say('按真实时间走。', 'It runs in real time.');
  return say(
    `${speed} 倍速：到期的事仍按次序、在各自的时刻发生。`,
    `${speed} times as fast: everything due still happens in order, each at its own time.`,
  );
}

function due(context: ConsoleContext): Html {
  const { say, now } = context;
  const events = dueEvents(context);
  const first = events[0];
  return html`<section class="card"><h2><span>${say('接下来', 'Due next')}</span>${
    first !== undefined &&
    callButton({
      label: say('走到这一刻', 'Go there'),
      method: 'POST',
      path: '/_sandbox/clock',
      body: { advance_ms: Math.max(0, first.at - now) },
    })
  }</h2>
${
  events.length === 0
    ? html`<p class="hint">${say('没有等着到期的交易和通知', 'No trade and no notification is waiting for its time')}</p>`
    : html`<ol class="timeline">${events
        .slice(0, DUE_MAX)
        .map(
          ({ at, title, tradeNo }) =>
            html`<li class="quiet"><span><b>${title}</b>${time(at, now)} <small class="quiet">${say(`${span(at - now, say)}后`, `in ${span(at - now, say)}`)}</small></span><p>${tradeLink(context, tradeNo, tradeNo)}</p></li>`,
        )}</ol>`
}</section>`;
}

interface DueEvent {
  readonly at: number;
  readonly title: string | Html;
  readonly tradeNo: string;
}

function dueEvents(context: ConsoleContext): DueEvent[] {
  const { say, control, now } = context;
  const { trades, messages } = control.toCome();
  const ofTrades = trades.flatMap((trade) =>
    eventsToCome(context, trade).map(({ at, title }) => ({
      at,
      title: html`${trade.terms.outTradeNo} · ${title}`,
      tradeNo: trade.tradeNo,
    })),
  );
  const toSend = messages.map(({ nextAt, tries, tradeNo }) => ({
    at: nextAt ?? now,
    title: tries === 0 ? say('通知', 'Notification') : say('再次通知', 'Notification again'),
    tradeNo,
  }));
  return [...ofTrades, ...toSend].sort((a, b) => a.at - b.at);
}
