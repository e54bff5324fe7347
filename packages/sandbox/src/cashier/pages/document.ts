import { createHash } from 'node:crypto';
import type { Locale } from '../view.ts';
import { type Html, html, raw } from './html.ts';
import { script } from './script.ts';
import { styleSheetPath } from './style-sheet.ts';
import { texts } from './texts.ts';

interface Page {
  locale: Locale;
  title: string;
  content: Html;
  /** The phone's layout. */
  narrow?: boolean;
  /** What the top bar says; the cashier's name when absent. */
  brand?: string;
  /** What the page's address carries beside the language; the language switch keeps it. */
  query?: string;
  /** Data attributes for the cashier's script; a page without them runs no script. */
  data?: Html;
}

const scriptHash = createHash('sha256').update(script).digest('base64');

/** A whole cashier page: head, top bar with the language switch, content, foot. */
export function renderDocument(page: Page): string {
  const say = texts[page.locale];
  const query = page.query === undefined ? '' : `${page.query}&`;
  return String(html`<!doctype html>
<html lang="${say.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
${policy(page.data === undefined ? "'none'" : `'sha256-${scriptHash}'`)}
<title>${page.title} · ${say.sandbox}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styleSheetPath}">
</head>
<body class="${page.narrow && 'narrow'}"${page.data}>
<header class="bar"><div class="wrap">
<span class="mark">${raw(mark)}${page.brand ?? say.cashier}</span>
<span class="chip" title="${say.noRealMoney}">${page.locale === 'zh' ? '沙箱 Sandbox' : 'Sandbox 沙箱'}</span>
<a class="language" data-testid="lang-switch" href="?${query}lang=${say.otherLanguageCode}" lang="${texts[say.otherLanguageCode].htmlLang}">${say.otherLanguage}</a>
</div></header>
<main><div class="wrap">${page.content}</div></main>
<footer class="foot"><div class="wrap">沙箱 · Sandbox — no real money moves · 不会发生真实扣款</div></footer>
${page.data !== undefined && html`<script>${raw(script)}</script>`}
</body>
</html>
`);
}

/** The policy travels in the page, so that it holds whoever serves it. Plain form posts may end at any merchant. */
function policy(scriptSource: string): Html {
  const rules = [
    "default-src 'none'",
    `script-src ${scriptSource}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    'form-action http: https:',
    "base-uri 'none'",
  ];
  return html`<meta http-equiv="content-security-policy" content="${rules.join('; ')}">`;
}

/** Our own mark: a counter's tray with a coin above it. */
export const mark = `<svg viewBox="0 0 28 28" fill="none" aria-hidden="true">
<rect x="1" y="1" width="26" height="26" rx="8" fill="currentColor"/>
<circle cx="14" cy="10.2" r="3.7" fill="none" stroke="#fff" stroke-width="2"/>
<path d="M6.5 16.5v2.2a2.8 2.8 0 0 0 2.8 2.8h9.4a2.8 2.8 0 0 0 2.8-2.8v-2.2" stroke="#fff" stroke-width="2" stroke-linecap="round"/>
</svg>`;
