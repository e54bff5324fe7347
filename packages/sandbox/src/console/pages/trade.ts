import { type Html, html } from '../../cashier/pages/html.ts';
import { type TradeFields, tradeFields } from '../../trades/trade-fields.ts';
import { type ConsoleContext, linkTo } from '../view.ts';
import { callButton, copyButton, missing, time } from './parts.ts';
import { type TradeEvent, tradeEvents } from './trade-events.ts';
import { statusChip } from './trades.ts';

/** One trade: what it is, what can be done with it, and its timeline. */
export function tradePage(context: ConsoleContext, tradeNo: string): Html {
  const { say } = context;
  const kept = context.tradeOf(tradeNo);
  const back = html`<a class="back" href="${linkTo(context, 'trades')}">← ${say('所有交易', 'All trades')}</a>`;
  if (kept === undefined) return html`${back}${missing(say('没有这笔交易', 'There is no such trade'), tradeNo)}`;
  const trade = tradeFields(kept);
  return html`${back}
<div class="head"><div><h1>${trade.subject}</h1><p>${trade.out_trade_no}</p></div><div class="tools">${statusChip(trade, say)}<b class="big" data-testid="amount">¥${trade.total_amount}</b></div></div>
<div class="two">
<div class="stack">${trade.trade_status === 'WAIT_BUYER_PAY' && payment(context, trade)}${facts(context, trade)}</div>
<section class="card"><h2><span>${say('时间线', 'Timeline')}</span></h2>
<ol class="timeline" data-testid="timeline">${tradeEvents(context, kept).map((event) => item(context, event))}</ol></section>
</div>`;
}

function payment({ say, buyers }: ConsoleContext, { trade_no }: TradeFields): Html {
  const path = `/_sandbox/trades/${trade_no}`;
  const options = buyers().map(
    (buyer) => html`<option value="${buyer.buyer_id}">${say(buyer.name, buyer.name_en)} · ${buyer.buyer_id}</option>`,
  );
  return html`<section class="card"><form data-call="POST ${path}/pay" data-testid="pay-form">
<label>${say('以哪位买家付款', 'Pay as this buyer')}<select name="buyer_id">${options}</select></label>
<p class="actions"><button class="primary" data-testid="pay">${say('付款', 'Pay')}</button>
${callButton({ label: say('买家拒付', 'Buyer declines'), method: 'POST', path: `${path}/decline`, className: 'danger' })}</p>
</form></section>`;
}

function facts(context: ConsoleContext, trade: TradeFields): Html {
  const { say } = context;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['trade_no', trade.trade_no],
    ['out_trade_no', trade.out_trade_no],
    ['app_id', trade.app_id],
    ['product_code', trade.product_code],
    ['trade_status', trade.trade_status],
    ['buyer_id', trade.buyer_id],
    ['time_expire', trade.time_expire],
    ['notify_url', trade.notify_url],
    ['return_url', trade.return_url],
    ['passback_params', trade.passback_params],
    ['body', trade.body],
  ];
  const known = rows.filter((row): row is readonly [string, string] => row[1] !== undefined);
  return html`<section class="card"><h2><span>${say('详情', 'Details')}</span></h2><dl class="facts">${known.map(
    ([name, value]) =>
      html`<dt>${name}</dt><dd><code>${value}</code>${name === 'trade_no' && copyButton(context, value)}</dd>`,
  )}</dl></section>`;
}

function item({ say, now }: ConsoleContext, { at, tone, title, detail, isToCome }: TradeEvent): Html {
  return html`<li class="${tone}"><span><b>${title}</b>${time(at, now)}${isToCome && html`<small class="quiet">${say('将来', 'to come')}</small>`}</span>${detail !== undefined && detail !== '' && html`<p>${detail}</p>`}</li>`;
}
