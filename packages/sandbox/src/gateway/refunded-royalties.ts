import { type Fen, formatYuan } from '@till/alipay/money';
import type { Ids } from '../ids/ids.ts';
import { returnsInProportion } from '../settlement/settlement.ts';
import type { SettlementBook } from '../settlement/settlement-book.ts';
import type { Refund, ReturnedRoyalty, Trade } from '../trades/trade.ts';
import type { AnswerFields } from './answer.ts';
import { type BizContent, invalid } from './biz-content.ts';
import type { Books } from './books.ts';
import { businessFailure } from './refusal.ts';

/**
 * Who gives what back for a refund. Of payments face to face Alipay decides that itself, whatever the request says; a
 * repeated request means what it meant before. Givers named for a payment that was never divided come from a copied
 * sample, and the merchant pays it all.
 * @throws {GatewayRefusal}
 */
export function royaltiesToReturn(
  content: BizContent,
  trade: Trade,
  { amountFen, outRequestNo }: { readonly amountFen: Fen; readonly outRequestNo?: string },
  { settlements, ids }: Pick<Books, 'settlements' | 'ids'>,
): readonly ReturnedRoyalty[] {
  if (settlements.ofTrade(trade.tradeNo).length === 0) return [];
  if (!returnsInProportion(trade)) return readReturnedRoyalties(content, trade, amountFen, ids);
  const earlier = trade.refunds.find((one) => one.outRequestNo === (outRequestNo ?? trade.terms.outTradeNo));
  return earlier === undefined ? settlements.returnedBy(trade, amountFen) : (earlier.royalties ?? []);
}

/** `refund_royalty_parameters`: who shared in the payment and gives back how much of it. @throws {GatewayRefusal} */
function readReturnedRoyalties(
  content: BizContent,
  { sellerId }: Pick<Trade, 'sellerId'>,
  refundFen: Fen,
  ids: Ids,
): ReturnedRoyalty[] {
  return content.objects('refund_royalty_parameters').map((parameter) => {
    const type = parameter.text('royalty_type', 32) ?? 'transfer';
    if (type !== 'transfer' && type !== 'replenish') throw invalid('royalty_type应为transfer或replenish');
    const transIn = parameter.text('trans_in', 64) ?? sellerId;
    if (transIn !== sellerId) throw businessFailure('REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST');
    const amountFen = readShare(parameter, refundFen);
    if (amountFen === 0n) throw invalid('退分账金额必须大于0');
    return {
      detailId: ids.operationId(),
      type,
      transOut: parameter.requiredText('trans_out', 64),
      transOutType: parameter.text('trans_out_type', 64) ?? 'userId',
      amountFen,
    };
  });
}

/** A share is an amount, or whole percents of a sum (rounded down to the fen). */
export function readShare(parameter: BizContent, ofFen: Fen): Fen {
  const percentage = parameter.text('amount_percentage', 3);
  if (percentage !== undefined && !/^([1-9]\d?|100)$/.test(percentage)) {
    throw invalid('amount_percentage应为1到100的整数');
  }
  if (percentage === undefined || parameter.has('amount')) return parameter.requiredAmount('amount', '分账金额');
  return (ofFen * BigInt(percentage)) / 100n;
}

/** `refund_royaltys`: what a refund took back from each. `ori_` is the name that the merchant gave. */
export function returnedFields(
  refund: Refund,
  { appId, sellerId }: Trade,
  settlements: SettlementBook,
): AnswerFields[] {
  return (refund.royalties ?? []).map(({ type, transOut, transOutType, amountFen }) => {
    const giver = settlements.accountOf(transOutType, transOut, appId);
    return {
      refund_amount: formatYuan(amountFen),
      royalty_type: type,
      result_code: 'SUCCESS',
      trans_out: giver?.userId ?? transOut,
      trans_out_email: giver?.logonId,
      trans_in: sellerId,
      ori_trans_out: transOut,
      ori_trans_in: sellerId,
    };
  });
}
