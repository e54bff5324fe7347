import type { Alipay } from '@till/alipay';

/** Money that a refund sent back to a bank card. */
export interface DepositBack {
  readonly tradeNo: string;
  readonly outRequestNo: string;
  /** Yuan. */
  readonly amount: string;
  /** `failed`: the bank refused it, and the money went to the buyer's Alipay balance instead. */
  readonly status: 'arrived' | 'failed';
}

const MESSAGE = 'alipay.trade.refund.depositback.completed';

/**
 * Reads the message that Alipay posts to the app's gateway when a bank has taken a refund or not. It is signed like a
 * notification, comes as GBK or UTF-8, and holds JSON; undefined for messages about something else.
 */
export function readDepositBack(alipay: Alipay, rawBody: Uint8Array): DepositBack | undefined {
  const message = alipay.verifyNotification(rawBody);
  if (message.msg_method !== MESSAGE) return undefined;
  const refund: Record<string, string> = JSON.parse(message.biz_content ?? '{}');
  return {
    tradeNo: refund.trade_no ?? '',
    outRequestNo: refund.out_request_no ?? '',
    amount: refund.dback_amount ?? '',
    status: refund.dback_status === 'S' ? 'arrived' : 'failed',
  };
}
