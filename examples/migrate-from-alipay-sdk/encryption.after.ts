import { createVerify } from 'node:crypto';
import type { Alipay } from '@till/alipay';

export async function tradeStatusEncrypted(alipay: Alipay, outTradeNo: string): Promise<string> {
  const trade = await alipay.execute('alipay.trade.query', { out_trade_no: outTradeNo }, { encrypt: true });
  return trade.trade_status;
}

/** The signature is over the text between its quotes. `alipayPublicKey` is PEM. */
export function phoneNumber(
  alipay: Alipay,
  alipayPublicKey: string,
  given: { response: string; sign: string },
): string {
  const verifier = createVerify('RSA-SHA256').update(`"${given.response}"`);
  if (!verifier.verify(alipayPublicKey, given.sign, 'base64')) throw new Error('not from Alipay');
  return JSON.parse(alipay.aes.decrypt(given.response)).mobile;
}
