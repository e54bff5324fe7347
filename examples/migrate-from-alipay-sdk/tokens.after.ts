import type { Alipay } from '@till/alipay';

export async function userToken(alipay: Alipay, code: string): Promise<string> {
  const params = { grant_type: 'authorization_code', code } as const;
  const answer = await alipay.execute('alipay.system.oauth.token', undefined, { params });
  return answer.access_token;
}

export async function tradeOfMerchant(alipay: Alipay, outTradeNo: string, appAuthToken: string) {
  const trade = await alipay.execute('alipay.trade.query', { out_trade_no: outTradeNo }, { appAuthToken });
  return trade.trade_status;
}
