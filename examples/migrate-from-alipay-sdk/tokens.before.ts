import type { AlipaySdk } from 'alipay-sdk';

/** Parameters that stand beside `biz_content`. */
export async function userToken(alipay: AlipaySdk, code: string): Promise<string> {
  const result = await alipay.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code });
  return result.accessToken;
}

/** For a merchant, as a third-party app. */
export async function tradeOfMerchant(alipay: AlipaySdk, outTradeNo: string, appAuthToken: string) {
  const result = await alipay.exec('alipay.trade.query', { bizContent: { outTradeNo }, appAuthToken });
  return result.tradeStatus;
}
