import { type Fen, formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { type Html, html, raw } from './html.ts';
import type { Locale } from './locale.ts';
import type { OrderState, Progress } from './order-progress.ts';
import { explain } from './problem.ts';
import { type Texts, texts } from './texts.ts';
import type { TillProblem } from './till-api.ts';

export interface OrderView {
  readonly locale: Locale;
  /** Where the shop is mounted, without a trailing slash. */
  readonly base: string;
  readonly orderNo: string;
  readonly createdAtMs: number;
  readonly progress: Progress | { readonly problem: TillProblem; readonly err: string };
  /** Till's envelope, as it came. */
  readonly envelope: unknown;
}

/** The part of the order page that changes while one watches. The same order state gives the same markup. */
export function liveOrder(view: OrderView): Html {
  const { progress } = view;
  const say = texts[view.locale];
  return html`${'state' in progress ? [statusCard(view, progress), refundCard(view, progress)] : problemCard(progress, say)}
<details class="card panel" id="raw"><summary>${say.rawTitle}</summary>
<div class="inside"><p>${say.rawLine}</p><pre tabindex="0"><code>${JSON.stringify(view.envelope, null, 2) ?? '-'}</code></pre></div></details>`;
}

function problemCard({ problem, err }: { problem: TillProblem; err: string }, say: Texts): Html {
  return html`<section class="card status"><p class="notice bad" role="alert" data-testid="error">${explain(say, problem, err)}</p></section>`;
}

function statusCard(view: OrderView, progress: Progress): Html {
  const say = texts[view.locale];
  const { title, line } = say.states[progress.state];
  const isPartlyRefunded = progress.state === 'paid' && progress.refundedFen > 0n;
  return html`<section class="card status">
<h1><span class="dot ${progress.state}">${raw(icons[progress.state])}</span><span data-testid="order-state" data-state="${progress.state}">${title}</span>${
    isPartlyRefunded &&
    html`<span class="tag" data-testid="refunded">${say.partlyRefunded} ¥${formatYuan(progress.refundedFen)}</span>`
  }</h1>
<p class="line">${line}</p>
${timeline(view, progress, say)}
${progress.state === 'waiting' && payAgain(view, say)}
</section>`;
}

type Mark = 'done' | 'now' | 'todo';

/** Each step says what happened, when, and by which call of the API the shop knows it. */
function timeline(view: OrderView, progress: Progress, say: Texts): Html {
  const created = step('done', say.timeline.created, formatBeijing(view.createdAtMs), 'CreateOrder…Pay');
  if (progress.state === 'closed') {
    const closed = step('done', say.timeline.closed, `OrderDetail · ${progress.trade?.tradeStatus ?? NOT_EXIST}`);
    return html`<ol class="timeline">${created}${closed}</ol>`;
  }
  return html`<ol class="timeline">
${created}
${openedStep(progress, say)}
${paidStep(progress, say)}
${refundStep(progress, say)}
</ol>`;
}

const NOT_EXIST = 'ACQ.TRADE_NOT_EXIST';

function openedStep({ state, trade }: Progress, say: Texts): Html {
  if (trade === undefined) return step('now', say.timeline.notOpened, `OrderDetail · ${NOT_EXIST}`);
  if (state !== 'waiting') return step('done', say.timeline.opened);
  return step('now', say.timeline.opened, say.timeline.unpaid, `OrderDetail · ${trade.tradeStatus}`);
}

function paidStep({ state, trade }: Progress, say: Texts): Html {
  if (state === 'waiting' || trade === undefined) return step('todo', say.timeline.paid);
  const tradeNo = html`${say.tradeNo} <span data-testid="trade-no">${trade.tradeNo}</span>`;
  const status = state === 'paid' ? `OrderDetail · ${trade.tradeStatus}` : undefined;
  return step('done', say.timeline.paid, trade.paidAt, trade.buyer, tradeNo, status);
}

function refundStep(progress: Progress, say: Texts): Html {
  if (progress.refundedFen === 0n) return step('todo', say.timeline.refunded);
  const call = progress.state === 'refunded' ? `OrderRefund · ${progress.trade?.tradeStatus}` : 'OrderRefund';
  return step(refundMark(progress), say.timeline.refunded, yuan(progress.refundedFen), call);
}

function refundMark(progress: Progress): Mark {
  if (progress.state === 'refunded') return 'done';
  return progress.refundedFen > 0n ? 'now' : 'todo';
}

function step(mark: Mark, title: string, ...notes: (string | Html | undefined)[]): Html {
  const known = notes.filter((note) => note !== undefined);
  return html`<li class="${mark}"><b>${title}</b>${known.map((note) => html`<p>${note}</p>`)}</li>`;
}

function payAgain(view: OrderView, say: Texts): Html {
  return html`<form class="actions" method="post" action="${view.base}/orders/${view.orderNo}/pay">
<button class="button primary" name="way" value="page" data-testid="pay-again">${say.payNow}</button>
<button class="button" name="way" value="wap" data-testid="pay-again-wap">${say.payNowPhone}</button>
</form>`;
}

/**
 * Each form says how much had been refunded when it was shown: with the amount that makes the refund's own number, so
 * that a double click, a reload and a second window all mean the same refund.
 */
function refundCard(view: OrderView, progress: Progress): Html | undefined {
  if (progress.state !== 'paid') return undefined;
  const say = texts[view.locale];
  const leftFen = progress.totalFen - progress.refundedFen;
  if (!progress.canRefund || leftFen <= 0n) {
    return html`<section class="card refund"><h2>${say.refundTitle}</h2><p>${say.finished}</p></section>`;
  }
  const path = `${view.base}/orders/${view.orderNo}/refund`;
  const before = html`<input type="hidden" name="refunded" value="${formatYuan(progress.refundedFen)}">`;
  const part = html`<form method="post" action="${path}">${before}
<label>${say.refundAmount}<input name="amount" value="${formatYuan(leftFen / 2n)}" inputmode="decimal" autocomplete="off" required maxlength="13" data-testid="refund-amount"></label>
<button class="button" data-testid="refund-part">${say.refundPart}</button></form>`;
  const all = html`<form method="post" action="${path}">${before}<input type="hidden" name="amount" value="${formatYuan(leftFen)}">
<button class="button" data-testid="refund-all">${say.refundAll} ${yuan(leftFen)}</button></form>`;
  return html`<section class="card refund"><h2>${say.refundTitle}</h2><p>${say.refundLine}</p>
<div class="forms">${leftFen > 1n && part}${all}</div></section>`;
}

function yuan(amountFen: Fen): string {
  return `¥${formatYuan(amountFen)}`;
}

const icon = (paths: string) =>
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

const icons: Record<OrderState, string> = {
  waiting: icon('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.2 2"/>'),
  paid: icon('<path d="M5 12.8l4.6 4.6L19.2 7.4"/>'),
  refunded: icon('<path d="M9 14L4 9l5-5"/><path d="M4.5 9H14a6 6 0 0 1 0 12h-4"/>'),
  closed: icon('<path d="M6 6l12 12M18 6L6 18"/>'),
};
