import { createHash } from 'node:crypto';
import type { Page } from './document.ts';
import { price, renderDocument } from './document.ts';
import type { Item } from './goods.ts';
import { type Html, html, raw } from './html.ts';
import { liveOrder, type OrderView } from './live-order.ts';
import { snippet } from './snippet.ts';
import { type NoticeKind, texts } from './texts.ts';

export interface Notice {
  readonly kind: NoticeKind;
  readonly detail?: string;
}

interface OrderPage extends Pick<Page, 'locale' | 'base'> {
  readonly item: Item;
  readonly appId: string;
  readonly view: OrderView;
  readonly notice?: Notice | undefined;
}

/** The order page: what lives is in `#live` and is replaced as news comes in; the rest stays. */
export function renderOrderPage(page: OrderPage): string {
  const { locale, base, item, view, notice } = page;
  const say = texts[locale];
  const path = `${base}/orders/${view.orderNo}`;
  const update = orderUpdate(view);
  const content = html`${notice !== undefined && noticeBox(notice, say.notices[notice.kind])}
<p class="notice bad" id="offline" role="status" hidden>${say.offline}</p>
<p class="visually-hidden" id="news" aria-live="polite"></p>
<div class="order">
<div class="stack">
<div class="stack" id="live" data-url="${path}/state" data-version="${update.version}" data-state="${update.state}">${raw(update.html)}</div>
<details class="card panel" id="code"><summary>${say.codeTitle}</summary>
<div class="inside"><p>${say.codeLine}</p><pre tabindex="0"><code>${snippet(page)}</code></pre></div></details>
</div>
<aside class="card goods-card">
<div class="picture">${raw(item.art)}</div>
<div class="label"><h2>${item.name[locale]}</h2>${price(item.priceYuan)}<p>${item.line[locale]}</p></div>
<dl class="facts"><div><dt>${say.orderNo}</dt><dd data-testid="order-no">${view.orderNo}</dd></div></dl>
</aside>
</div>`;
  return renderDocument({ locale, base, path, title: say.order, content });
}

/** The living part by itself, with a version that changes when it does. */
export function orderUpdate(view: OrderView): { state: string; version: string; html: string } {
  const markup = String(liveOrder(view));
  const version = createHash('sha256').update(markup).digest('hex').slice(0, 16);
  return { state: 'state' in view.progress ? view.progress.state : 'waiting', version, html: markup };
}

const GOOD: readonly NoticeKind[] = ['returned', 'refunded'];

function noticeBox(notice: Notice, text: string): Html {
  return html`<p class="notice ${GOOD.includes(notice.kind) ? 'good' : 'bad'}" role="status" data-testid="notice" data-kind="${notice.kind}">${text} ${notice.detail}</p>`;
}
