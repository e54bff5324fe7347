import { type Page, renderDocument } from './document.ts';
import { html, raw } from './html.ts';
import { texts } from './texts.ts';

/** Something went wrong: what, and the way back. */
export function renderMessage(page: Pick<Page, 'locale' | 'base'>, title: string, detail?: string): string {
  const say = texts[page.locale];
  const content = html`<section class="card message" data-testid="error"><h1>${title}</h1>${detail !== undefined && html`<p>${detail}</p>`}
<a class="button" href="${page.base}/">${say.backToShop}</a></section>`;
  return renderDocument({ ...page, title, content });
}

/**
 * The page that carries Till's form to the cashier. The form is Till's own markup and submits itself; the button is
 * for browsers without scripts.
 */
export function renderHandover(page: Pick<Page, 'locale' | 'base'>, form: string): string {
  const say = texts[page.locale];
  const content = html`<section class="card message"><div class="spinner"></div><h1>${say.toCashier}</h1><p>${say.toCashierLine}</p>
<button class="button" form="alipaysubmit">${say.continueToCashier}</button><div hidden>${raw(form)}</div></section>`;
  return renderDocument({ ...page, title: say.toCashier, content });
}
