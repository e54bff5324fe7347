/** The shop's one style sheet, inlined so that a page is a single file. */
export const style = `
:root {
  color-scheme: light dark;
  --accent: #1677ff; --accent-strong: #0958d9; --accent-soft: #e8f2ff; --on-accent: #fff;
  --page: #faf9f6; --card: #fff; --line: #e8e5dd; --text: #211f1a; --quiet: #655f55; --code: #f6f4ee;
  --good: #0a7d4b; --good-soft: #e3f6ec; --bad: #c62b2b; --bad-soft: #fdecec; --warn: #8a5300; --warn-soft: #fff4e0;
  --shadow: 0 1px 2px rgb(60 50 20 / .05), 0 10px 30px rgb(60 50 20 / .07);
}
@media (prefers-color-scheme: dark) {
  :root {
    --accent: #3c8dff; --accent-strong: #7fb4ff; --accent-soft: #16294a; --on-accent: #06142b;
    --page: #12110f; --card: #1b1a17; --line: #34312b; --text: #f3f0e9; --quiet: #aca598; --code: #141310;
    --good: #58d39b; --good-soft: #10301f; --bad: #ff8b84; --bad-soft: #391a1b; --warn: #f2bd68; --warn-soft: #352711;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--page); color: var(--text);
  font: 15px/1.6 -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif;
}
h1, h2, h3, p, ol, ul, dl, dd, pre { margin: 0; padding: 0; }
ol, ul { list-style: none; }
a { color: var(--accent-strong); text-underline-offset: 3px; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 55%, transparent); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.wrap { width: 100%; max-width: 1080px; margin: 0 auto; padding: 0 20px; }
.bar .wrap { display: flex; align-items: center; gap: 12px; min-height: 68px; }
.mark { display: flex; align-items: center; gap: 10px; font-weight: 700; font-size: 18px; color: inherit; text-decoration: none; white-space: nowrap; }
.mark svg { width: 32px; height: 32px; }
.chip { padding: 1px 9px; border: 1px solid currentColor; border-radius: 99px; color: var(--warn); font-size: 12px; font-weight: 500; white-space: nowrap; }
.bar nav { margin-left: auto; display: flex; gap: 20px; font-size: 14px; white-space: nowrap; }
.bar nav a { padding: 6px 0; text-decoration: none; }
.bar nav a:hover { text-decoration: underline; }
main { flex: 1; padding: 12px 0 56px; }
.foot { padding: 0 0 28px; color: var(--quiet); font-size: 13px; text-align: center; text-wrap: balance; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 18px; box-shadow: var(--shadow); }
.price { font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap; }
.price small { font-size: .72em; margin-right: .08em; }

.hero { padding: 28px 0 32px; }
.hero h1 { font-size: clamp(25px, 4.2vw, 38px); line-height: 1.3; letter-spacing: -.01em; text-wrap: balance; }
.hero p { margin-top: 8px; font-size: 17px; color: var(--quiet); text-wrap: pretty; }
.goods { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 22px; }
.item { display: flex; flex-direction: column; overflow: hidden; color: inherit; text-decoration: none; scroll-margin-top: 20px; transition: transform .18s, box-shadow .18s; }
.item:hover { transform: translateY(-3px); box-shadow: 0 2px 4px rgb(60 50 20 / .06), 0 18px 44px rgb(60 50 20 / .13); }
.picture svg { display: block; width: 100%; aspect-ratio: 4 / 3; }
.label { flex: 1; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; align-items: baseline; align-content: start; padding: 16px 20px 20px; }
.label h2 { font-size: 17px; line-height: 1.4; }
.label p { grid-column: 1 / -1; color: var(--quiet); font-size: 14px; }
.label .price { font-size: 19px; }
.how { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px 22px; margin-top: 14px; counter-reset: step; }
.how li { counter-increment: step; display: flex; gap: 12px; color: var(--quiet); }
.how li::before { content: counter(step); flex: none; width: 26px; height: 26px; border-radius: 50%; display: grid; place-items: center; background: var(--accent-soft); color: var(--accent-strong); font-weight: 600; font-size: 14px; }
.how-title { margin-top: 48px; font-size: 17px; }

.veil { position: fixed; inset: 0; z-index: 1; display: grid; place-items: center; padding: 20px; overflow: auto; background: rgb(20 18 12 / .5); }
.veil .shut { position: absolute; inset: 0; cursor: default; }
.sheet { position: relative; width: 100%; max-width: 440px; overflow: hidden; box-shadow: 0 24px 80px rgb(0 0 0 / .3); }
.sheet .picture svg { aspect-ratio: 16 / 9; }
.sheet .label { padding: 20px 24px 4px; }
.sheet .label h2 { font-size: 20px; }
.sheet .label .price { font-size: 24px; }
.sheet form { display: grid; gap: 10px; padding: 16px 24px 24px; }
.x { position: absolute; top: 12px; right: 12px; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; background: rgb(255 255 255 / .85); color: #211f1a; text-decoration: none; font-size: 22px; line-height: 1; }
.way { display: flex; align-items: center; gap: 14px; padding: 12px 16px; text-align: left; border-radius: 12px; border: 1px solid var(--line); background: var(--card); transition: border-color .15s, background .15s; }
.way:hover { border-color: var(--accent); background: var(--accent-soft); }
.way svg { width: 26px; height: 26px; flex: none; color: var(--accent); }
.way b { display: block; font-weight: 600; }
.way small { display: block; color: var(--quiet); font-size: 13px; }

.button { display: inline-flex; align-items: center; justify-content: center; min-height: 46px; padding: 8px 22px; border-radius: 12px; border: 1px solid var(--line); background: var(--card); text-decoration: none; color: var(--text); font-weight: 500; line-height: 1.3; }
.button:hover { border-color: var(--quiet); }
.button.primary { background: var(--accent); border-color: transparent; color: var(--on-accent); font-weight: 700; font-size: 19px; }
.button.primary:hover { filter: brightness(1.07); }
.button:disabled { opacity: .6; cursor: progress; }

.notice { margin-bottom: 16px; padding: 12px 18px; border-radius: 12px; background: var(--accent-soft); overflow-wrap: anywhere; }
.notice.good { background: var(--good-soft); color: var(--good); }
.notice.bad { background: var(--bad-soft); color: var(--bad); }
.order { display: grid; grid-template-columns: minmax(0, 1fr) 336px; gap: 22px; align-items: start; }
.order > * { min-width: 0; }
.stack { display: grid; gap: 22px; grid-template-columns: minmax(0, 1fr); }
.status { padding: 30px 32px; }
.status .notice { margin: 0; }
.status h1 { display: flex; align-items: center; gap: 14px; font-size: 27px; line-height: 1.3; }
.dot { flex: none; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; background: var(--warn-soft); color: var(--warn); }
.dot svg { width: 21px; height: 21px; }
.dot.paid { background: var(--good-soft); color: var(--good); }
.dot.refunded { background: var(--accent-soft); color: var(--accent-strong); }
.dot.closed { background: var(--code); color: var(--quiet); }
.status .tag { font-size: 13px; font-weight: 500; padding: 2px 10px; border-radius: 99px; background: var(--accent-soft); color: var(--accent-strong); white-space: nowrap; }
.status .line { margin: 4px 0 0 54px; color: var(--quiet); }
.timeline { margin: 26px 0 0 11px; }
.timeline li { position: relative; padding: 0 0 22px 43px; }
.timeline li:last-child { padding-bottom: 0; }
.timeline li::before { content: ""; position: absolute; left: 2px; top: 6px; width: 14px; height: 14px; border-radius: 50%; border: 2px solid var(--line); background: var(--card); }
.timeline li::after { content: ""; position: absolute; left: 8px; top: 24px; bottom: -2px; width: 2px; background: var(--line); }
.timeline li:last-child::after { display: none; }
.timeline .done::before { background: var(--good); border-color: var(--good); }
.timeline .now::before { border-color: var(--accent); border-width: 4px; }
.timeline .todo b { color: var(--quiet); font-weight: 400; }
.timeline b { font-weight: 600; }
.timeline p { color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
code, pre { font: 12.5px/1.65 ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; }
.actions { display: flex; flex-wrap: wrap; gap: 12px; margin: 26px 0 0 54px; }
.refund { padding: 26px 32px 30px; }
.refund h2, .panel h2 { font-size: 17px; }
.refund > p { color: var(--quiet); font-size: 14px; }
.refund .forms { display: flex; flex-wrap: wrap; gap: 14px; align-items: end; margin-top: 18px; }
.refund form { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; }
.refund label { display: grid; gap: 4px; font-size: 13px; color: var(--quiet); }
.refund input { width: 148px; min-height: 46px; padding: 0 14px; border: 1px solid var(--quiet); border-radius: 12px; background: var(--card); color: var(--text); font-size: 17px; font-variant-numeric: tabular-nums; }
.goods-card { overflow: hidden; }
.goods-card .picture svg { aspect-ratio: 16 / 9; }
.facts { display: grid; gap: 12px; padding: 16px 20px 22px; border-top: 1px solid var(--line); font-size: 14px; }
.facts dt { color: var(--quiet); font-size: 13px; }
.facts dd { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.panel > summary, .panel > .head { padding: 16px 24px; cursor: pointer; font-weight: 600; }
.panel > .head { cursor: default; padding-bottom: 0; }
.panel .inside { padding: 0 24px 22px; }
.panel .inside > p { color: var(--quiet); font-size: 14px; margin-bottom: 12px; }
pre { padding: 16px 18px; border-radius: 12px; background: var(--code); border: 1px solid var(--line); overflow: auto; tab-size: 2; }

.message { max-width: 520px; margin: 6vh auto 0; padding: 48px 32px; text-align: center; overflow-wrap: anywhere; }
.message h1 { font-size: 22px; line-height: 1.45; }
.message p { margin-top: 8px; color: var(--quiet); }
.message .button { margin-top: 24px; }
.spinner { width: 38px; height: 38px; margin: 0 auto 20px; border-radius: 50%; border: 4px solid var(--accent-soft); border-top-color: var(--accent); }

@media (max-width: 900px) {
  .goods { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .order { grid-template-columns: minmax(0, 1fr); }
  .goods-card { display: grid; grid-template-columns: 40% minmax(0, 1fr); align-items: start; }
  .goods-card .facts { grid-column: 1 / -1; }
  .goods-card .picture svg { aspect-ratio: 4 / 3; }
}
@media (max-width: 560px) {
  .wrap { padding: 0 14px; }
  .bar .wrap { min-height: 58px; gap: 9px; }
  .bar nav .reference { display: none; }
  .mark { font-size: 17px; }
  .hero { padding: 14px 0 22px; }
  .hero p { font-size: 15px; }
  .goods, .order, .stack { gap: 14px; }
  .label { padding: 10px 12px 14px; }
  .goods .label h2, .goods .label .price { grid-column: 1 / -1; font-size: 15px; }
  .goods .label .price { font-size: 17px; order: 1; }
  .goods .label p { font-size: 13px; line-height: 1.45; }
  .how { grid-template-columns: minmax(0, 1fr); }
  .veil { place-items: end stretch; padding: 0; }
  .sheet { max-width: none; border-radius: 20px 20px 0 0; border-width: 1px 0 0; padding-bottom: env(safe-area-inset-bottom); }
  .sheet .wap { order: -1; }
  .status { padding: 22px 20px; }
  .status .notice { margin: 0; }
.status h1 { font-size: 22px; flex-wrap: wrap; gap: 10px; }
  .status .line, .actions { margin-left: 0; }
  .status .line { margin-top: 8px; }
  .timeline { margin-left: 0; }
  .timeline li { padding-left: 32px; }
  .actions .button, .actions form { flex: 1 1 100%; width: 100%; }
  .refund { padding: 22px 20px; }
  .refund form, .refund .forms > *, .refund .button { width: 100%; }
  .refund label, .refund input { width: 100%; }
  .panel > summary, .panel > .head { padding-left: 20px; padding-right: 20px; }
  .panel .inside { padding: 0 20px 20px; }
}
@media (prefers-reduced-motion: no-preference) {
  .spinner { animation: spin 1s linear infinite; }
  .timeline .now::before { animation: pulse 1.8s ease-in-out infinite; }
  .sheet { animation: rise .22s ease-out; }
  @keyframes spin { to { transform: rotate(1turn); } }
  @keyframes pulse { 50% { box-shadow: 0 0 0 6px var(--accent-soft); } }
  @keyframes rise { from { transform: translateY(16px); opacity: 0; } }
}
@media (prefers-reduced-motion: reduce) { .item { transition: none; } .item:hover { transform: none; } }
`;
