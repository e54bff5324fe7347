import type { Alipay } from '@till/alipay';

/** How a trade stands. `trade_status` tells whether it is paid; `trade_settle_info` tells how it was shared out. */
export function queryTrade(alipay: Alipay, outTradeNo: string) {
  return alipay.execute('alipay.trade.query', {
    out_trade_no: outTradeNo,
    query_options: ['trade_settle_info'],
  });
}

/** The same over the REST protocol. A bank's partner names itself in `org_pid`. */
export function queryTradeV3(alipay: Alipay, outTradeNo: string, orgPid: string) {
  return alipay.v3('POST /v3/alipay/trade/query', {
    out_trade_no: outTradeNo,
    query_options: ['trade_settle_info'],
    org_pid: orgPid,
  });
}
