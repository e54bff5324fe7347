export type { Recipient } from './verified-fields.ts';
export { type VerifiedParameters, verifyNotification } from './verify-notification.ts';
export { type Returned, verifyReturn } from './verify-return.ts';
