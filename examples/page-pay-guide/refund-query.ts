import type { Alipay } from '@till/alipay';

/** Whether a refund has been made. Only `REFUND_SUCCESS` says so; ask no sooner than ten seconds after the refund. */
export async function isRefunded(alipay: Alipay, outTradeNo: string, outRequestNo: string): Promise<boolean> {
  const refund = await alipay.execute('alipay.trade.fastpay.refund.query', {
    out_trade_no: outTradeNo,
    out_request_no: outRequestNo,
    query_options: ['refund_detail_item_list'],
  });
  return refund.refund_status === 'REFUND_SUCCESS';
}

/** The same over the REST protocol. */
export async function isRefundedV3(alipay: Alipay, outTradeNo: string, outRequestNo: string): Promise<boolean> {
  const refund = await alipay.v3('POST /v3/alipay/trade/fastpay/refund/query', {
    out_trade_no: outTradeNo,
    out_request_no: outRequestNo,
    query_options: ['refund_detail_item_list'],
  });
  return refund.refund_status === 'REFUND_SUCCESS';
}
