import type { Fen } from '../money/index.ts';
import type { VerifiedParameters } from './verify-notification.ts';

/** What every event has. Amounts are whole fen, times epoch milliseconds; `fields` has Alipay's own texts. */
export interface EventBase<Kind extends string> {
  readonly kind: Kind;
  /** Alipay's number of the message (`notify_id`); the same on every delivery of it. */
  readonly notifyId: string;
  /** When this delivery was sent. */
  readonly sentAt: number | undefined;
  /** All verified parameters, in Alipay's own names. */
  readonly fields: VerifiedParameters;
}

/** A trade's four statuses, as Alipay names them. */
export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

/** A part of the money by where it came from: `ALIPAYACCOUNT`, `PCREDIT`, `BANKCARD` and others. */
export interface FundBill {
  readonly channel: string;
  readonly amountFen: Fen;
}

/** What all messages about a trade tell. */
export interface TradeFacts {
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly status: TradeStatus;
  readonly totalFen: Fen;
  readonly sellerId: string | undefined;
  /** The buyer's `2088...` id; newer apps get `buyerOpenId` instead. */
  readonly buyerId: string | undefined;
  readonly buyerOpenId: string | undefined;
  /** The buyer's account, masked. */
  readonly buyerLogonId: string | undefined;
  readonly subject: string | undefined;
  /** Exactly what the payment request carried; still url-encoded if the request's was. */
  readonly passbackParams: string | undefined;
  readonly createdAt: number | undefined;
  readonly paidAt: number | undefined;
  readonly closedAt: number | undefined;
}

/** The trade exists and waits for the buyer. Alipay sends this only to apps that it has enabled it for. */
export interface TradeWaiting extends EventBase<'trade.waiting'>, TradeFacts {}

/** What the buyer has paid, and how. */
export interface Payment {
  /** What reaches the seller. */
  readonly receiptFen: Fen | undefined;
  /** What the buyer paid out of pocket. */
  readonly buyerPayFen: Fen | undefined;
  readonly fundBills: readonly FundBill[];
}

/**
 * The buyer has paid: deliver. `status` is `TRADE_SUCCESS`; it is `TRADE_FINISHED` where the product cannot be refunded
 * and there is no handler for `trade.finished`.
 */
export interface TradePaid extends EventBase<'trade.paid'>, TradeFacts, Payment {}

/** Paid, and no longer refundable: the time for refunds is over, or the product has none. */
export interface TradeFinished extends EventBase<'trade.finished'>, TradeFacts, Payment {}

/** Closed without a payment: by the seller, or because the time to pay was over. */
export interface TradeClosed extends EventBase<'trade.closed'>, TradeFacts {}

/** Money went back to the buyer. Several refunds of one trade may be told in any order. */
export interface TradeRefunded extends EventBase<'trade.refunded'>, TradeFacts {
  /** All that has been refunded of this trade so far, this refund included. */
  readonly refundedTotalFen: Fen;
  /** The refund request's number (`out_request_no`; Alipay fills in the order's number where none was given). */
  readonly outRequestNo: string | undefined;
  readonly refundedAt: number | undefined;
  /** Whether nothing is left of the trade: Alipay has closed it. */
  readonly isFull: boolean;
}

/** A refund to a bank card has come through, or has bounced. */
export interface RefundDepositedBack extends EventBase<'refund.deposited_back'> {
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  readonly succeeded: boolean;
  readonly amountFen: Fen;
  readonly bankAcknowledgedAt: number | undefined;
  readonly expectedAt: number | undefined;
}

/** One transfer of a settlement. */
export interface Royalty {
  readonly operation: string | undefined;
  readonly amountFen: Fen;
  readonly receiver: string | undefined;
  /** `SUCCESS`, `FAIL`, `PROCESSING`. */
  readonly state: string | undefined;
  readonly detailId: string | undefined;
  readonly errorCode: string | undefined;
}

/** An asynchronous settlement has been worked off. */
export interface TradeSettled extends EventBase<'trade.settled'> {
  readonly tradeNo: string;
  readonly outRequestNo: string | undefined;
  readonly settleNo: string | undefined;
  readonly royalties: readonly Royalty[];
}

