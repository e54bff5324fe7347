import { type Alipay, AlipayGatewayError } from '@till/alipay';

/**
 * Closes a trade that nobody has paid. `gone`: the buyer never opened the cashier, so there is nothing to close yet;
 * `too late`: it was paid or closed before; query it.
 */
export async function closeTrade(alipay: Alipay, outTradeNo: string): Promise<'closed' | 'gone' | 'too late'> {
  try {
    await alipay.execute('alipay.trade.close', { out_trade_no: outTradeNo, operator_id: 'YX01' });
    return 'closed';
  } catch (error) {
    if (error instanceof AlipayGatewayError && error.subCode === 'ACQ.TRADE_NOT_EXIST') return 'gone';
    if (error instanceof AlipayGatewayError && error.subCode === 'ACQ.TRADE_STATUS_ERROR') return 'too late';
    throw error;
  }
}

/** The same over the REST protocol. */
export function closeTradeV3(alipay: Alipay, outTradeNo: string) {
  return alipay.v3('POST /v3/alipay/trade/close', { out_trade_no: outTradeNo, operator_id: 'YX01' });
}
