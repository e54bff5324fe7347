import type { AlipaySdk } from 'alipay-sdk';

export async function tradeStatus(alipay: AlipaySdk, outTradeNo: string): Promise<string> {
  const result = await alipay.exec('alipay.trade.query', { bizContent: { outTradeNo } }, { validateSign: true });
  if (result.code !== '10000') throw new Error(`${result.subCode}: ${result.subMsg}`);
  return result.tradeStatus;
}
