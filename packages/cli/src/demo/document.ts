import { type Html, html, raw } from './html.ts';
import type { Locale } from './locale.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { texts } from './texts.ts';

export interface Page {
  readonly locale: Locale;
  /** Where the shop is mounted, without a trailing slash. */
  readonly base: string;
  /** The address that the language switch leads to, without its query; the shop window unless told. */
  readonly path?: string;
  readonly title: string;
  readonly content: Html;
}

/** A whole page of the shop. */
export function renderDocument(page: Page): string {
  const say = texts[page.locale];
  return String(html`<!doctype html>
<html lang="${say.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${say.shopName}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
<header class="bar"><div class="wrap">
<a class="mark" href="${page.base}/">${raw(mark)}${say.shopName}</a>
<span class="chip">${say.demo}</span>
<nav>
<a class="reference" href="/swagger/index.html">${say.apiReference}</a>
<a data-testid="lang-switch" href="${page.path ?? `${page.base}/`}?lang=${say.otherLanguageCode}" lang="${texts[say.otherLanguageCode].htmlLang}">${say.otherLanguage}</a>
</nav>
</div></header>
<main><div class="wrap">${page.content}</div></main>
<footer class="foot"><div class="wrap">沙箱 · Sandbox — no real money moves · 不会发生真实扣款</div></footer>
<script>${raw(script)}</script>
</body>
</html>
`);
}

/** An amount in yuan as a price. */
export function price(yuan: string): Html {
  return html`<span class="price"><small>¥</small>${yuan}</span>`;
}

/** The shop's sign: a full ear of grain, for Xiaoman, the season when grain fills. */
const mark = `<svg viewBox="0 0 32 32" fill="none" aria-hidden="true"><rect width="32" height="32" rx="10" fill="#e8a33d"/>
<path d="M16 27V12" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/>
<g fill="#fff"><path d="M16 4c3 3 3 6 0 9-3-3-3-6 0-9z"/><path d="M15 17c-5 0-7-2-7-6 5 0 7 2 7 6zM17 17c5 0 7-2 7-6-5 0-7 2-7 6zM15 24c-5 0-7-2-7-6 5 0 7 2 7 6zM17 24c5 0 7-2 7-6-5 0-7 2-7 6z"/></g></svg>`;
