import type { OutcomeKind, OutcomeView } from '../view.ts';
import { renderDocument } from './document.ts';
import { html, raw, webAddress } from './html.ts';
import { amount, definitions } from './order-summary.ts';
import { texts } from './texts.ts';

/**
 * What became of a payment. `continueUrl` leads on to the merchant; after a cancelled payment, which can still be made,
 * back to the cashier.
 */
export function renderOutcome(view: OutcomeView): string {
  const say = texts[view.locale];
  const { title, explanation } = say.outcomes[view.kind];
  const heading = view.title ?? title;
  const continueUrl = webAddress(view.continueUrl);
  const content = html`<section class="card outcome" data-testid="outcome" data-kind="${view.kind}">
<div class="badge ${(view.kind === 'paid' || view.kind === 'confirmed') && 'good'}">${raw(badges[view.kind])}</div>
<h1>${heading}</h1>
${view.totalAmount !== undefined && amount(view.totalAmount)}
<p>${explanation}</p>
${
  (view.subject ?? view.tradeNo) !== undefined &&
  html`<div class="details">${definitions([
    [say.goods, view.subject],
    [say.trade, view.tradeNo],
  ])}</div>`
}
${continueUrl !== undefined && html`<a class="continue" data-testid="continue" href="${continueUrl}">${view.kind === 'cancelled' ? say.resumeLabel : say.continueLabel}</a>`}
</section>`;
  return renderDocument({ locale: view.locale, title: heading, content });
}

const icon = (paths: string) =>
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

const clock = icon('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.2 2"/>');
const cross = icon('<path d="M6 6l12 12M18 6L6 18"/>');

const badges: Record<OutcomeKind, string> = {
  paid: icon('<path d="M5 12.8l4.6 4.6L19.2 7.4"/>'),
  confirmed: icon('<path d="M5 12.8l4.6 4.6L19.2 7.4"/>'),
  closed: cross,
  expired: clock,
  cancelled: icon('<path d="M9 7L4 12l5 5M4.6 12H20"/>'),
  not_found: icon('<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>'),
};
