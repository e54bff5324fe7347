import type { Alipay } from '@till/alipay';

export async function tradeStatusV3(alipay: Alipay, outTradeNo: string): Promise<string> {
  const trade = await alipay.v3('POST /v3/alipay/trade/query', { out_trade_no: outTradeNo });
  return trade.trade_status;
}

export async function billUrl(alipay: Alipay, billDate: string): Promise<string> {
  const operation = 'GET /v3/alipay/data/dataservice/bill/downloadurl/query';
  const bill = await alipay.v3(operation, { bill_type: 'trade', bill_date: billDate });
  return String(bill.bill_download_url);
}

/** What stands in the path is a field like any other. */
export async function activityName(alipay: Alipay, activityId: string): Promise<string | undefined> {
  const activity = await alipay.v3('GET /v3/alipay/marketing/activity/{activity_id}', { activity_id: activityId });
  return activity.activity_name;
}
