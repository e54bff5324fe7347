import { createHash } from 'node:crypto';
import type { Fen } from '@till/alipay/money';

const HASH_CHARACTERS = 40;

/**
 * The request number of a refund that names none: the same for the same app, order and amount, so that a repeated
 * call is the same refund and not another one.
 */
export function deriveRequestNo(refund: { appId: bigint; orderNo: string; amountFen: Fen }): string {
  const hash = createHash('sha256').update(`${refund.appId}\n${refund.orderNo}\n${refund.amountFen}`).digest('hex');
  return `r${hash.slice(0, HASH_CHARACTERS)}`;
}
