export type { AppRegistration, RegisteredApp } from './apps/app-book.ts';
export type { NotificationFilter, PaymentInput, TradeFilter } from './control/control-plane.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.ts';
export type {
  FaultPlan,
  GatewayFault,
  GatewayFaultRule,
  NotifyFault,
  NotifyFaultRule,
} from './faults/fault-plan.ts';
export { SandboxError } from './http/message.ts';
export type { NotificationAttempt } from './notifications/notification.ts';
export type { FormAnswer, FormPost, PostForm } from './notifications/post-form.ts';
export { DataFileError } from './storage/sqlite-store.ts';
export type { Summary } from './summary/summary.ts';
export type { TradeFields } from './trades/trade-fields.ts';
