import { CharsetError, encodeText } from '@till/alipay/charset';
import type { GatewayErrorView } from '../view.ts';
import { html, raw } from './html.ts';

/**
 * What a browser sees when the gateway refuses a page request: Alipay's own words, for whoever looks for them, and what
 * was wrong. Served in GBK as Alipay serves it, so characters that GBK lacks are written as references.
 */
export function renderGatewayError(view: GatewayErrorView): string {
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="GBK">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'">
<title>调试错误 · Sandbox</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
<main data-testid="gateway-error">
<p class="chip">沙箱 · Sandbox — no real money moves</p>
<h1>调试错误，请回到请求来源地，重新发起请求。</h1>
<p class="english">The gateway refused this request. Mend it where it was made, then send it again.</p>
<p class="code">错误代码 ${view.code}</p>
<p class="reason">错误原因: ${readable(view.reason)}</p>
${view.detail !== undefined && html`<h2>怎么改 · How to mend it</h2><pre>${view.detail}</pre>`}
${view.traceId !== undefined && html`<p class="more"><a href="/_sandbox/?traceId=${encodeURIComponent(view.traceId)}">在控制台查看这个请求 · See this request in the console</a></p>`}
</main>
</body>
</html>
`;
  return withReferences(String(page));
}

/** A `sub_msg` writes `&` as the gateway's JSON does; whoever compares it with his own text should see what was signed. */
function readable(subMsg: string): string {
  return subMsg.replaceAll('&amp;', '&');
}

/** Writes what GBK has no code for as `&#128512;`, which means the same in text and in quoted attributes. */
function withReferences(page: string): string {
  return page.replace(/[^\0-\x7f]/gu, (character) => (isGbk(character) ? character : `&#${character.codePointAt(0)};`));
}

function isGbk(character: string): boolean {
  try {
    encodeText(character, 'gbk');
    return true;
  } catch (error) {
    if (error instanceof CharsetError) return false;
    throw error;
  }
}

const style = `
:root { color-scheme: light dark; --page: #f4f6fa; --card: #fff; --line: #e4e8ef; --text: #1b1f27; --quiet: #5b6472; --bad: #c62b2b; --warn: #8a5300; --accent: #0958d9; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0e1116; --card: #171b22; --line: #2b323d; --text: #eef1f6; --quiet: #a0a9b8; --bad: #ff8b84; --warn: #f2bd68; --accent: #7fb4ff; }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 24px 14px; background: var(--page); color: var(--text);
  font: 15px/1.65 -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif;
}
main { max-width: 760px; margin: 5vh auto 0; padding: 36px; background: var(--card); border: 1px solid var(--line); border-radius: 16px; overflow-wrap: anywhere; }
.chip { display: inline-block; margin: 0 0 20px; padding: 1px 10px; border: 1px solid; border-radius: 99px; color: var(--warn); font-size: 12px; }
h1 { margin: 0; font-size: 22px; line-height: 1.45; }
.english { margin: 4px 0 24px; color: var(--quiet); }
.code, .reason { margin: 0; padding: 12px 18px; border-left: 3px solid var(--bad); background: color-mix(in srgb, var(--bad) 7%, transparent); }
.code { padding-bottom: 0; font-weight: 650; color: var(--bad); }
h2 { margin: 28px 0 8px; font-size: 15px; }
pre { margin: 0; padding: 16px 18px; border-radius: 10px; background: var(--page); white-space: pre-wrap; font: 13px/1.6 ui-monospace, Menlo, Consolas, monospace; }
.more { margin: 20px 0 0; }
a { color: var(--accent); text-underline-offset: 3px; }
@media (max-width: 560px) { main { padding: 24px 20px; margin-top: 0; } }
`;
