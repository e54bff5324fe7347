import type { Fen } from '../money/index.ts';

/** The bills that are read: `trade` has payments and refunds (业务账单), `signcustomer` all movements of the account (账务账单). */
export type BillType = 'trade' | 'signcustomer';

/** What a bill's file says of itself, before its rows. */
export interface BillHeader {
  readonly kind: 'header';
  /** The file's title: 业务明细, 业务汇总, 账务明细, 账务汇总. */
  readonly title: string;
  /** The account: the seller's 16 digits and `0156`, the number of the currency. */
  readonly account: string;
  /** The period, as epoch milliseconds; `until` is not part of it. */
  readonly from: number;
  readonly until: number;
}

/** A payment or a refund. Amounts are fen, signed as Alipay signs them: refunds and fees taken are negative. */
export interface TradeRow {
  /** `other` where Alipay has a kind of business that is not known here: `business` names it. */
  readonly kind: 'payment' | 'refund' | 'other';
  readonly business: string;
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly subject: string;
  /** When the trade was made. */
  readonly createdAt: number | undefined;
  /** When it was paid, or this refund was made. */
  readonly finishedAt: number | undefined;
  readonly storeId: string;
  readonly storeName: string;
  readonly operator: string;
  readonly terminalId: string;
  /** The buyer, masked. */
  readonly counterparty: string;
  /** 订单金额 */
  readonly totalFen: Fen;
  /** 商家实收 */
  readonly receivedFen: Fen;
  /** 支付宝红包 */
  readonly redPacketFen: Fen;
  /** 集分宝 */
  readonly pointsFen: Fen;
  /** 支付宝优惠 */
  readonly alipayDiscountFen: Fen;
  /** 商家优惠 */
  readonly sellerDiscountFen: Fen;
  /** 券核销金额 */
  readonly couponFen: Fen;
  readonly couponName: string;
  /** 商家红包消费金额 */
  readonly sellerRedPacketFen: Fen;
  /** 卡消费金额 */
  readonly cardFen: Fen;
  /** The refund's number (退款批次号/请求号); empty for payments. */
  readonly outRequestNo: string;
  /** 服务费: what Alipay took (negative) or gave back. */
  readonly feeFen: Fen;
  /** 分润 */
  readonly royaltyFen: Fen;
  readonly remark: string;
  /** Where in the file it stands, from 1. */
  readonly line: number;
}

/** The totals at the end of the trades, as the bill states them; they fit the rows. */
export interface TradeTotals {
  readonly kind: 'totals';
  readonly payments: { readonly count: number; readonly receivedFen: Fen; readonly sellerDiscountFen: Fen };
  readonly refunds: { readonly count: number; readonly receivedFen: Fen; readonly sellerDiscountFen: Fen };
}

/** A line of the summary: of one store, or of all (`summary`). */
export interface TradeSummary {
  readonly kind: 'store_summary' | 'summary';
  readonly storeId: string;
  readonly storeName: string;
  readonly paymentCount: number;
  readonly refundCount: number;
  readonly totalFen: Fen;
  readonly receivedFen: Fen;
  readonly alipayDiscountFen: Fen;
  readonly sellerDiscountFen: Fen;
  readonly cardFen: Fen;
  readonly feeFen: Fen;
  readonly royaltyFen: Fen;
  /** 实收净额: what is left to the seller. */
  readonly netFen: Fen;
}

/** A movement of the account. `amountFen` is signed: what came in is positive. */
export interface AccountRow {
  /** By 业务类型; `other` where it is not known here: `business` names it. */
  readonly kind: 'payment' | 'refund' | 'fee' | 'fee_refund' | 'transfer' | 'withdrawal' | 'deposit' | 'other';
  readonly business: string;
  /** 账务流水号 */
  readonly entryNo: string;
  /** 业务流水号 */
  readonly businessNo: string;
  readonly outTradeNo: string;
  readonly subject: string;
  readonly happenedAt: number | undefined;
  readonly counterparty: string;
  readonly amountFen: Fen;
  /** What the account held after it. */
  readonly balanceFen: Fen;
  readonly channel: string;
  readonly remark: string;
  /** Where in the file it stands, from 1. */
  readonly line: number;
}

/** The totals at the end of the movements, as the bill states them; they fit the rows. */
export interface AccountTotals {
  readonly kind: 'totals';
  readonly income: { readonly count: number; readonly amountFen: Fen };
  /** The amount without its sign. */
  readonly expense: { readonly count: number; readonly amountFen: Fen };
}

/** A line of the summary: of one type of business, or of all (`summary`). */
export interface AccountSummary {
  readonly kind: 'business_summary' | 'summary';
  readonly business: string;
  readonly incomeCount: number;
  readonly incomeFen: Fen;
  readonly expenseCount: number;
  readonly expenseFen: Fen;
  readonly totalFen: Fen;
}

/** Everything a bill of a type says, in the file's order. Tell the rows apart by `kind`. */
export interface BillRows {
  trade: BillHeader | TradeRow | TradeTotals | TradeSummary;
  signcustomer: BillHeader | AccountRow | AccountTotals | AccountSummary;
}

/** A row of a bill. */
export type BillRow<Type extends BillType = BillType> = BillRows[Type];
