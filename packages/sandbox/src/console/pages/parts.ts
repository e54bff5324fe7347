import { formatBeijing } from '@till/alipay/time';
import { type Html, html } from '../../cashier/pages/html.ts';
import { type ConsoleContext, linkTo, type Say } from '../view.ts';

/** Time as the console shows it: Beijing's, to the second; only the time of day if it is the same day as `now`. */
export function time(epochMs: number, now: number): Html {
  const [day = '', hour = ''] = formatBeijing(epochMs).split(' ');
  const isToday = formatBeijing(now).startsWith(day);
  return html`<time title="${day} ${hour}">${isToday ? hour : `${day} ${hour}`}</time>`;
}

export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'plain';

export function chip(text: string, tone: Tone): Html {
  return html`<span class="tag ${tone}">${text}</span>`;
}

export function copyButton({ say }: ConsoleContext, text: string, label = say('复制', 'Copy')): Html {
  return html`<button type="button" class="small" data-copy="${text}">${label}</button>`;
}

/** A button that makes one call of the control plane. */
export function callButton(call: {
  readonly label: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly confirm?: string;
  readonly className?: string;
  readonly testId?: string;
}): Html {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  return html`<button type="button" class="${call.className ?? 'small'}" data-call="${call.method} ${call.path}" data-body="${body}" data-confirm="${call.confirm}" data-testid="${call.testId}">${call.label}</button>`;
}

export function empty(text: string, hint?: Html | string): Html {
  return html`<div class="card blank"><p>${text}</p>${hint !== undefined && html`<p class="hint">${hint}</p>`}</div>`;
}

/** Leads to a trade, if it is one: messages are also about deposits, agreements and transfers. */
export function tradeLink(context: ConsoleContext, tradeNo: string, text: string): Html {
  if (context.tradeOf(tradeNo) === undefined) return html`<span>${text}</span>`;
  return html`<a href="${linkTo(context, 'trades', { id: tradeNo })}">${text}</a>`;
}

/** In place of a thing that is not there, or no longer. */
export function missing(text: string, hint?: string): Html {
  return html`<div class="card blank"><h1>${text}</h1>${hint !== undefined && html`<p class="hint">${hint}</p>`}</div>`;
}

/** The beginning of what a merchant answered, line ends to be seen: one too many after `success` is the usual mistake. */
export function answerText(answer: string): string {
  return answer.slice(0, 80).replaceAll('\r', '␍').replaceAll('\n', '⏎');
}

/** `90 s`, `4 min`, `25 h`, `12 d`: a span at a glance. */
export function span(ms: number, say: Say): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return `${seconds} ${say('秒', 's')}`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} ${say('分钟', 'min')}`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} ${say('小时', 'h')}`;
  return `${Math.round(seconds / 86_400)} ${say('天', 'd')}`;
}
