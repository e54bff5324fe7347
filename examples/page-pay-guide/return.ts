import type { Alipay } from '@till/alipay';

/** The buyer's browser is back. That proves nothing about the payment, so ask. */
export async function receiveReturn(alipay: Alipay, url: string): Promise<{ outTradeNo: string; isPaid: boolean }> {
  const { out_trade_no: outTradeNo = '' } = alipay.verifyReturn(url);
  const trade = await alipay.execute('alipay.trade.query', { out_trade_no: outTradeNo });
  return { outTradeNo, isPaid: trade.trade_status === 'TRADE_SUCCESS' || trade.trade_status === 'TRADE_FINISHED' };
}
