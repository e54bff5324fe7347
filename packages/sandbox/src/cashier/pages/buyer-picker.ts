import { AMOUNT_MAX_FEN, parseYuan } from '@till/alipay/money';
import type { BuyerView, CashierView } from '../view.ts';
import { type Html, html } from './html.ts';
import { texts } from './texts.ts';

type Say = (typeof texts)[CashierView['locale']];
type Choice = Pick<CashierView, 'locale' | 'buyers' | 'totalAmount'>;

/** Test buyers to choose from, each with its sources of money. The poor ones stay: refusals are worth seeing. */
export function buyerPicker(view: Choice): Html {
  return html`<div class="buyers" role="radiogroup" aria-labelledby="buyers-title">
${view.buyers.map((buyer, index) => buyerCard(buyer, index === 0, view))}
</div>`;
}

function buyerCard(buyer: BuyerView, isFirst: boolean, view: Choice): Html {
  const name = view.locale === 'zh' ? buyer.name : buyer.nameEn;
  const note = view.locale === 'zh' ? buyer.note : buyer.noteEn;
  return html`<div class="buyer">
<label class="account" data-testid="buyer-${buyer.id}">
<span class="face" aria-hidden="true">${[...name][0]}</span>
<span class="who"><b>${name}</b><span>${buyer.logonId}</span>${note !== undefined && html`<span class="note">${note}</span>`}</span>
<input class="pick" type="radio" name="buyer_id" value="${buyer.id}" required${isFirst && html` checked`}>
</label>
${buyer.funding.length > 0 && fundingSources(buyer, name, view)}
</div>`;
}

/** Each buyer's sources are a group of their own; the page's script posts the chosen one as `channel`. */
function fundingSources(buyer: BuyerView, name: string, view: Choice): Html {
  const say = texts[view.locale];
  const due = parseYuan(buyer.coupon?.dueYuan ?? view.totalAmount);
  return html`<fieldset class="funding"><legend class="visually-hidden">${say.payFrom}: ${name}</legend>
${buyer.coupon !== undefined && couponLine(buyer.id, buyer.coupon, say)}
${buyer.funding.map((source, index) => {
  const isShort = parseYuan(source.availableYuan) < due;
  return html`<label class="source">
<input class="channel" type="radio" name="channel-${buyer.id}" value="${source.channel}"${index === 0 && html` checked`}>
<span>${view.locale === 'zh' ? source.label : source.labelEn}</span>
<span class="left">${isShort ? html`<span class="short">${say.notEnough}</span>` : html`<span class="word">${say.available}</span>`} ${limitOf(source, say)}</span>
</label>`;
})}
</fieldset>`;
}

/** A coupon is used by itself, as in the wallet. */
function couponLine(id: string, { name, amountYuan, dueYuan }: NonNullable<BuyerView['coupon']>, say: Say): Html {
  return html`<p class="off" data-testid="coupon-${id}"><span>${name} −¥${amountYuan}</span><b>${say.due} ¥${dueYuan}</b></p>`;
}

/** What a source still has. More than any trade may cost needs no figure. */
function limitOf({ availableYuan }: BuyerView['funding'][number], say: Say): string {
  return parseYuan(availableYuan) > AMOUNT_MAX_FEN ? say.ample : `¥${availableYuan}`;
}
