import { type Alipay, AlipayError } from '@till/alipay';

export async function refund(alipay: Alipay, outTradeNo: string, outRequestNo: string, refundAmount: string) {
  const fields = { out_trade_no: outTradeNo, out_request_no: outRequestNo, refund_amount: refundAmount };
  try {
    await alipay.execute('alipay.trade.refund', fields);
    return 'refunded';
  } catch (error) {
    // After `unknown` query, or ask again with the same outRequestNo.
    if (error instanceof AlipayError) return error.outcome === 'unknown' ? 'unknown' : 'refused';
    throw error;
  }
}
