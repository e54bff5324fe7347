import { type Html, html } from '../../cashier/pages/html.ts';
import type { NotificationAttempt } from '../../notifications/notification.ts';
import type { ConsoleContext } from '../view.ts';
import { answerText, callButton, chip, empty, span, tradeLink } from './parts.ts';

const ROWS_MAX = 200;

/** Every message to merchants, newest first, with its tries. */
export function notificationsPage(context: ConsoleContext): Html {
  const { say, control } = context;
  const newest = control.newestNotifications(ROWS_MAX + 1);
  const shown = newest.slice(0, ROWS_MAX);
  return html`<div class="head"><div><h1>${say('通知', 'Notifications')}</h1>
<p>${say('商户须返回纯文本success；否则在4分、10分、10分、1时、2时、6时、15时后重发。', 'A merchant answers with the plain text success; otherwise it is sent again after 4m, 10m, 10m, 1h, 2h, 6h and 15h.')}</p></div></div>
${
  shown.length === 0
    ? empty(
        say('还没有通知', 'No notification yet'),
        say(
          '请求里有notify_url，付款和退款后就会发出。',
          'They follow payments and refunds of requests with a notify_url.',
        ),
      )
    : html`<section class="card rows">${shown.map((attempts) => row(context, attempts))}</section>`
}
${newest.length > ROWS_MAX && html`<p class="hint">${say(`只显示最新的 ${ROWS_MAX} 条；更早的在各自交易的时间线上。`, `Only the newest ${ROWS_MAX} are shown; older ones are on the timelines of their trades.`)}</p>`}`;
}

function row(context: ConsoleContext, attempts: readonly NotificationAttempt[]): Html {
  const { say, now } = context;
  const last = attempts.at(-1);
  if (last === undefined) return html``;
  const isDone = last.status === 200 && last.answer === 'success';
  const state = isDone
    ? chip(say('已确认', 'acknowledged'), 'good')
    : last.next_at === null
      ? chip(say('已放弃', 'given up'), 'bad')
      : chip(say(`${span(last.next_at - now, say)}后重发`, `again in ${span(last.next_at - now, say)}`), 'warn');
  return html`<div class="row messages wrapped" data-testid="notification-${last.notify_id}">
<span>${tradeLink(context, last.trade_no, titleOf(last))}</span>
<span class="quiet">${last.url}</span>
<span class="quiet">${say(`第 ${attempts.length} 次`, `try ${attempts.length}`)} · ${last.status ?? say('没有应答', 'no answer')} <code>${answerText(last.answer)}</code></span>
<span>${state}</span>
<span>${callButton({
    label: say('立即重发', 'Resend now'),
    method: 'POST',
    path: `/_sandbox/notifications/${last.notify_id}/resend`,
    testId: `resend-${last.notify_id}`,
  })}</span></div>`;
}

function titleOf({ body, trade_no }: NotificationAttempt): string {
  const fields = new URLSearchParams(body);
  const state = fields.get('refund_fee') ? `${fields.get('trade_status')} · refund` : fields.get('trade_status');
  return [fields.get('out_trade_no') ?? trade_no, state ?? fields.get('notify_type') ?? fields.get('msg_method')]
    .filter(Boolean)
    .join(' · ');
}
