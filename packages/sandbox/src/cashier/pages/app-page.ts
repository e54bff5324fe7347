import type { Locale } from '../view.ts';
import { renderDocument } from './document.ts';
import { html } from './html.ts';

const TEXTS = {
  zh: {
    title: '支付宝 App（沙箱替身）',
    hint: '粘贴 SDK 生成的订单字符串（alipay.trade.app.pay 等），代替手机 App 打开收银台。',
    label: '订单字符串',
    open: '打开收银台',
  },
  en: {
    title: 'The Alipay app (a stand-in)',
    hint: 'Paste the order string that an SDK made (alipay.trade.app.pay and others) to open the cashier for it.',
    label: 'Order string',
    open: 'Open the cashier',
  },
} as const;

/** Where a developer without a phone gives an order string to "the app". */
export function renderAppPage(locale: Locale): string {
  const say = TEXTS[locale];
  const content = html`<section class="card way">
<h1>${say.title}</h1><p id="app-hint">${say.hint}</p>
<form method="post" action="/app">
<textarea class="pasted" name="order_string" rows="9" required spellcheck="false" placeholder="app_id=…&amp;method=alipay.trade.app.pay&amp;…&amp;sign=…" aria-label="${say.label}" aria-describedby="app-hint" data-testid="order-string"></textarea>
<div class="actions"><button class="pay" type="submit" data-testid="open">${say.open}</button></div>
</form>
</section>`;
  return renderDocument({ locale, title: say.title, content, narrow: true });
}
