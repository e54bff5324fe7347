export type {
  AgreementFacts,
  AgreementSigned,
  AgreementUnsigned,
  EventOf,
  FundAuthCancelled,
  FundAuthFacts,
  FundBill,
  FundsFrozen,
  FundsUnfrozen,
  NotificationEvent,
  NotificationKind,
  OrderEvent,
  Payment,
  RefundDepositedBack,
  Royalty,
  ServiceMessage,
  TradeClosed,
  TradeFacts,
  TradeFinished,
  TradePaid,
  TradeRefunded,
  TradeSettled,
  TradeStatus,
  TradeWaiting,
  TransferChanged,
  UnknownNotification,
} from './event.ts';
export { AlipayOrderMismatchError, type ExpectedOrder, type OrderMismatch } from './expected-order.ts';
export { handleNotification, notificationRoute } from './handle-notification.ts';
export type { EventHandlers, NotificationHandlers } from './notification-handlers.ts';
export { type NotificationListener, notificationListener } from './notification-listener.ts';
export { readEvent } from './read-event.ts';
export type { Receipt, ReceiptOutcome } from './receipt.ts';
export { type NotificationVerifier, receiveNotification } from './receive-notification.ts';
export type { ReceivedBody } from './received-body.ts';
export { RecentMessages, type SeenMessages } from './seen-messages.ts';
export type { Recipient } from './verified-fields.ts';
export { type CertificateKey, verifyCertifiedNotification } from './verify-certified-notification.ts';
export { type VerifiedParameters, verifyNotification } from './verify-notification.ts';
export { type Returned, verifyReturn } from './verify-return.ts';
