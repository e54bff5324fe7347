/**
 * Codes by which Alipay, though it answers, leaves open what became of the call: its own failures, and a transfer that
 * is still under way or waits for a bank. Treating one of them as a refusal could pay somebody twice.
 * Source: Alipay's error tables of `alipay.trade.*` and `alipay.fund.trans.uni.transfer`.
 */
const OPEN: ReadonlySet<string> = new Set([
  'SYSTEM_ERROR',
  'UNKNOWN_ERROR',
  'REQUEST_PROCESSING',
  'TRANS_ORDER_DEALING',
  'ORDER_STATUS_INVALID',
  'PROCESS_FAIL',
  'BANK_RESPONSE_ERROR',
]);

/** Whether a business code of either protocol says nothing about the outcome. Some families prefix theirs: `ACQ.`. */
export function leavesOutcomeOpen(code: string): boolean {
  return OPEN.has(code.slice(code.lastIndexOf('.') + 1));
}
