import { createHash } from 'node:crypto';
import { formatBeijing } from '@till/alipay/time';
import { mark } from '../../cashier/pages/document.ts';
import { type Html, html, raw } from '../../cashier/pages/html.ts';
import { style } from '../../cashier/pages/style.ts';
import { type ConsoleContext, linkTo, VIEWS, type ViewName } from '../view.ts';
import { callButton, span } from './parts.ts';
import { script } from './script.ts';
import { consoleStyle } from './style.ts';

const scriptHash = createHash('sha256').update(script).digest('base64');

/** What the console's pages may do in a browser; sent as a header. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${scriptHash}'`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface ConsolePage {
  readonly title: string;
  readonly content: Html;
}

/** A whole page of the console. What is in `#live` is fetched anew every two seconds. */
export function renderConsole(context: ConsoleContext, { title, content }: ConsolePage): string {
  const { say } = context;
  return String(html`<!doctype html>
<html lang="${say('zh-CN', 'en')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} · ${say('Till 沙箱', 'Till sandbox')}</title>
<link rel="icon" href="data:,">
<style>${raw(style + consoleStyle)}</style>
</head>
<body class="console" data-copied="${say('已复制', 'Copied')}" data-failed="${say('没有成功', 'That did not work')}" data-offline="${say('沙箱没有响应，正在重试…', 'The sandbox does not answer; trying again …')}">
<header class="bar"><div class="wrap">
<a class="mark" href="${linkTo(context, 'apps')}">${raw(mark)}<span>${say('沙箱控制台', 'Sandbox console')}</span></a>
<span class="chip" title="${say('不会发生真实扣款', 'No real money moves')}">${say('离线支付宝', 'Offline Alipay')}</span>
<a class="language" data-testid="lang-switch" href="${otherLanguage(context)}" lang="${say('en', 'zh-CN')}">${say('English', '中文')}</a>
</div></header>
<div id="live">
<div class="belt"><div class="wrap">
<nav aria-label="${say('页面', 'Pages')}">${VIEWS.map((view) => tab(context, view))}</nav>
${clockStrip(context)}
</div></div>
<main data-testid="view-${context.view}"><div class="wrap">${content}</div></main>
</div>
<footer class="foot"><div class="wrap">沙箱 · Sandbox — no real money moves · 不会发生真实扣款</div></footer>
<div id="toast" role="status" aria-live="polite" hidden></div>
<dialog id="secret" aria-labelledby="secret-title"><h2 id="secret-title">${say('只显示这一次', 'Shown only this once')}</h2>
<p>${say('沙箱不保存应用私钥，请现在复制。', 'The sandbox does not keep the private key of the app: copy it now.')}</p>
<pre tabindex="0"></pre>
<p class="actions"><button type="button" class="primary" data-copy-secret>${say('复制', 'Copy')}</button><button type="button" data-close>${say('关闭', 'Close')}</button></p></dialog>
<script>${raw(script)}</script>
</body>
</html>
`);
}

function otherLanguage({ locale, query }: ConsoleContext): string {
  const other = new URLSearchParams(query);
  other.set('lang', locale === 'zh' ? 'en' : 'zh');
  return `?${other}`;
}

/** The name of a page. */
export function nameOf({ say }: Pick<ConsoleContext, 'say'>, view: ViewName): string {
  return {
    apps: say('应用', 'Apps'),
    trades: say('交易', 'Trades'),
    requests: say('请求', 'Requests'),
    notifications: say('通知', 'Notifications'),
    buyers: say('买家', 'Buyers'),
    faults: say('故障', 'Faults'),
    clock: say('时钟', 'Clock'),
  }[view];
}

function tab(context: ConsoleContext, view: ViewName): Html {
  const isHere = context.view === view;
  const current = isHere ? html` aria-current="page"` : undefined;
  return html`<a href="${linkTo(context, view)}"${current} data-testid="tab-${view}">${nameOf(context, view)}${badge(context, view)}</a>`;
}

/** A dot where something is out of the ordinary. */
function badge({ control, say }: ConsoleContext, view: ViewName): Html | false {
  if (view !== 'faults') return false;
  const { gateway = [], notify = [], bill = [] } = control.faults();
  const count = gateway.length + notify.length + bill.length;
  return count > 0 && html`<b class="count" title="${say('正在注入的故障', 'Faults in force')}">${count}</b>`;
}

function clockStrip(context: ConsoleContext): Html {
  const { now, hostNow, say, speed } = context;
  const offset = now - hostNow;
  const pace = speed === 0 ? say('已冻结', 'frozen') : `×${speed}`;
  const ahead =
    Math.abs(offset) < 1000
      ? say('与主机一致', 'as the host')
      : offset > 0
        ? say(`快 ${span(offset, say)}`, `${span(offset, say)} ahead`)
        : say(`慢 ${span(offset, say)}`, `${span(offset, say)} behind`);
  const advance = (label: string, ms: number) =>
    callButton({ label, method: 'POST', path: '/_sandbox/clock', body: { advance_ms: ms }, testId: `advance-${ms}` });
  return html`<section class="clock" aria-label="${say('时钟', 'Clock')}"><span><time data-testid="now">${formatBeijing(now)}</time> <small>${speed === 1 ? ahead : `${pace} · ${ahead}`}</small></span>
<span class="steps">${advance(say('+1 分', '+1 min'), 60_000)}${advance(say('+1 时', '+1 h'), 3_600_000)}${advance(say('+1 天', '+1 day'), 86_400_000)}</span></section>`;
}
