import { renderDocument } from '../cashier/pages/document.ts';
import { html } from '../cashier/pages/html.ts';
import { definitions } from '../cashier/pages/order-summary.ts';
import type { Locale } from '../cashier/view.ts';

/** One of those who may agree. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

/** What somebody is asked to agree to. */
export interface ConsentView {
  readonly locale: Locale;
  /** What kind of page this is. */
  readonly brand: string;
  readonly title: string;
  readonly asker: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** Whom to choose from; the choice is posted as `person`. */
  readonly people: readonly Person[];
  readonly whoTitle: string;
  readonly agree: string;
  readonly refuse: string;
  /** The page's own query, without the language. */
  readonly query: string;
}

/** A plain form, posted to the page's own address: `decision` is `yes` or `no`. No script runs here. */
export function renderConsent(view: ConsentView): string {
  const { locale, brand, title, query, people } = view;
  const content = html`<section class="card" data-testid="consent">
<div class="summary"><div class="goods"><h1>${title}</h1><p class="seller">${view.asker}</p></div></div>
<div class="details">${definitions(view.rows)}</div>
</section>
<section class="card way">
<form method="post" action="?${query}">
${
  people.length > 0 &&
  html`<h2 id="people-title">${view.whoTitle}</h2>
<div class="buyers" role="radiogroup" aria-labelledby="people-title">${people.map(personCard)}</div>`
}
<div class="actions">
<button class="pay" type="submit" name="decision" value="yes" data-testid="agree">${view.agree}</button>
<button class="cancel" type="submit" name="decision" value="no" formnovalidate data-testid="refuse">${view.refuse}</button>
</div>
</form>
</section>`;
  return renderDocument({ locale, brand, title, content, narrow: true, query });
}

function personCard({ id, name, detail }: Person, index: number) {
  return html`<div class="buyer"><label class="account" data-testid="person-${id}">
<span class="face" aria-hidden="true">${[...name][0]}</span>
<span class="who"><b>${name}</b><span>${detail}</span></span>
<input class="pick" type="radio" name="person" value="${id}" required${index === 0 && html` checked`}>
</label></div>`;
}
