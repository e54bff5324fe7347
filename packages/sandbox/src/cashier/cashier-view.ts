import { type Fen, formatYuan } from '@till/alipay/money';
import type { Buyer, FundChannel } from '../buyers/buyer.ts';
import type { Coupon } from '../coupons/coupon.ts';
import type { Trade } from '../trades/trade.ts';
import type { CashierSession } from './session.ts';
import type { BuyerView, CashierView, Locale } from './view.ts';

export interface CashierViewInput {
  readonly locale: Locale;
  readonly session: CashierSession;
  readonly trade: Trade;
  readonly sellerName: string;
  readonly buyers: readonly Buyer[];
  /** What a buyer would use for this order. */
  readonly couponOf: (buyerId: string) => Coupon | undefined;
  readonly mobileUrl: string;
  readonly now: number;
  readonly error?: string;
}

/** What the pages need to know about a trade waiting to be paid. */
export function cashierView(input: CashierViewInput): CashierView {
  const { trade, session, mobileUrl, error } = input;
  const { terms } = trade;
  return {
    locale: input.locale,
    token: session.token,
    tradeNo: trade.tradeNo,
    outTradeNo: terms.outTradeNo,
    subject: terms.subject,
    ...(terms.body === undefined ? {} : { body: terms.body }),
    totalAmount: formatYuan(terms.totalFen),
    sellerName: input.sellerName,
    expiresAtMs: trade.expiresAt,
    nowMs: input.now,
    qrUrl: `/cashier/${session.token}/qr.svg`,
    mobileUrl,
    buyers: input.buyers.map((buyer) => ({
      ...buyerView(buyer),
      ...couponView(input.couponOf(buyer.id), terms.totalFen),
    })),
    ...(error === undefined ? {} : { error }),
  };
}

function couponView(coupon: Coupon | undefined, totalFen: Fen): Pick<BuyerView, 'coupon'> {
  if (coupon === undefined) return {};
  const { name, amountFen } = coupon;
  return { coupon: { name, amountYuan: formatYuan(amountFen), dueYuan: formatYuan(totalFen - amountFen) } };
}

export const CHANNEL_LABELS: Readonly<Record<FundChannel, readonly [zh: string, en: string]>> = {
  ALIPAYACCOUNT: ['账户余额', 'Balance'],
  FINANCEACCOUNT: ['余额宝', "Yu'e Bao"],
  PCREDIT: ['花呗', 'Huabei'],
  BANKCARD: ['储蓄卡', 'Bank card'],
};

/** A buyer as the pages show him. */
export function buyerView({ id, name, nameEn, logonId, note, noteEn, funding }: Buyer): BuyerView {
  return {
    ...{ id, name, nameEn, logonId },
    ...(note === undefined ? {} : { note }),
    ...(noteEn === undefined ? {} : { noteEn }),
    funding: funding.map(({ channel, availableFen }) => {
      const [label, labelEn] = CHANNEL_LABELS[channel];
      return { channel, label, labelEn, availableYuan: formatYuan(availableFen) };
    }),
  };
}
