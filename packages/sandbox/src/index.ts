export type { AppRegistration, AppWithKeyPair, RegisteredApp } from './apps/registration.ts';
export type { BuyerFields, ShownCode } from './buyers/routes.ts';
export type { NotificationFilter, PaymentInput, TradeFilter } from './control/control-plane.ts';
export type { CouponFields, CouponInput } from './coupons/routes.ts';
export { createSandbox } from './create-sandbox.ts';
export type {
  BillFault,
  BillFaultRule,
  FaultPlan,
  GatewayFault,
  GatewayFaultRule,
  NotifyFault,
  NotifyFaultRule,
} from './faults/fault-plan.ts';
export { SandboxError } from './http/message.ts';
export { deliverTo } from './notifications/deliver-to.ts';
export type { NotificationAttempt } from './notifications/notification.ts';
export type { FormAnswer, FormPost, PostForm } from './notifications/post-form.ts';
export type { RequestDetail, RequestSummary } from './request-log/request-fields.ts';
export type { RequestFilter } from './request-log/routes.ts';
export type { Sandbox, SandboxOptions } from './sandbox.ts';
export type { Difference, SignatureDiagnosis } from './signing/diagnosis.ts';
export { type Snapshot, SnapshotError } from './storage/snapshot.ts';
export { DataFileError } from './storage/sqlite-store.ts';
export type { Summary } from './summary/summary.ts';
export type { TradeFields } from './trades/trade-fields.ts';
