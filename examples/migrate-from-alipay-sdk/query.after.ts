import type { Alipay } from '@till/alipay';

export async function tradeStatus(alipay: Alipay, outTradeNo: string): Promise<string> {
  const trade = await alipay.execute('alipay.trade.query', { out_trade_no: outTradeNo });
  return trade.trade_status;
}
