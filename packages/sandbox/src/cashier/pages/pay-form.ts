import type { CashierView } from '../view.ts';
import { buyerPicker } from './buyer-picker.ts';
import { type Html, html } from './html.ts';
import { secondsLeft } from './order-summary.ts';
import { texts } from './texts.ts';

/** Choose a buyer and pay, or cancel. A plain form: the script only makes it quicker. */
export function payForm(view: CashierView, layout: 'desktop' | 'mobile'): Html {
  const say = texts[view.locale];
  const path = `/cashier/${encodeURIComponent(view.token)}`;
  const actions = html`<div class="actions">
<button class="pay" type="submit" data-testid="pay">${say.pay} ¥${view.totalAmount}</button>
<button class="cancel" type="submit" formaction="${path}/cancel" formnovalidate data-testid="cancel">${say.cancel}</button>
</div>`;
  const error = view.error ?? '';
  const refusal = html`<p class="error" role="alert" data-testid="error"${error === '' && html` hidden`}>${error}</p>`;
  return html`<form id="pay-form" method="post" action="${path}/pay">
${buyerPicker(view)}
${layout === 'desktop' ? html`<div class="settle">${refusal}${actions}</div>` : html`<div class="dock"><div class="wrap">${refusal}${actions}</div></div>`}
</form>`;
}

/** What the page's script needs to know, as attributes of the body. */
export function payData(view: CashierView): Html {
  const say = texts[view.locale];
  return html` data-token="${view.token}" data-locale="${view.locale}" data-seconds-left="${secondsLeft(view)}" data-days="${say.days}" data-paying="${say.paying}" data-paid="${say.paid}" data-network-error="${say.networkError}"`;
}
