import type { CashierView } from '../view.ts';
import { type Html, html } from './html.ts';
import { type Texts, texts } from './texts.ts';

/** What is being paid, to whom, and how long there is to do it. */
export function orderSummary(view: CashierView, layout: 'desktop' | 'mobile'): Html {
  const say = texts[view.locale];
  const goods = html`<div class="goods">
<h1>${view.subject}</h1>
<p class="seller">${say.seller}${view.sellerName}</p>
</div>`;
  const due = html`<div class="due">
<p class="label">${say.amountDue}</p>
${amount(view.totalAmount)}
<p class="countdown">${say.payWithin} <time role="timer">${timeLeft(secondsLeft(view), say)}</time></p>
</div>`;
  return html`<section class="card">
<div class="summary">${layout === 'desktop' ? [goods, due] : [due, goods]}</div>
${details(say, [
  [say.order, view.outTradeNo],
  [say.trade, view.tradeNo],
  [say.description, view.body],
])}
</section>`;
}

/** Characters beyond which an amount is set smaller, so that a phone shows it on one line. */
const LONG_AMOUNT = 9;

/** An amount in yuan, set large. */
export function amount(yuan: string): Html {
  return html`<p class="amount ${yuan.length > LONG_AMOUNT && 'long'}" data-testid="amount" data-amount="${yuan}"><small>¥</small>${yuan}</p>`;
}

type Row = readonly [label: string, value: string | undefined];

function details(say: Texts, rows: readonly Row[]): Html {
  return html`<details class="details"><summary>${say.orderDetails}</summary>${definitions(rows)}</details>`;
}

/** Labels and values; rows without a value are left out. */
export function definitions(rows: readonly Row[]): Html {
  const present = rows.filter(([, value]) => value !== undefined && value !== '');
  return html`<dl>${present.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Whole seconds until the trade expires, by the sandbox's clock: the browser's may be set to anything. */
export function secondsLeft(view: CashierView): number {
  return Math.max(0, Math.ceil((view.expiresAtMs - view.nowMs) / 1000));
}

/** `23:59:58`, with the days before it when there are any. */
export function timeLeft(seconds: number, say: Pick<Texts, 'days'>): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = `${two((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days} ${say.days} ${clock}` : clock;
}
