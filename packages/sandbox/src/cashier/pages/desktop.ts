import type { CashierView } from '../view.ts';
import { renderDocument } from './document.ts';
import { html } from './html.ts';
import { orderSummary } from './order-summary.ts';
import { payData, payForm } from './pay-form.ts';
import { texts } from './texts.ts';

/** The cashier on a computer: scan with a phone, or pay here as a test buyer. */
export function renderDesktopCashier(view: CashierView): string {
  const say = texts[view.locale];
  const content = html`${orderSummary(view, 'desktop')}
<div class="card ways">
<section class="way scan">
<h2>${say.scanTitle}</h2><p>${say.scanHint}</p>
<a class="qr" data-testid="qr" href="${view.mobileUrl}" target="_blank" rel="noopener" aria-label="${say.scanLink}"><img src="${view.qrUrl}" alt=""></a>
<p class="label">${say.scanLink}</p>
</section>
<section class="way">
<h2 id="buyers-title">${say.buyerTitle}</h2><p>${say.buyerHint}</p>
${payForm(view, 'desktop')}
</section>
</div>`;
  return renderDocument({ locale: view.locale, title: say.cashier, content, data: payData(view) });
}
