import type { BuyerView, Locale } from '../view.ts';
import { buyerPicker } from './buyer-picker.ts';
import { renderDocument } from './document.ts';
import { html } from './html.ts';
import { amount, definitions } from './order-summary.ts';
import { texts } from './texts.ts';

/** Something other than a payment that a person shall say yes to. */
export interface ConfirmationView {
  locale: Locale;
  token: string;
  title: string;
  sellerName: string;
  rows: readonly (readonly [label: string, value: string])[];
  totalAmount: string;
  hasAmount: boolean;
  /** Whom to choose from; nobody when it is known who confirms. */
  buyers: BuyerView[];
  /** The last refusal, in the locale's language. */
  error?: string;
}

/** A refund, a freeze, a transfer or an agreement, to be confirmed. A plain form: no script runs here. */
export function renderConfirmation(view: ConfirmationView): string {
  const say = texts[view.locale];
  const path = `/confirm/${encodeURIComponent(view.token)}`;
  const content = html`<section class="card">
<div class="summary"><div class="goods"><h1>${view.title}</h1><p class="seller">${say.merchant}${view.sellerName}</p></div>
${view.hasAmount && html`<div class="due">${amount(view.totalAmount)}</div>`}</div>
<div class="details">${definitions(view.rows)}</div>
</section>
<section class="card way">
${view.buyers.length > 0 && html`<h2 id="buyers-title">${say.buyerTitleMobile}</h2><p>${say.buyerHint}</p>`}
<form method="post" action="${path}/yes">
${view.buyers.length > 0 && buyerPicker(view)}
${view.error !== undefined && html`<p class="error" role="alert" data-testid="error">${view.error}</p>`}
<div class="actions">
<button class="pay" type="submit" data-testid="confirm">${say.confirm}</button>
<a class="cancel" href="${path}/cancelled" data-testid="cancel">${say.refuse}</a>
</div>
</form>
</section>`;
  return renderDocument({ locale: view.locale, title: view.title, content, narrow: true });
}
