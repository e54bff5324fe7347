import type { RefundRequest } from '../trades/transitions.ts';
import { type BizContent, invalid } from './biz-content.ts';
import { checkGoods } from './order-extras.ts';
import { businessFailure } from './refusal.ts';

/** What a merchant asks to give back, and under which number. @throws {GatewayRefusal} */
export function readRefund(content: BizContent): RefundRequest {
  const amountFen = content.requiredAmount('refund_amount', '退款金额');
  if (amountFen === 0n) throw invalid('退款金额必须大于0');
  const outRequestNo = content.text('out_request_no', 64);
  const reason = content.text('refund_reason', 256);
  checkExtras(content);
  return {
    amountFen,
    ...(outRequestNo === undefined ? {} : { outRequestNo }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What else a refund may carry: nothing here depends on it, but it must be right. */
function checkExtras(content: BizContent): void {
  content.texts('query_options');
  content.text('operator_id', 30);
  content.text('store_id', 32);
  content.text('terminal_id', 32);
  content.text('org_pid', 16);
  if ((content.text('refund_currency', 8) ?? 'CNY') !== 'CNY') throw businessFailure('CURRENCY_NOT_SUPPORT');
  checkGoods(content);
  for (const goods of content.objects('refund_goods_detail')) {
    goods.requiredText('goods_id', 64);
    goods.requiredAmount('refund_amount', '商品退款金额refund_amount');
    goods.text('out_item_id', 64);
    goods.text('out_sku_id', 64);
    goods.texts('out_certificate_no_list');
  }
}
