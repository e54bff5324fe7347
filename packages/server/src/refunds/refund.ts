import type { Fen } from '@till/alipay/money';

/**
 * `UNKNOWN` from the moment it is stored until Alipay's word is known; then `SUCCEEDED`, for ever, or `FAILED`, from
 * which it may be tried again under the same number.
 */
export type RefundState = 'UNKNOWN' | 'SUCCEEDED' | 'FAILED';

/** Money going back to the buyer. Times are epoch milliseconds. */
export interface Refund {
  readonly id: bigint;
  readonly appId: bigint;
  readonly orderId: bigint;
  /** `out_request_no` at Alipay: one for the refund's whole life, unique within the order. */
  readonly requestNo: string;
  readonly amountFen: Fen;
  readonly state: RefundState;
  /** How often somebody took it up, to ask or to settle. Whoever took it up last may declare it failed. */
  readonly attempts: number;
  /** Until then whoever took it up is at it; null when nobody is. */
  readonly leasedUntil: number | null;
  /** Why it is not known, or failed: Alipay's sub code and text where it gave any. */
  readonly problem: string | null;
  /** Alipay's answer in its own names, once it succeeded. */
  readonly answer: Readonly<Record<string, unknown>> | null;
  /** The raw text of that answer. */
  readonly answerBody: string | null;
}
