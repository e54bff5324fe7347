import { type AsyncPayment, FIRST_ATTEMPT_MS } from '../trades/async-payment.ts';
import type { Trade } from '../trades/trade.ts';
import { type BizContent, invalid } from './biz-content.ts';
import { checkOneOf } from './order-extras.ts';

/**
 * `is_async_pay` and `pay_params`: whether a deduction is accepted now and made later. Undefined: it is made at once.
 * @throws {GatewayRefusal}
 */
export function readAsyncPayment(content: BizContent, now: number): Omit<AsyncPayment, 'agreementNo'> | undefined {
  const isAsync = readFlag(content, 'is_async_pay');
  const params = content.object('pay_params');
  checkOneOf(params, 'async_type', ['NORMAL_ASYNC', 'NEAR_REAL_TIME_ASYNC']);
  // Alipay's text spells it RETY.
  checkOneOf(params, 'retry_type', ['NONE_AND_CLOSETRADE', 'NONE', 'RETY', 'RETRY']);
  const type = params.text('async_type', 64);
  if (!isAsync && type === undefined) return undefined;
  const dueAt = now + FIRST_ATTEMPT_MS;
  if (type === 'NEAR_REAL_TIME_ASYNC') return { mode: 'ASYNC_REALTIME_PAY', whenFailed: 'wait', dueAt };
  return { mode: 'NORMAL_ASYNC_PAY', whenFailed: whenFailed(params.text('retry_type', 64)), dueAt };
}

function whenFailed(retryType: string | undefined): AsyncPayment['whenFailed'] {
  if (retryType === 'NONE_AND_CLOSETRADE') return 'close';
  return retryType === 'NONE' ? 'wait' : 'retry';
}

function readFlag(content: BizContent, name: string): boolean {
  const flag = content.values[name] ?? false;
  if (flag !== true && flag !== 'true' && flag !== false && flag !== 'false') throw invalid(`${name}应为true或false`);
  return flag === true || flag === 'true';
}

/** `async_pay_apply_status`: `S`, accepted; told of such payments only, to who asks for `async_pay_info`. */
export function asyncPayStatus({ asyncPayment }: Trade, options: readonly string[]): 'S' | undefined {
  return asyncPayment !== undefined && options.includes('async_pay_info') ? 'S' : undefined;
}
