import { formatYuan } from '@till/alipay/money';
import { type Html, html } from '../../cashier/pages/html.ts';
import { requestSummary } from '../../request-log/request-fields.ts';
import { settlesAt, unsettledFen } from '../../trades/settling.ts';
import type { Trade } from '../../trades/trade.ts';
import { type ConsoleContext, linkTo } from '../view.ts';
import { answerText, type Tone } from './parts.ts';

/** Something that happened to a trade, or will. */
export interface TradeEvent {
  readonly at: number;
  readonly tone: Tone | 'call';
  readonly title: string | Html;
  readonly detail?: string | Html;
  readonly isToCome?: boolean;
}

/** A trade's life in order: what happened, who was told, who asked, and what is still to come. */
export function tradeEvents(context: ConsoleContext, trade: Trade): TradeEvent[] {
  const events = [...ownEvents(context, trade), ...notified(context, trade), ...calls(context, trade)];
  return events.sort((a, b) => a.at - b.at);
}

/** What will happen to a trade by itself. */
export function eventsToCome(context: ConsoleContext, trade: Trade): TradeEvent[] {
  return [...ownEvents(context, trade)].filter(({ isToCome }) => isToCome === true);
}

function* ownEvents({ say, now }: ConsoleContext, trade: Trade): Generator<TradeEvent> {
  const { terms, payment, closing, asyncPayment } = trade;
  yield { at: trade.createdAt, tone: 'plain', title: say('创建', 'Created'), detail: terms.productCode };
  if (payment !== undefined) {
    const amount = formatYuan(terms.totalFen);
    const { coupon } = payment;
    const off = coupon === undefined ? '' : ` · ${coupon.channel} ¥${formatYuan(coupon.amountFen)} ${coupon.name}`;
    const detail = `${payment.buyerLogonId} · ${payment.buyerId} · ${payment.channel}${off}`;
    yield { at: payment.at, tone: 'good', title: say(`付款 ¥${amount}`, `Paid ¥${amount}`), detail };
  }
  for (const { at, amountFen, outRequestNo, reason } of trade.refunds) {
    const amount = formatYuan(amountFen);
    const detail = [`out_request_no ${outRequestNo}`, reason].filter(Boolean).join(' · ');
    yield { at, tone: 'warn', title: say(`退款 ¥${amount}`, `Refunded ¥${amount}`), detail };
  }
  for (const { dueAt, amountFen, outRequestNo, hasFailed } of trade.refundApplications ?? []) {
    const amount = formatYuan(amountFen);
    const detail = `out_request_no ${outRequestNo}`;
    yield hasFailed === true
      ? { at: dueAt, tone: 'bad', title: say(`退款 ¥${amount} 失败`, `Could not refund ¥${amount}`), detail }
      : { at: dueAt, tone: 'quiet', title: say(`将退款 ¥${amount}`, `Refunds ¥${amount}`), detail, isToCome: true };
  }
  for (const { at, amountFen, outRequestNo, isAutomatic } of trade.confirmations ?? []) {
    const amount = formatYuan(amountFen);
    const why = isAutomatic === true ? say('账期已到', 'the period is over') : `out_request_no ${outRequestNo}`;
    yield { at, tone: 'good', title: say(`结算 ¥${amount}`, `Settled ¥${amount}`), detail: why };
  }
  const dueAt = settlesAt(trade);
  if (dueAt !== undefined && unsettledFen(trade) > 0n) {
    const amount = formatYuan(unsettledFen(trade));
    yield {
      at: dueAt,
      tone: 'quiet',
      title: say(`到期自动结算 ¥${amount}`, `Settles ¥${amount} by itself`),
      isToCome: true,
    };
  }
  if (closing !== undefined) {
    const by = {
      merchant: say('商户关闭', 'Closed by the merchant'),
      buyer: say('买家拒付', 'Declined by the buyer'),
      expiry: say('超时关闭', 'Closed: nobody paid in time'),
      refund: say('全额退款后关闭', 'Closed: refunded whole'),
    };
    yield { at: closing.at, tone: 'quiet', title: by[closing.by] };
  }
  if (trade.status === 'WAIT_BUYER_PAY' && asyncPayment !== undefined && asyncPayment.dueAt > now) {
    const { dueAt, agreementNo } = asyncPayment;
    const title = say('将按协议扣款', 'Takes the money under the agreement');
    yield { at: dueAt, tone: 'quiet', title, detail: `agreement_no ${agreementNo}`, isToCome: true };
  }
  if (trade.status === 'WAIT_BUYER_PAY') {
    const title = say('到期未付则关闭', 'Closes if nobody has paid');
    yield { at: trade.expiresAt, tone: 'quiet', title, isToCome: true };
  }
}

function* notified({ say, control }: ConsoleContext, { tradeNo }: Trade): Generator<TradeEvent> {
  const attempts = control.notifications({ trade_no: tradeNo });
  const latest = new Map(attempts.map((attempt) => [attempt.notify_id, attempt]));
  for (const { at, status, answer, url } of attempts) {
    const isDone = status === 200 && answer === 'success';
    yield {
      at,
      tone: isDone ? 'good' : 'bad',
      title: isDone ? say('已通知', 'Notified') : say('通知未被确认', 'Notification not acknowledged'),
      detail: `${url} · ${status ?? say('没有应答', 'no answer')} ${answerText(answer)}`,
    };
  }
  for (const { next_at } of latest.values()) {
    if (next_at !== null) yield { at: next_at, tone: 'quiet', title: say('再次通知', 'Next try'), isToCome: true };
  }
}

/** What merchants asked about it, as far back as the log of requests goes. */
function* calls(context: ConsoleContext, trade: Trade): Generator<TradeEvent> {
  for (const exchange of context.requests.all()) {
    const { id, direction, at, app_id, out_trade_no, trade_no, method, code, sub_code } = requestSummary(exchange);
    const isAbout = trade_no === trade.tradeNo || (app_id === trade.appId && out_trade_no === trade.terms.outTradeNo);
    if (direction !== 'in' || !isAbout) continue;
    const title = html`<a href="${linkTo(context, 'requests', { id: String(id) })}"><code>${method}</code></a>`;
    yield {
      at,
      tone: sub_code === undefined ? 'call' : 'bad',
      title,
      detail: [code, sub_code].filter(Boolean).join(' '),
    };
  }
}
