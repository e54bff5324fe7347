import { AMOUNT_MAX_FEN, parseYuan } from '@till/alipay/money';
import type { BuyerFields } from '../../buyers/routes.ts';
import { CHANNEL_LABELS } from '../../cashier/cashier-view.ts';
import { type Html, html } from '../../cashier/pages/html.ts';
import { COUPON_CHANNELS, type CouponChannel } from '../../coupons/coupon.ts';
import type { CouponFields } from '../../coupons/routes.ts';
import type { ConsoleContext, Say } from '../view.ts';
import { callButton, chip, copyButton } from './parts.ts';

/** The ready buyers: their money, the payment code on their phone, and what coupons they have. */
export function buyersPage(context: ConsoleContext): Html {
  const { say } = context;
  return html`<div class="head"><div><h1>${say('买家', 'Buyers')}</h1>
<p>${say('付款会动用他们的钱，退款会还回去；重置沙箱后恢复原样。', 'Payments take their money and refunds return it; a reset makes them whole again.')}</p></div></div>
<div class="two">${context.buyers().map((buyer) => buyerCard(context, buyer))}</div>`;
}

function buyerCard(context: ConsoleContext, buyer: BuyerFields): Html {
  const { say } = context;
  const path = `/_sandbox/buyers/${buyer.buyer_id}`;
  return html`<section class="card" data-testid="buyer-${buyer.buyer_id}">
<h2><span>${say(buyer.name, buyer.name_en)}</span>${buyer.frozen && chip(say('已冻结', 'frozen'), 'bad')}${buyer.day_limit !== undefined && chip(say(`每日 ¥${buyer.day_limit}`, `¥${buyer.day_limit} a day`), 'warn')}</h2>
<dl class="facts">
<dt>buyer_id</dt><dd><code>${buyer.buyer_id}</code>${copyButton(context, buyer.buyer_id)}</dd>
<dt>${say('登录名', 'Login')}</dt><dd><code>${buyer.login}</code></dd>
${buyer.funding.map((source) => money(say, source))}
${context.couponsOf(buyer.buyer_id).map((coupon) => couponRow(say, coupon))}
<dt>${say('付款码', 'Payment code')}</dt><dd>${buyer.payment_code === undefined ? html`<span class="quiet">—</span>` : html`<code data-testid="code-${buyer.buyer_id}">${buyer.payment_code}</code>${copyButton(context, buyer.payment_code)}`}${callButton({ label: say('出示付款码', 'Show a payment code'), method: 'POST', path: `${path}/code`, testId: `show-code-${buyer.buyer_id}` })}</dd>
</dl>
<details data-key="coupon-${buyer.buyer_id}"><summary>${say('送一张券', 'Give a coupon')}</summary>${couponForm(say, `${path}/coupons`)}</details>
</section>`;
}

function money(say: Say, { fund_channel, available_amount }: BuyerFields['funding'][number]): Html {
  const [zh, en] = CHANNEL_LABELS[fund_channel];
  // More than any trade may cost needs no figure.
  const isAmple = parseYuan(available_amount) > AMOUNT_MAX_FEN;
  return html`<dt>${say(zh, en)}</dt><dd>${isAmple ? say('充足', 'plenty') : `¥${available_amount}`}</dd>`;
}

function couponRow(say: Say, { name, amount, least }: CouponFields): Html {
  const from = parseYuan(least) > 0n ? say(`，满 ¥${least} 可用`, `, from ¥${least}`) : '';
  return html`<dt>${say('券', 'Coupon')}</dt><dd>${name} −¥${amount}${from}</dd>`;
}

function couponForm(say: Say, path: string): Html {
  const names: Readonly<Record<CouponChannel, string>> = {
    COUPON: say('红包，支付宝出', 'red packet, from Alipay'),
    DISCOUNT: say('优惠券，支付宝出', 'discount, from Alipay'),
    MDISCOUNT: say('优惠券，商家出', 'discount, from the merchant'),
  };
  return html`<form data-call="POST ${path}" data-done="${say('已送出', 'Given')}"><div class="fields">
<label>${say('金额（元）', 'Amount in yuan')}<input name="amount" inputmode="decimal" placeholder="20.00" autocomplete="off" required></label>
<label>${say('种类', 'Kind')}<select name="channel">${COUPON_CHANNELS.map((channel) => html`<option value="${channel}">${names[channel]}</option>`)}</select></label>
<label>${say('满多少可用', 'From an order of')}<input name="least" inputmode="decimal" placeholder="0.00" autocomplete="off"></label>
</div><p class="actions"><button>${say('送出', 'Give')}</button></p></form>`;
}
