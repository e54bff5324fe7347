import type { Fen } from '@till/alipay/money';
import type { RoyaltyTerms, TradeTerms } from '../trades/trade.ts';
import { type BizContent, invalid } from './biz-content.ts';
import { readShare } from './refunded-royalties.ts';

/** `royalty_info` of an order: who shares in it as soon as it is paid. @throws {GatewayRefusal} */
export function readRoyaltyTerms(content: BizContent, totalFen: Fen, sellerId: string): Pick<TradeTerms, 'royalties'> {
  if (!content.has('royalty_info')) return {};
  const info = content.object('royalty_info');
  if ((info.text('royalty_type', 150) ?? 'ROYALTY') !== 'ROYALTY') throw invalid('royalty_type应为ROYALTY');
  const details = info.objects('royalty_detail_infos');
  if (details.length === 0) throw invalid('缺少royalty_detail_infos');
  const royalties = details.map((detail) => readRoyalty(detail, totalFen, sellerId));
  const sum = royalties.reduce((total, { amountFen }) => total + amountFen, 0n);
  if (sum > totalFen) throw invalid('分账金额之和不能超过订单总金额');
  return { royalties };
}

function readRoyalty(detail: BizContent, totalFen: Fen, sellerId: string): RoyaltyTerms {
  const serialNo = detail.text('serial_no', 9);
  if (serialNo !== undefined && !/^[1-9]\d*$/.test(serialNo)) throw invalid('serial_no应为正整数');
  // Alipay also knows bankIndex and storeId, which the contract tells it; there is no contract here.
  const types = [detail.text('trans_in_type', 24), detail.text('trans_out_type', 24)];
  if (types.some((type) => (type ?? 'userId') !== 'userId')) {
    throw invalid('royalty_info的trans_in_type和trans_out_type应为userId');
  }
  if ((detail.text('trans_out', 28) ?? sellerId) !== sellerId) throw invalid('trans_out应为收款的商户');
  const transIn = detail.requiredText('trans_in', 28);
  if (transIn === sellerId) throw invalid('trans_in不能是收款的商户自己');
  const amountFen = readShare(detail, totalFen);
  if (amountFen === 0n) throw invalid('分账金额必须大于0');
  const desc = detail.text('desc', 1000);
  return { transIn, amountFen, ...(desc === undefined ? {} : { desc }) };
}
