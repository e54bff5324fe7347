export type { Recipient } from './verified-fields.ts';
export { type VerifiedParameters, verifyNotification } from './verify-notification.ts';
export { verifyReturn } from './verify-return.ts';
