import { type Alipay, AlipayError } from '@till/alipay';

/** One refund. Its number is made and stored before Alipay is asked, and stays the same however often it is asked. */
export interface Refund {
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  /** Yuan. All refunds of a trade together are at most what the buyer paid. */
  readonly amount: string;
}

/** Gives money back: from whom, for which goods, and with what detail in the answer. */
function refundFields({ outTradeNo, outRequestNo, amount }: Refund) {
  return {
    out_trade_no: outTradeNo,
    out_request_no: outRequestNo,
    refund_amount: amount,
    refund_reason: '正常退款',
    refund_royalty_parameters: [
      {
        royalty_type: 'transfer',
        royalty_scene: '达人佣金',
        trans_out_type: 'userId',
        trans_out: '2088101126765726',
        trans_in_type: 'userId',
        trans_in: '2088101126708402',
        trans_in_name: '张三',
        amount: '0.1',
        desc: '分账给2088101126708402',
      },
    ],
    refund_goods_detail: [
      { goods_id: 'apple-01', out_item_id: 'outItem_01', out_sku_id: 'outSku_01', refund_amount: '19.50' },
    ],
    query_options: ['refund_detail_item_list'],
  } as const;
}

/** Whether the money moved now. `unknown`: query, or call again with the same number. */
export type RefundOutcome = 'refunded' | 'not refunded' | 'unknown';

export async function refundTrade(alipay: Alipay, refund: Refund): Promise<RefundOutcome> {
  try {
    const { fund_change: fundChange } = await alipay.execute('alipay.trade.refund', refundFields(refund));
    return fundChange === 'Y' ? 'refunded' : 'unknown';
  } catch (error) {
    if (error instanceof AlipayError) return error.outcome === 'unknown' ? 'unknown' : 'not refunded';
    throw error;
  }
}

/** The same over the REST protocol. */
export function refundTradeV3(alipay: Alipay, refund: Refund) {
  return alipay.v3('POST /v3/alipay/trade/refund', refundFields(refund));
}
