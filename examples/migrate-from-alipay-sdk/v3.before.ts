import type { AlipaySdk } from 'alipay-sdk';

export async function tradeStatusV3(alipay: AlipaySdk, outTradeNo: string): Promise<string> {
  const { data } = await alipay.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: outTradeNo } });
  return data.trade_status;
}

export async function billUrl(alipay: AlipaySdk, billDate: string): Promise<string> {
  const path = '/v3/alipay/data/dataservice/bill/downloadurl/query';
  const { data } = await alipay.curl('GET', path, { query: { bill_type: 'trade', bill_date: billDate } });
  return data.bill_download_url;
}

export async function activityName(alipay: AlipaySdk, activityId: string): Promise<string | undefined> {
  const { data } = await alipay.curl('GET', `/v3/alipay/marketing/activity/${encodeURIComponent(activityId)}`);
  return data.activity_name;
}
