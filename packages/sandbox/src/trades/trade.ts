import type { Fen } from '@till/alipay/money';
import type { AgreementTerms } from '../agreements/agreement.ts';
import type { FundChannel } from '../buyers/buyer.ts';
import type { IdentityCheck } from '../buyers/identity.ts';
import type { Coupon, CouponChannel } from '../coupons/coupon.ts';
import type { SignType } from '../signing/signature.ts';
import type { AsyncPayment } from './async-payment.ts';

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED' | 'TRADE_FINISHED';

/**
 * Whose account a payment is settled to: the merchant's own (`defaultSettle`), that of a user id or a login name, or a
 * card by its alias.
 */
export interface SettleAccount {
  readonly type: 'defaultSettle' | 'userId' | 'loginName' | 'cardAliasNo';
  readonly name?: string;
}

/** Somebody's share of an order, due as soon as it is paid. */
export interface RoyaltyTerms {
  /** A user id. */
  readonly transIn: string;
  readonly amountFen: Fen;
  readonly desc?: string;
}

/** What a merchant asks the buyer to pay for. */
export interface TradeTerms {
  readonly outTradeNo: string;
  readonly subject: string;
  readonly totalFen: Fen;
  readonly productCode: string;
  readonly body?: string;
  /** Who alone may pay: named by the order, or by the payment code that was scanned. */
  readonly payer?: { readonly buyerId: string; readonly logonId: string };
  /** Who the payer must be, by name, papers or age. */
  readonly identity?: IdentityCheck;
  /** The source of money to be tried first. */
  readonly preferred?: FundChannel;
  /** The merchant's own number of the order, told again in notifications. */
  readonly merchantOrderNo?: string;
  /** The sources of money that the merchant allows; all when absent. */
  readonly allowed?: readonly FundChannel[];
  /** The kinds of coupons that the merchant does not take. */
  readonly withoutCoupons?: readonly CouponChannel[];
  /** What of the amount may be discounted; all when absent. */
  readonly discountableFen?: Fen;
  /** Huabei instalments: how many, and what part of their cost the seller bears, `0` or `100` percent. */
  readonly instalments?: { readonly number: string; readonly sellerPercent: string };
  readonly storeId?: string;
  readonly terminalId?: string;
  readonly operatorId?: string;
  /** What the merchant gets is kept for `alipay.trade.order.settle`. */
  readonly royaltyFreeze?: boolean;
  /** For whom the merchant collects. */
  readonly subMerchantId?: string;
  /** The currencies that the merchant named; all amounts are in yuan. */
  readonly currencies?: { readonly trans?: string; readonly settle?: string };
  /** What the buyer agrees to by paying: that the merchant takes more later. `invalidAt` in epoch milliseconds. */
  readonly signing?: { readonly terms: AgreementTerms; readonly invalidAt: number; readonly notifyUrl?: string };
  /** Who shares in the payment. */
  readonly royalties?: readonly RoyaltyTerms[];
  /** Where the money goes, and for how many days it may wait for `alipay.trade.settle.confirm` before. */
  readonly settle?: { readonly to: SettleAccount; readonly periodDays?: number };
}

/** Where the outcome of a trade is told, and how: taken from the merchant's latest request for it. */
export interface TradeContact {
  readonly charset: 'utf-8' | 'gbk';
  readonly signType: SignType;
  readonly notifyUrl?: string;
  readonly returnUrl?: string;
  readonly passbackParams?: string;
}

/** What somebody who shared in a payment gives back when it is refunded. */
export interface ReturnedRoyalty {
  /** 20 digits. */
  readonly detailId: string;
  readonly type: 'transfer' | 'replenish';
  readonly transOut: string;
  readonly transOutType: string;
  readonly amountFen: Fen;
}

