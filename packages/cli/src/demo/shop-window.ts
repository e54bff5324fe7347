import { type Page, price, renderDocument } from './document.ts';
import { goods, type Item } from './goods.ts';
import { type Html, html, raw } from './html.ts';
import { texts } from './texts.ts';

/** The goods; with one picked, a sheet over them asks where to pay. */
export function renderShopWindow(page: Pick<Page, 'locale' | 'base'>, picked?: Item): string {
  const say = texts[page.locale];
  const content = html`<div${picked !== undefined && html` inert`}>
<div class="hero"><h1>${say.welcome}</h1><p>${say.welcomeLine}</p></div>
<div class="goods">${goods.map((item) => itemCard(item, page))}</div>
<h2 class="how-title">${say.howItWorks}</h2>
<ol class="how">${say.steps.map((step) => html`<li>${step}</li>`)}</ol>
</div>
${picked !== undefined && paymentSheet(picked, page)}`;
  return renderDocument({ ...page, title: say.demo, content });
}

/** A plain link: the sheet has an address, so the Back button closes it. The fragment keeps the place on the page. */
function itemCard(item: Item, { locale, base }: Pick<Page, 'locale' | 'base'>): Html {
  return html`<a class="card item" id="${item.code}" href="${base}/?item=${item.code}#${item.code}" data-testid="item-${item.code}">
<div class="picture">${raw(item.art)}</div>
<div class="label"><h2>${item.name[locale]}</h2>${price(item.priceYuan)}<p>${item.line[locale]}</p></div>
</a>`;
}

function paymentSheet(item: Item, { locale, base }: Pick<Page, 'locale' | 'base'>): Html {
  const say = texts[locale];
  return html`<div class="veil"><a class="shut" href="${base}/#${item.code}" tabindex="-1" aria-hidden="true"></a>
<div class="card sheet" role="dialog" aria-modal="true" aria-labelledby="sheet-title">
<div class="picture">${raw(item.art)}</div>
<a class="x" href="${base}/#${item.code}" aria-label="${say.close}">×</a>
<div class="label"><h2 id="sheet-title">${item.name[locale]}</h2>${price(item.priceYuan)}<p>${item.line[locale]}</p></div>
<form method="post" action="${base}/orders">
<input type="hidden" name="item" value="${item.code}">
<button class="way" name="way" value="page" data-testid="pay-page">${raw(computer)}<span><b>${say.payOnComputer}</b><small>${say.payOnComputerLine}</small></span></button>
<button class="way wap" name="way" value="wap" data-testid="pay-wap">${raw(phone)}<span><b>${say.payOnPhone}</b><small>${say.payOnPhoneLine}</small></span></button>
</form>
</div></div>`;
}

const icon = (paths: string) =>
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

const computer = icon('<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M9 20h6M12 16v4"/>');
const phone = icon('<rect x="7" y="2.5" width="10" height="19" rx="2.5"/><path d="M11 18.5h2"/>');
