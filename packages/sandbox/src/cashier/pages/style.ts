/** The one style sheet of all cashier pages. */
export const style = `
:root {
  color-scheme: light dark;
  --accent: #0e6ef5; --accent-strong: #0958d9; --accent-soft: #e8f2ff; --on-accent: #fff;
  --page: #f4f6fa; --card: #fff; --line: #e4e8ef; --text: #1b1f27; --quiet: #5b6472;
  --good: #0a7d4b; --good-soft: #e3f6ec; --bad: #c62b2b; --bad-soft: #fdecec; --warn: #8a5300; --warn-soft: #fff4e0;
  --shadow: 0 1px 2px rgb(20 40 80 / .05), 0 12px 32px rgb(20 40 80 / .07);
}
@media (prefers-color-scheme: dark) {
  :root {
    --accent: #3c8dff; --accent-strong: #7fb4ff; --accent-soft: #16294a; --on-accent: #06142b;
    --page: #0e1116; --card: #171b22; --line: #2b323d; --text: #eef1f6; --quiet: #a0a9b8;
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
h1, h2, p, dl, dd, fieldset, legend { margin: 0; padding: 0; border: 0; min-width: 0; }
a { color: var(--accent-strong); text-underline-offset: 3px; }
button { font: inherit; cursor: pointer; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 55%, transparent); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.wrap { width: 100%; max-width: 1040px; margin: 0 auto; padding: 0 20px; }
.narrow .wrap { max-width: 520px; }

.bar { background: var(--card); border-bottom: 1px solid var(--line); }
.bar .wrap { display: flex; align-items: center; gap: 12px; min-height: 60px; }
.mark { display: flex; align-items: center; gap: 10px; font-weight: 600; font-size: 17px; white-space: nowrap; }
.mark svg { width: 28px; height: 28px; flex: none; color: var(--accent); }
.chip {
  padding: 1px 9px; border: 1px solid currentColor; border-radius: 99px; color: var(--warn);
  font-size: 12px; font-weight: 500; white-space: nowrap;
}
.language { margin-left: auto; padding: 6px 0 6px 12px; text-decoration: none; white-space: nowrap; font-size: 14px; }
.language:hover { text-decoration: underline; }

main { flex: 1; padding: 28px 0 40px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); }
.summary { display: flex; justify-content: space-between; align-items: flex-start; gap: 16px 40px; padding: 28px 32px; }
.goods { min-width: 0; flex: 1; }
.goods h1 {
  font-size: 20px; line-height: 1.45; font-weight: 600; overflow-wrap: anywhere;
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden;
}
.seller { margin-top: 4px; color: var(--quiet); overflow-wrap: anywhere; }
.due { text-align: right; flex: none; max-width: 60%; }
.label { color: var(--quiet); font-size: 14px; }
.amount {
  font-size: 40px; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
.amount.long { font-size: 32px; }
.amount small { font-size: .58em; font-weight: 600; margin-right: .12em; }
.countdown { margin-top: 6px; font-size: 14px; color: var(--quiet); }
.countdown time { color: var(--text); font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.countdown.soon time { color: var(--bad); }
.details { border-top: 1px solid var(--line); padding: 0 32px; font-size: 14px; }
.details summary { padding: 14px 0; cursor: pointer; color: var(--quiet); }
.details dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 24px; padding-bottom: 20px; }
/* Where nothing folds, nothing else keeps the list off the line. */
.details > dl:first-child { padding-top: 18px; }
.details dt { color: var(--quiet); }
.details dd { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }

.ways { display: grid; grid-template-columns: 360px 1fr; margin-top: 20px; }
.way { padding: 32px; min-width: 0; }
.way + .way { border-left: 1px solid var(--line); }
.way :is(h1, h2) { font-size: 17px; font-weight: 600; }
.way :is(h1, h2) + p { color: var(--quiet); font-size: 14px; }
.scan { display: flex; flex-direction: column; align-items: center; text-align: center; }
.qr {
  display: block; width: 236px; margin: 24px 0 16px; padding: 14px; border-radius: 16px; background: #fff;
  border: 1px solid var(--line); transition: border-color .15s, box-shadow .15s;
}
.qr:hover { border-color: var(--accent); box-shadow: 0 0 0 4px var(--accent-soft); }
.qr img { display: block; width: 100%; height: auto; }

.buyers { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; margin: 16px 0 0; }
.buyer { border: 1px solid var(--line); border-radius: 12px; transition: border-color .15s, background .15s; }
.buyer:hover { border-color: var(--accent); }
.buyer:has(.pick:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.buyer:has(.pick:focus-visible) { outline: 3px solid color-mix(in srgb, var(--accent) 55%, transparent); outline-offset: 2px; }
.account { display: flex; align-items: center; gap: 14px; padding: 9px 16px; cursor: pointer; }
.pick, .channel { appearance: none; flex: none; width: 20px; height: 20px; margin: 0; border-radius: 50%; border: 2px solid var(--quiet); }
.pick:checked, .channel:checked { border: 6px solid var(--accent); }
.pick:focus-visible { outline: none; }
.face {
  flex: none; width: 38px; height: 38px; border-radius: 50%; display: grid; place-items: center;
  background: var(--accent-soft); color: var(--accent-strong); font-weight: 600; font-size: 16px;
}
.who { flex: 1; min-width: 0; line-height: 1.45; }
.who b { font-weight: 600; overflow-wrap: anywhere; }
.who span { display: block; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.who .note { color: var(--warn); }
.funding { display: none; margin: 0 16px 0 68px; padding: 6px 0 8px; border-top: 1px solid var(--line); }
.buyer:has(.pick:checked) .funding { display: block; }
.off { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 10px; margin: 0; padding: 7px 0; color: var(--accent); font-size: 14px; font-variant-numeric: tabular-nums; }
.source { display: flex; align-items: center; gap: 10px; padding: 7px 0; cursor: pointer; font-size: 14px; }
.source .channel { width: 16px; height: 16px; }
.source .channel:checked { border-width: 5px; }
.source .left { margin-left: auto; color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
.source .short { color: var(--bad); }

/* However many buyers there are, the button stays in sight. */
.settle { position: sticky; bottom: 0; margin: 6px -32px -32px; padding: 16px 32px 24px; border-radius: 0 0 16px 0; background: var(--card); box-shadow: 0 -10px 14px -4px var(--card); }
.actions { display: flex; gap: 12px; }
.buyers + .actions, .buyers + .error { margin-top: 18px; }
.pasted {
  display: block; width: 100%; margin: 16px 0; padding: 12px 14px; border: 1px solid var(--line); border-radius: 12px;
  background: var(--page); color: var(--text); font: 13px/1.6 ui-monospace, Menlo, Consolas, monospace; resize: vertical;
}
.pay, .cancel, .continue { min-height: 52px; border-radius: 12px; border: 1px solid transparent; padding: 0 24px; }
.pay, .continue {
  flex: 1; background: var(--accent); color: var(--on-accent); font-size: 19px; font-weight: 700; transition: filter .15s;
  font-variant-numeric: tabular-nums; line-height: 1.2; word-break: keep-all;
}
.pay:hover, .continue:hover { filter: brightness(1.07); }
.pay:disabled { cursor: progress; filter: saturate(.55) opacity(.75); }
.pay.done { background: var(--good); color: var(--card); filter: none; }
.cancel { background: transparent; border-color: var(--line); color: var(--text); }
a.cancel { display: flex; align-items: center; text-decoration: none; }
.cancel:hover { border-color: var(--quiet); }
.cancel:disabled { opacity: .5; cursor: default; }
.error { padding: 11px 16px; margin-bottom: 16px; border-radius: 10px; background: var(--bad-soft); color: var(--bad); }

.outcome { padding: 52px 32px 40px; text-align: center; max-width: 520px; margin: 4vh auto 0; }
.badge { width: 68px; height: 68px; margin: 0 auto 20px; border-radius: 50%; display: grid; place-items: center; background: var(--warn-soft); color: var(--warn); }
.badge.good { background: var(--good-soft); color: var(--good); }
.badge svg { width: 34px; height: 34px; }
.outcome h1 { font-size: 24px; line-height: 1.4; font-weight: 600; }
.outcome .amount { margin: 10px 0 2px; }
.outcome > p:not(.amount) { margin-top: 8px; color: var(--quiet); overflow-wrap: anywhere; }
.outcome .details { margin-top: 28px; padding: 20px 0 0; text-align: left; }
.outcome .details dl { padding: 0; }
.continue { display: flex; align-items: center; justify-content: center; margin-top: 28px; text-decoration: none; }

.foot { padding: 0 0 28px; color: var(--quiet); font-size: 13px; text-align: center; text-wrap: balance; }

.narrow main { padding: 16px 0 24px; }
.narrow:has(.dock) { padding-bottom: 96px; }
.narrow .summary { display: block; text-align: center; padding: 28px 20px 22px; }
.narrow .summary .due { text-align: center; max-width: none; margin-bottom: 14px; }
.narrow .goods h1 { font-size: 17px; }
.narrow .details { padding: 0 20px; }
.narrow .way { margin-top: 14px; padding: 22px 16px 16px; }
.narrow .dock {
  position: fixed; inset: auto 0 0; background: var(--card); border-top: 1px solid var(--line);
  padding: 12px 0 max(12px, env(safe-area-inset-bottom));
}
.narrow .dock .error { margin-bottom: 12px; }
.narrow .foot { padding-bottom: 24px; }

@media (max-width: 860px) {
  .ways { grid-template-columns: 1fr; }
  .way + .way { border-left: 0; }
  .scan { border-top: 1px solid var(--line); order: 1; }
  .settle { border-radius: 0; margin-bottom: 0; }
}
@media (max-width: 560px) {
  .wrap { padding: 0 14px; }
  .bar .wrap { min-height: 54px; gap: 9px; }
  main { padding-top: 16px; }
  .summary { display: block; padding: 22px 20px; }
  .due { text-align: left; margin-top: 14px; max-width: none; }
  .amount { font-size: 36px; }
  .amount.long { font-size: 27px; }
  .details { padding: 0 20px; }
  .details dl { grid-template-columns: 1fr; gap: 0; }
  .details dd { margin-bottom: 8px; }
  .way { padding: 24px 16px; }
  .settle { margin: 6px -16px 0; padding: 14px 16px 4px; }
  .account { padding: 9px 12px; gap: 12px; }
  .funding { margin: 0 12px 0 62px; }
  .source .word { display: none; }
  .source { flex-wrap: wrap; gap: 0 10px; }
  .pay { padding: 0 12px; }
  .actions .cancel { padding: 0 16px; }
  .outcome { padding: 40px 20px 28px; }
}
@media (prefers-reduced-motion: no-preference) {
  .badge { animation: arrive .35s cubic-bezier(.2, 1.4, .5, 1); }
  @keyframes arrive { from { transform: scale(.6); opacity: 0; } }
}
`;
