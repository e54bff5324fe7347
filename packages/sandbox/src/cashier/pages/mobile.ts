import type { CashierView } from '../view.ts';
import { renderDocument } from './document.ts';
import { html } from './html.ts';
import { orderSummary } from './order-summary.ts';
import { payData, payForm } from './pay-form.ts';
import { texts } from './texts.ts';

/** The cashier on a phone. */
export function renderMobileCashier(view: CashierView): string {
  const say = texts[view.locale];
  const content = html`${orderSummary(view, 'mobile')}
<section class="card way">
<h2 id="buyers-title">${say.buyerTitleMobile}</h2><p>${say.buyerHint}</p>
${payForm(view, 'mobile')}
</section>`;
  return renderDocument({ locale: view.locale, title: say.cashier, content, narrow: true, data: payData(view) });
}