/** A transfer's status has changed. */
export interface TransferChanged extends EventBase<'transfer.changed'> {
  readonly outBizNo: string;
  readonly orderId: string | undefined;
  readonly payFundOrderId: string | undefined;
  /** `SUCCESS`, `FAIL`, `CLOSED`, `REFUND`, `DEALING` and others. */
  readonly status: string;
  readonly actionType: string | undefined;
  readonly amountFen: Fen | undefined;
  readonly errorCode: string | undefined;
  readonly failReason: string | undefined;
  readonly payDate: number | undefined;
}

/** What all messages about a fund authorisation (预授权) tell. */
export interface FundAuthFacts {
  readonly authNo: string;
  readonly outOrderNo: string;
  readonly operationId: string | undefined;
  readonly outRequestNo: string | undefined;
  readonly operationType: string | undefined;
  /** `SUCCESS`, `INIT`, `CLOSED`. */
  readonly status: string | undefined;
  /** What this operation froze or released. */
  readonly amountFen: Fen | undefined;
  /** What is still frozen after it. */
  readonly restFen: Fen | undefined;
  readonly payerUserId: string | undefined;
  readonly payeeUserId: string | undefined;
  readonly doneAt: number | undefined;
}

/** Money was frozen if `status` is `SUCCESS`; `INIT` and `CLOSED` come only where Alipay has enabled them. */
export interface FundsFrozen extends EventBase<'fund_auth.frozen'>, FundAuthFacts {}
/** Frozen money was released. */
export interface FundsUnfrozen extends EventBase<'fund_auth.unfrozen'>, FundAuthFacts {}
/** An authorisation was cancelled. */
export interface FundAuthCancelled extends EventBase<'fund_auth.cancelled'>, FundAuthFacts {}

/** What both messages about an agreement (签约) tell. */
export interface AgreementFacts {
  readonly agreementNo: string;
  readonly externalAgreementNo: string | undefined;
  readonly productCode: string | undefined;
  readonly status: string | undefined;
  readonly signScene: string | undefined;
  readonly alipayUserId: string | undefined;
  readonly alipayLogonId: string | undefined;
}

/** The buyer has agreed to be charged. */
export interface AgreementSigned extends EventBase<'agreement.signed'>, AgreementFacts {
  readonly signedAt: number | undefined;
  readonly validFrom: number | undefined;
  readonly validUntil: number | undefined;
}

/** The agreement has ended: charge no more. */
export interface AgreementUnsigned extends EventBase<'agreement.unsigned'>, AgreementFacts {
  readonly unsignedAt: number | undefined;
}

/** Any other message of the message service (version 1.1), by its `msg_method`. */
export interface ServiceMessage extends EventBase<'message'> {
  readonly method: string;
  readonly sentToAppId: string | undefined;
  /** `biz_content`, parsed; undefined where it is not a JSON object (`fields.biz_content` has the text). */
  readonly content: Readonly<Record<string, unknown>> | undefined;
}

/** Verified, and of no kind that this package knows. */
export interface UnknownNotification extends EventBase<'unknown'> {
  readonly notifyType: string | undefined;
}

/** Everything Alipay tells an app of its own accord. Tell the events apart by `kind`. */
export type NotificationEvent =
  | TradeWaiting
  | TradePaid
  | TradeFinished
  | TradeClosed
  | TradeRefunded
  | RefundDepositedBack
  | TradeSettled
  | TransferChanged
  | FundsFrozen
  | FundsUnfrozen
  | FundAuthCancelled
  | AgreementSigned
  | AgreementUnsigned
  | ServiceMessage
  | UnknownNotification;

/** The kinds of events. */
export type NotificationKind = NotificationEvent['kind'];

/** The event of a kind. */
export type EventOf<Kind extends NotificationKind> = Extract<NotificationEvent, { kind: Kind }>;

/** Events that name one of the seller's own orders. */
export type OrderEvent = TradeWaiting | TradePaid | TradeFinished | TradeClosed | TradeRefunded | RefundDepositedBack;
