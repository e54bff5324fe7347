import { type Html, html } from '../../cashier/pages/html.ts';
import { BILL_FAULTS, type FaultPlan, GATEWAY_FAULTS, NOTIFY_FAULTS } from '../../faults/fault-plan.ts';
import type { ConsoleContext, Say } from '../view.ts';
import { callButton } from './parts.ts';

type Place = 'gateway' | 'notify' | 'bill';
type Rule = NonNullable<FaultPlan[Place]>[number];

/** Each fault as a switch with three strengths; finer plans are written as JSON. */
export function faultsPage(context: ConsoleContext): Html {
  const { say, control } = context;
  const plan = control.faults();
  return html`<div class="head"><div><h1>${say('故障', 'Faults')}</h1>
<p>${say('由种子决定，可重现：同样的种子、同样的调用，得到同样的故障。', 'They come from a seed and so repeat: the same seed and the same calls give the same faults.')}</p></div>
<div class="tools">${callButton({ label: say('全部关闭', 'All off'), method: 'PUT', path: '/_sandbox/faults', body: {}, className: '', testId: 'faults-off' })}</div></div>
<div class="stack"><div class="two">
${group(context, plan, 'gateway', say('网关', 'Gateway'), GATEWAY_FAULTS)}
<div class="stack">${group(context, plan, 'notify', say('通知', 'Notifications'), NOTIFY_FAULTS)}
${group(context, plan, 'bill', say('账单', 'Bills'), BILL_FAULTS)}</div></div>
<section class="card"><h2><span>${say('计划（JSON）', 'The plan as JSON')}</span></h2>
<form data-call="PUT /_sandbox/faults" data-testid="fault-plan"><label>${say('可按方法、应用限定：', 'Rules may name a method or an app: ')}<code>{"seed": 7, "gateway": [{"method": "alipay.trade.refund", "p": 0.2, "kind": "timeout_after", "ms": 2000}]}</code>
<textarea data-whole-body spellcheck="false" rows="8">${JSON.stringify(plan, null, 2)}</textarea></label>
<p class="actions"><button class="primary">${say('采用', 'Apply')}</button></p></form></section></div>`;
}

function group(context: ConsoleContext, plan: FaultPlan, place: Place, title: string, kinds: readonly string[]): Html {
  return html`<section class="card"><h2><span>${title}</span></h2><div class="switches">${kinds.map((kind) => switchOf(context, plan, place, kind))}</div></section>`;
}

/** Off, or everywhere with some probability. A rule for one method or app is left as it is. */
function switchOf({ say }: ConsoleContext, plan: FaultPlan, place: Place, kind: string): Html {
  const rules: readonly Rule[] = plan[place] ?? [];
  const general = rules.find((rule) => rule.kind === kind && isGeneral(rule));
  const special = rules.filter((rule) => rule.kind === kind && !isGeneral(rule)).length;
  const level = (p: number, label: string) => {
    const isOn = (general?.p ?? 0) === p;
    const others = rules.filter((rule) => rule !== general);
    const next = { ...plan, [place]: p === 0 ? others : [...others, { ...general, kind, p }] };
    return html`<button type="button" aria-pressed="${isOn ? 'true' : 'false'}" data-call="PUT /_sandbox/faults" data-body="${JSON.stringify(next)}" data-testid="${place}-${kind}-${p}">${label}</button>`;
  };
  return html`<div class="switch"><div><code>${kind}</code>${special > 0 && html` <span class="tag warn">${say(`另有 ${special} 条限定规则`, `and ${special} narrower`)}</span>`}<p>${meaning(place, kind, say)}</p></div>
<div class="levels" role="group" aria-label="${kind}">${level(0, say('关', 'off'))}${level(0.1, '10%')}${level(0.5, '50%')}${level(1, say('总是', 'always'))}</div></div>`;
}

function isGeneral(rule: Rule): boolean {
  return !('method' in rule) && !('app_id' in rule);
}

function meaning(place: Place, kind: string, say: Say): string {
  const meanings: Readonly<Record<string, string>> = {
    'gateway delay': say('应答晚到', 'the answer comes late'),
    'gateway timeout_before': say('没有应答，也没有执行', 'no answer, and nothing was done'),
    'gateway timeout_after': say('没有应答，但已执行', 'no answer, though it was done'),
    'gateway reset_before': say('连接重置，没有执行', 'connection reset, nothing was done'),
    'gateway reset_after': say('连接重置，但已执行', 'connection reset, though it was done'),
    'gateway unknown_error_before': say('20000系统繁忙，没有执行', '20000, and nothing was done'),
    'gateway unknown_error_after': say('20000系统繁忙，但已执行', '20000, though it was done'),
    'gateway bad_signature': say('应答的签名不对', 'the answer is signed wrongly'),
    'gateway truncate': say('应答只有一半', 'half of the answer is missing'),
    'gateway bad_charset': say('应答的编码与声明不符', 'the answer is in another charset than it says'),
    'gateway answer_twice': say('应答重复两遍', 'the answer comes twice in one body'),
    'gateway app_call_limited': say('40005，应用调用次数超限', '40005: the app has called too often'),
    'gateway method_call_limited': say('40005，接口调用次数超限', '40005: the method was called too often'),
    'gateway illegal_client_ip': say('40006，IP不在白名单', '40006: not from an address on the white list'),
    'gateway no_permission': say('40006，没有签约该产品', '40006: the app has no contract for it'),
    'notify drop': say('通知丢失，按时重发', 'lost; the next try is due as usual'),
    'notify duplicate': say('通知来两次', 'sent twice'),
    'notify delay': say('通知晚到', 'held back for a while'),
    'notify reorder': say('被后面的通知赶上', 'overtaken by the next message'),
    'notify stale_state': say('随后又来一条旧状态', 'followed by one that tells an earlier state'),
    'notify gbk': say('用GBK编码', 'written in GBK'),
    'notify bad_signature': say('用商户不知道的新密钥签名', 'signed with a key that the merchant does not know yet'),
    'bill missing_row': say('缺一行', 'rows are missing'),
    'bill duplicate_row': say('某行重复', 'rows come twice'),
    'bill altered_amount': say('金额被改', 'amounts are altered'),
    'bill late': say('账单迟到', 'not ready in time'),
  };
  return meanings[`${place} ${kind}`] ?? '';
}
