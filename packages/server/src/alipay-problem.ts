import { AlipayGatewayError } from '@till/alipay';

/** Alipay's reason in its own words, `ACQ.SELLER_BALANCE_NOT_ENOUGH: 卖家余额不足`; else the error's message. */
export function alipayProblem(error: unknown): string {
  if (error instanceof AlipayGatewayError) {
    const code = error.subCode ?? error.code;
    return `${code}: ${error.subMsg ?? error.msg}`;
  }
  return error instanceof Error ? error.message : String(error);
}
