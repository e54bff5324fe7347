/** The console's own rules, on top of the cashier's style sheet and its colours. */
export const consoleStyle = `
/* What the keyboard comes to is not hidden under the belt. */
html { scroll-padding: 72px 0 24px; }
.console .wrap { max-width: 1180px; }
.console :focus-visible { outline-color: var(--accent); }
/* Inside what is cut off at its edges. */
.console :is(.belt nav a, a.row, .levels button):focus-visible { outline-offset: -3px; }
.console .levels button:focus-visible { outline-color: currentColor; }
.console h1 { font-size: 22px; line-height: 1.35; font-weight: 650; overflow-wrap: anywhere; }
.console h2 { font-size: 16px; font-weight: 600; }
.console code, .console pre, .mono { font-family: ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: 13px; }
.console pre { margin: 0; padding: 14px 16px; border-radius: 10px; background: var(--page); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; max-height: 26em; overflow: auto; }
.console main { padding-top: 24px; }
.console a.mark { color: inherit; text-decoration: none; }
.belt { background: var(--card); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 2; }
.belt .wrap { display: flex; align-items: center; gap: 8px 20px; flex-wrap: wrap; }
.belt nav { display: flex; gap: 2px; overflow-x: auto; scrollbar-width: none; flex: 1 1 auto; min-width: 0; margin: 0 -12px; }
.belt nav a { display: flex; align-items: center; gap: 6px; padding: 12px; color: var(--quiet); text-decoration: none; white-space: nowrap; border-bottom: 2px solid transparent; }
.belt nav a:hover { color: var(--text); }
.belt nav a[aria-current] { color: var(--accent-strong); border-color: var(--accent); font-weight: 600; }
.count { min-width: 18px; padding: 0 5px; border-radius: 99px; background: var(--bad); color: var(--card); font-size: 12px; line-height: 18px; text-align: center; }
.clock { display: flex; align-items: center; gap: 12px; font-variant-numeric: tabular-nums; font-size: 14px; padding: 6px 0; }
.clock time { font-weight: 600; white-space: nowrap; }
.clock small { color: var(--quiet); font-size: 12px; white-space: nowrap; }
.steps { display: flex; gap: 4px; }
.console button, .console select, .console input, .console textarea { font: inherit; color: inherit; }
.console button, .console .button { min-height: 40px; padding: 0 16px; border-radius: 9px; border: 1px solid var(--line); background: var(--card); white-space: nowrap; transition: border-color .15s, background .15s; }
.console button:hover { border-color: var(--accent); }
.console button:disabled { opacity: .55; cursor: progress; }
.console button.small { min-height: 30px; padding: 0 10px; font-size: 13px; }
.console button.primary { background: var(--accent); color: var(--on-accent); border-color: transparent; font-weight: 600; }
.console button.danger { color: var(--bad); }
.console input, .console select, .console textarea { width: 100%; min-height: 40px; padding: 8px 12px; border-radius: 9px; border: 1px solid color-mix(in srgb, var(--quiet) 75%, var(--card)); background: var(--page); }
.console ::placeholder { color: var(--quiet); opacity: 1; }
.console textarea { min-height: 96px; resize: vertical; font-family: ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; }
.console label { display: block; font-size: 13px; color: var(--quiet); }
.console label > :is(input, select, textarea) { margin-top: 4px; font-size: 15px; color: var(--text); }
.console label > textarea { font-size: 13px; }
.head { display: flex; align-items: flex-start; justify-content: space-between; gap: 12px 24px; flex-wrap: wrap; margin-bottom: 16px; }
.head p { color: var(--quiet); font-size: 14px; margin-top: 2px; max-width: 46em; }
.head .tools { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
.back { display: inline-block; margin-bottom: 10px; font-size: 14px; text-decoration: none; }
.stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
.two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; align-items: start; }
.console .card { padding: 20px 24px; min-width: 0; box-shadow: var(--shadow); }
.card > h2 { display: flex; align-items: center; gap: 10px; justify-content: space-between; margin-bottom: 12px; }
.card > h2 > span:first-child { margin-right: auto; }
.card.alarm { border-color: var(--bad); }
.card.blank { text-align: center; padding: 48px 24px; }
.blank p { font-size: 17px; }
.hint { color: var(--quiet); font-size: 14px; margin-top: 6px; overflow-wrap: anywhere; }
.blank .hint { font-size: 14px; }
.tag { display: inline-block; padding: 1px 8px; border-radius: 6px; font-size: 12.5px; line-height: 20px; white-space: nowrap; background: var(--page); color: var(--quiet); }
.tag.good { background: var(--good-soft); color: var(--good); }
.tag.bad { background: var(--bad-soft); color: var(--bad); }
.tag.warn { background: var(--warn-soft); color: var(--warn); }
.tag.plain { background: var(--accent-soft); color: var(--accent-strong); }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 7px 20px; font-size: 14px; margin: 0; }
.facts dt { color: var(--quiet); }
.facts dd { overflow-wrap: anywhere; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; }
.facts dd button { flex: none; }
.gate { display: flex; gap: 10px 14px; align-items: center; flex-wrap: wrap; }
.gate code { font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
.console details > summary { cursor: pointer; color: var(--accent-strong); font-size: 14px; padding: 6px 0; }
.console details[open] > summary { margin-bottom: 6px; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr)); gap: 12px 16px; align-items: end; }
.fields .whole { grid-column: 1 / -1; }
.actions { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 14px; }
.search { display: flex; gap: 8px; flex: 0 1 380px; }
.filters { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
.filters a { padding: 4px 12px; border-radius: 99px; border: 1px solid var(--line); font-size: 13px; text-decoration: none; color: var(--text); background: var(--card); }
.filters a[aria-current] { border-color: var(--accent); color: var(--accent-strong); background: var(--accent-soft); }

.rows { padding: 0 !important; overflow: hidden; }
.row { display: grid; gap: 2px 16px; align-items: center; padding: 10px 20px; border-top: 1px solid var(--line); color: inherit; text-decoration: none; font-size: 14px; }
.row:first-child { border-top: 0; }
a.row:hover { background: var(--accent-soft); }
.row > * { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row .quiet, .quiet { color: var(--quiet); font-size: 13px; }
.row .num { text-align: right; font-variant-numeric: tabular-nums; }
.row b { font-weight: 600; }
.row time { font-variant-numeric: tabular-nums; }
.row.requests { grid-template-columns: 22px 76px minmax(0, 2.2fr) minmax(0, 1.2fr) minmax(0, 1.6fr) 48px 74px; }
.row.trades { grid-template-columns: minmax(0, 1.5fr) minmax(0, 1.6fr) 120px 150px 160px; }
.row.messages { grid-template-columns: minmax(0, 1.3fr) minmax(0, 2fr) minmax(0, 1.6fr) 110px auto; }
.row.wrapped > * { white-space: normal; overflow-wrap: anywhere; }
.arrow { font-weight: 700; color: var(--accent-strong); }
.arrow.out { color: var(--warn); }

.timeline { list-style: none; margin: 0; padding: 0; position: relative; }
.timeline li { position: relative; padding: 0 0 18px 30px; }
.timeline li::before { content: ""; position: absolute; left: 5px; top: 7px; width: 10px; height: 10px; border-radius: 50%; background: var(--accent); }
.timeline li::after { content: ""; position: absolute; left: 9.5px; top: 22px; bottom: -3px; width: 1px; background: var(--line); }
.timeline li:last-child::after { display: none; }
.timeline li.good::before { background: var(--good); }
.timeline li.warn::before { background: var(--warn); }
.timeline li.bad::before { background: var(--bad); }
.timeline li.quiet::before { background: var(--line); box-shadow: inset 0 0 0 2px var(--quiet); }
.timeline li.call::before { background: var(--card); box-shadow: inset 0 0 0 2px var(--accent); }
.timeline li > span { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; }
.timeline li p { color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.timeline time { color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; }

.compare { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 14px; margin-top: 12px; }
.compare dt { color: var(--quiet); font-size: 13px; line-height: 24px; }
.compare dd { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: 14px; line-height: 24px; overflow-wrap: anywhere; }
.compare mark { border-radius: 4px; padding: 2px 3px; color: inherit; font-weight: 700; }
.compare .ours mark { background: var(--good-soft); color: var(--good); }
.compare .theirs mark { background: var(--bad-soft); color: var(--bad); }
.cause { font-size: 18px; line-height: 1.5; font-weight: 600; overflow-wrap: anywhere; }
.signed i { font-style: normal; color: var(--accent-strong); font-weight: 600; }
.signed u { text-decoration: none; color: var(--quiet); }

.switches { display: grid; grid-template-columns: minmax(0, 1fr); }
.switch { display: flex; align-items: center; justify-content: space-between; gap: 8px 20px; flex-wrap: wrap; padding: 12px 0; border-top: 1px solid var(--line); }
.switch:first-of-type { border-top: 0; }
.switch div:first-child { flex: 1 1 260px; min-width: 0; }
.switch p { color: var(--quiet); font-size: 13px; }
.levels { display: inline-flex; border: 1px solid var(--line); border-radius: 9px; overflow: hidden; flex: none; }
.console .levels button { border: 0; border-radius: 0; min-height: 34px; padding: 0 12px; font-size: 13px; border-left: 1px solid var(--line); }
.console .levels button:first-child { border-left: 0; }
.console .levels button[aria-pressed=true] { background: var(--bad); color: var(--card); font-weight: 600; }
.console .levels button:first-child[aria-pressed=true] { background: var(--page); color: var(--quiet); }
.big { font-size: 34px; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.25; }

#toast { position: fixed; left: 50%; bottom: 28px; transform: translateX(-50%); z-index: 5; max-width: min(560px, calc(100vw - 32px)); padding: 11px 18px; border-radius: 12px; background: var(--text); color: var(--page); overflow-wrap: anywhere; box-shadow: 0 8px 30px rgb(0 0 0 / .25); }
#toast.bad { background: var(--bad); color: var(--card); }
dialog { border: 1px solid var(--line); border-radius: 16px; padding: 24px; max-width: min(680px, calc(100vw - 28px)); background: var(--card); color: var(--text); }
dialog::backdrop { background: rgb(10 15 25 / .55); }
dialog pre { margin-top: 12px !important; }

@media (max-width: 900px) {
  html { scroll-padding-top: 140px; }
  .two { grid-template-columns: minmax(0, 1fr); }
  .row { grid-template-columns: minmax(0, 1fr) auto !important; padding: 11px 16px; gap: 3px 12px; }
  .row.requests { grid-template-columns: 18px minmax(0, 1fr) auto !important; }
  .row.requests > :nth-child(2) { order: 3; }
  .row.requests > :nth-child(3) { order: 2; }
  .row.requests > :nth-child(4) { order: 5; max-width: 40vw; }
  .row.requests > :nth-child(5) { order: 4; grid-column: 2; }
  .row.requests > :nth-child(6), .row.requests > :nth-child(7) { display: none; }
  .row.requests > :nth-child(2), .row.requests > :nth-child(4) { justify-self: end; }
  .row.trades > :nth-child(2) { order: 3; } .row.trades > :nth-child(3) { order: 2; }
  .row.trades > :nth-child(4) { order: 4; } .row.trades > :nth-child(5) { order: 5; grid-column: 1 / -1; }
  .row.messages > :nth-child(2) { order: 3; grid-column: 1 / -1; } .row.messages > :nth-child(3) { order: 4; }
  .row.messages > :nth-child(4) { order: 2; } .row.messages > :nth-child(5) { order: 5; }
  .belt .wrap { gap: 0; }
  .belt nav, .clock { flex-basis: 100%; }
  .belt nav { -webkit-mask-image: linear-gradient(90deg, #000 calc(100% - 12px), transparent); mask-image: linear-gradient(90deg, #000 calc(100% - 12px), transparent); }
  .clock { justify-content: space-between; border-top: 1px solid var(--line); padding: 7px 0; flex-wrap: wrap; gap: 4px 12px; }
}
@media (max-width: 560px) {
  .console .card { padding: 16px; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: 9px; }
  .compare { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .compare dd { margin-bottom: 8px; }
  .console .chip { display: none; }
  .big { font-size: 27px; }
  .belt nav a { padding: 12px 6px; font-size: 13.5px; }
  .belt nav { margin: 0 -6px; }
}
`;
