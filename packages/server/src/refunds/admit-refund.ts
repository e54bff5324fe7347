import { type Fen, formatYuan } from '@till/alipay/money';
import { type Order, paidFen } from '../orders/order.ts';
import type { Refund } from './refund.ts';

export type Admission =
  /** Reserve the amount and ask Alipay: a new refund, or one that failed before. */
  | { readonly kind: 'ask'; readonly failed: Refund | undefined }
  /** The same refund again, and it is done: answer as the first time. */
  | { readonly kind: 'done'; readonly refund: Refund }
  /** The same refund again, and its outcome is not known yet: find out. */
  | { readonly kind: 'undecided'; readonly refund: Refund }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Decides whether a refund may be asked for, given the order and all its refunds, read under the order's lock.
 * Succeeded and undecided refunds together never exceed what was paid.
 */
export function admitRefund(
  order: Order,
  refunds: readonly Refund[],
  request: { requestNo: string; amountFen: Fen },
): Admission {
  const same = refunds.find((refund) => refund.requestNo === request.requestNo);
  if (same !== undefined && same.amountFen !== request.amountFen) {
    const [ours, theirs] = [formatYuan(same.amountFen), formatYuan(request.amountFen)];
    return refused(
      `refund ${request.requestNo} exists with another amount, ${ours} instead of ${theirs}. Use another requestNo for another refund.`,
    );
  }
  if (same?.state === 'SUCCEEDED') return { kind: 'done', refund: same };
  if (same?.state === 'UNKNOWN') return { kind: 'undecided', refund: same };

  const paid = paidFen(order);
  if (paid === 0n) return refused('order is not paid, so there is nothing to refund.');
  const succeeded = sumOf(refunds, 'SUCCEEDED');
  const undecided = sumOf(refunds, 'UNKNOWN');
  const left = paid - succeeded - undecided;
  if (request.amountFen > left) {
    return refused(
      `a refund of ${formatYuan(request.amountFen)} is more than is left: ${formatYuan(paid)} paid, ` +
        `${formatYuan(succeeded)} refunded, ${formatYuan(undecided)} undecided, ${formatYuan(left)} left.`,
    );
  }
  return { kind: 'ask', failed: same };
}

function sumOf(refunds: readonly Refund[], state: Refund['state']): Fen {
  return refunds.reduce((sum, refund) => (refund.state === state ? sum + refund.amountFen : sum), 0n);
}

function refused(reason: string): Admission {
  return { kind: 'refused', reason };
}