/** Money of a held payment that went to whom it was for. Amounts are parts of the order's amount. */
export interface SettleConfirmation {
  /** The merchant's `out_request_no`; 28 digits of Alipay's when it was settled by itself. */
  readonly outRequestNo: string;
  readonly to: SettleAccount;
  readonly amountFen: Fen;
  /** As the request had it, to know the same one again. */
  readonly askedFen?: Fen;
  /** What arrived: the service fee was taken off before. */
  readonly paidOutFen: Fen;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The period was over. */
  readonly isAutomatic?: true;
}

export interface Refund {
  /** The merchant's `out_request_no`, or the trade's `out_trade_no` when it gave none. */
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason?: string;
  /** What of it came from those who shared in the payment; the merchant paid the rest. */
  readonly royalties?: readonly ReturnedRoyalty[];
  /** The settlement whose money it is; absent when that had not been settled yet, or was never held. */
  readonly settleConfirmNo?: string;
}

/** A refund that was accepted, to be made a little later (`alipay.trade.refund.apply`). */
export interface RefundApplication {
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  readonly reason?: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** It could not be made. */
  readonly hasFailed?: true;
}

export interface Payment {
  readonly buyerId: string;
  readonly buyerLogonId: string;
  /** Where the buyer's own money came from. */
  readonly channel: FundChannel;
  /** What was taken off it. */
  readonly coupon?: Pick<Coupon, 'id' | 'channel' | 'name' | 'amountFen'>;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The pre-authorisation that paid. */
  readonly authNo?: string;
  /** The agreement under which the merchant took the money. */
  readonly agreementNo?: string;
}

/** A trade at Alipay. All instants are epoch milliseconds. */
export interface Trade {
  /** 28 digits. */
  readonly tradeNo: string;
  readonly appId: string;
  readonly sellerId: string;
  readonly terms: TradeTerms;
  readonly contact: TradeContact;
  readonly status: TradeStatus;
  readonly createdAt: number;
  /** Unpaid by then, it is closed. */
  readonly expiresAt: number;
  readonly payment?: Payment;
  /** How the merchant's deduction was accepted, if it was not made at once. */
  readonly asyncPayment?: AsyncPayment;
  readonly refunds: readonly Refund[];
  /** The refunds that are still to be made, and those that could not be. */
  readonly refundApplications?: readonly RefundApplication[];
  /** What the merchant may not spend yet, for it is to be divided, and until when (epoch milliseconds). */
  readonly royaltyFrozen?: { readonly fen: Fen; readonly until: number };
  /** What was settled of a payment that was held. */
  readonly confirmations?: readonly SettleConfirmation[];
  readonly closing?: { readonly at: number; readonly by: 'merchant' | 'buyer' | 'expiry' | 'refund' };
}

/** The sum of all refunds. */
export function refundedFen(trade: Trade): Fen {
  return trade.refunds.reduce((sum, refund) => sum + refund.amountFen, 0n);
}

/** What of a payment no refund was made of or is to be made of; the refund of one number is not counted. */
export function refundableFen(trade: Trade, outRequestNo: string): Fen {
  const waiting = (trade.refundApplications ?? []).filter(
    (one) => one.hasFailed !== true && one.outRequestNo !== outRequestNo,
  );
  return waiting.reduce((left, { amountFen }) => left - amountFen, trade.terms.totalFen - refundedFen(trade));
}

/** Everything that refunds took back from those who shared in the payment. */
export function returnedRoyalties({ refunds }: Trade): readonly ReturnedRoyalty[] {
  return refunds.flatMap(({ royalties = [] }) => royalties);
}

/** A trade as its money stood when an instant (epoch milliseconds) began. */
export function asOf({ payment, confirmations = [], refunds, ...trade }: Trade, instant: number): Trade {
  const isBefore = ({ at }: { readonly at: number }) => at < instant;
  return {
    ...trade,
    ...(payment !== undefined && isBefore(payment) ? { payment } : {}),
    confirmations: confirmations.filter(isBefore),
    refunds: refunds.filter(isBefore),
  };
}
