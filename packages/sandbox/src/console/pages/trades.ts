import { type Html, html } from '../../cashier/pages/html.ts';
import type { TradeFields } from '../../trades/trade-fields.ts';
import { type ConsoleContext, linkTo, type Say } from '../view.ts';
import { chip, empty, type Tone } from './parts.ts';

const ROWS_MAX = 200;

const TONES: Readonly<Record<string, Tone>> = {
  WAIT_BUYER_PAY: 'warn',
  TRADE_SUCCESS: 'good',
  TRADE_FINISHED: 'good',
  TRADE_CLOSED: 'quiet',
};

export function statusChip({ trade_status }: TradeFields, say: Say): Html {
  const names: Readonly<Record<string, string>> = {
    WAIT_BUYER_PAY: say('等待付款', 'waiting'),
    TRADE_SUCCESS: say('已付款', 'paid'),
    TRADE_FINISHED: say('已完结', 'finished'),
    TRADE_CLOSED: say('已关闭', 'closed'),
  };
  return html`<span title="${trade_status}">${chip(names[trade_status] ?? trade_status, TONES[trade_status] ?? 'plain')}</span>`;
}

/** All trades, newest first and some hundreds a page, or those of a number that somebody looks for. */
export function tradesPage(context: ConsoleContext): Html {
  const { say, control, query } = context;
  const wanted = query.get('number')?.trim() ?? '';
  const { trades, paid_count, paid_amount, refund_amount, fee_amount } = control.summary(undefined);
  const found = wanted === '' ? newest(context) : numbered(context, wanted);
  const shown = found.slice(0, ROWS_MAX);
  return html`<div class="head"><div><h1>${say('交易', 'Trades')}</h1>
<p>${say(`${trades} 笔，已付 ${paid_count} 笔 ¥${paid_amount}，已退 ¥${refund_amount}，手续费 ¥${fee_amount}`, `${trades} in all; ${paid_count} paid, ¥${paid_amount}; refunded ¥${refund_amount}; fees ¥${fee_amount}`)}</p></div>${trades > 0 && search(context, wanted)}</div>
${
  shown.length === 0
    ? empty(
        wanted === '' ? say('还没有交易', 'No trade yet') : say(`没有交易 ${wanted}`, `There is no trade ${wanted}`),
        say(
          '买家打开收银台后，交易才会出现：此前查询得到ACQ.TRADE_NOT_EXIST，与真实支付宝一样。',
          'A trade begins when its cashier page is opened: before that, a query answers ACQ.TRADE_NOT_EXIST, as at Alipay.',
        ),
      )
    : html`<section class="card rows">${shown.map((trade) => row(context, trade))}</section>`
}
${wanted === '' && pages(context, found.length > ROWS_MAX ? shown.at(-1) : undefined)}`;
}

/** One more than a page shows, to tell whether there are older ones. Before a trade that a reset forgot there are none. */
function newest({ control, tradeOf, query }: ConsoleContext): TradeFields[] {
  const limit = ROWS_MAX + 1;
  const before = query.get('before');
  if (before === null) return control.trades({ limit }).reverse();
  return tradeOf(before) === undefined ? [] : control.trades({ limit, before }).reverse();
}

/** Leads to older trades, if there are some, and back to the newest. */
function pages(context: ConsoleContext, oldest: TradeFields | undefined): Html {
  const { say, query } = context;
  return html`<p class="actions">${query.has('before') && html`<a href="${linkTo(context, 'trades')}" data-testid="newest">← ${say('最新的', 'Newest')}</a>`}
${oldest !== undefined && html`<a href="${linkTo(context, 'trades', { before: oldest.trade_no })}" data-testid="older">${say('更早的', 'Older')} →</a>`}</p>`;
}

/** A merchant's number may be used by several apps. */
function numbered({ control }: ConsoleContext, number: string): TradeFields[] {
  return [...control.trades({ out_trade_no: number }), ...control.trades({ trade_no: number })];
}

/** A plain form, so that the address of what was found can be kept. */
function search({ say, locale }: ConsoleContext, wanted: string): Html {
  const label = say('订单号或交易号', 'out_trade_no or trade_no');
  return html`<form class="search" role="search"><input type="hidden" name="view" value="trades"><input type="hidden" name="lang" value="${locale}">
<input type="search" name="number" value="${wanted}" placeholder="${label}" aria-label="${label}" data-testid="find"><button>${say('查找', 'Find')}</button></form>`;
}

function row(context: ConsoleContext, trade: TradeFields): Html {
  const refunded = trade.refunds.length > 0;
  return html`<a class="row trades" href="${linkTo(context, 'trades', { id: trade.trade_no })}" data-testid="trade-${trade.out_trade_no}">
<b>${trade.out_trade_no}</b><span>${trade.subject}</span>
<span class="num"><b>¥${trade.total_amount}</b></span>
<span>${statusChip(trade, context.say)}${refunded && html` ${chip(`${context.say('退', 'refunded')} ¥${trade.refund_fee}`, 'warn')}`}</span>
<span class="quiet num">${trade.gmt_create}</span></a>`;
}
