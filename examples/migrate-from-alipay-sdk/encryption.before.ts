import type { AlipaySdk } from 'alipay-sdk';

export async function tradeStatusEncrypted(alipay: AlipaySdk, outTradeNo: string): Promise<string> {
  const result = await alipay.exec('alipay.trade.query', { bizContent: { outTradeNo }, needEncrypt: true });
  return result.tradeStatus;
}

/** What a mini program's `my.getPhoneNumber` hands over. */
export function phoneNumber(alipay: AlipaySdk, { response, sign }: { response: string; sign: string }): string {
  if (!alipay.rsaCheck(`"${response}"`, sign, 'RSA2')) throw new Error('not from Alipay');
  return JSON.parse(alipay.aesDecrypt(response)).mobile;
}
