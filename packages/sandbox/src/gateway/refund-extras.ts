import type { BizContent } from './biz-content.ts';
import { checkGoods } from './order-extras.ts';
import { businessFailure } from './refusal.ts';

/** What a refund may carry beside its amount: nothing here depends on it, but it must be right. @throws {GatewayRefusal} */
export function checkRefundExtras(content: BizContent): void {
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
