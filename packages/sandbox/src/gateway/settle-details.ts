import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import type { Settlement } from '../settlement/settlement.ts';
import { isHeld, settledBy, unsettledFen } from '../trades/settling.ts';
import type { Refund, SettleAccount, Trade } from '../trades/trade.ts';
import type { AnswerFields } from './answer.ts';

/**
 * `trade_settle_info`: how a payment was divided and settled, and what of that went back for refunds. Only a payment
 * that is settled by periods tells what still waits.
 */
export function tradeSettleInfo(trade: Trade, settlements: readonly Settlement[]): AnswerFields {
  const waiting = unsettledFen(trade);
  return {
    trade_settle_detail_list: [
      ...settlements.filter(({ state }) => state === 'SUCCESS').flatMap(divided),
      ...settled(trade),
      ...trade.refunds.flatMap((refund) => [...givenBack(refund, trade.sellerId), ...unsettled(refund, trade)]),
      ...(waiting === 0n ? [] : [onSettle(trade, waiting)]),
    ],
    trade_unsettled_amount: isHeld(trade) ? formatYuan(waiting) : undefined,
  };
}

/** One line; `operation_serial_no` is the number of the merchant's request. */
function line(type: string, at: number, serialNo: string | undefined, fields: AnswerFields): AnswerFields {
  return { operation_type: type, operation_dt: formatBeijing(at), operation_serial_no: serialNo, ...fields };
}

function divided({ royalties, outRequestNo, sellerId, requestedAt, dueAt }: Settlement): AnswerFields[] {
  return royalties.map(({ type, transIn, amountFen }) =>
    line(type, dueAt ?? requestedAt, outRequestNo, {
      ...{ trans_out: sellerId, trans_in: transIn, amount: formatYuan(amountFen) },
      ...{ ori_trans_out: sellerId, ori_trans_in: transIn },
    }),
  );
}

function givenBack({ royalties = [], at, outRequestNo }: Refund, sellerId: string): AnswerFields[] {
  return royalties.map(({ type, transOut, amountFen }) =>
    line(`${type}_refund`, at, outRequestNo, {
      ...{ trans_out: transOut, trans_in: sellerId, amount: formatYuan(amountFen) },
      ...{ ori_trans_out: transOut, ori_trans_in: sellerId },
    }),
  );
}

function settled({ confirmations = [], sellerId }: Trade): AnswerFields[] {
  return confirmations.map(({ to, at, outRequestNo, amountFen }) =>
    line('settle', at, outRequestNo, { trans_in: nameOf(to, sellerId), amount: formatYuan(amountFen) }),
  );
}

function unsettled(refund: Refund, trade: Trade): AnswerFields[] {
  const confirmation = settledBy(trade, refund.settleConfirmNo);
  if (confirmation === undefined) return [];
  const trans_out = nameOf(confirmation.to, trade.sellerId);
  return [line('settle_refund', refund.at, refund.outRequestNo, { trans_out, amount: formatYuan(refund.amountFen) })];
}

function onSettle({ payment, createdAt, terms, sellerId }: Trade, waiting: bigint): AnswerFields {
  const trans_in = terms.settle === undefined ? sellerId : nameOf(terms.settle.to, sellerId);
  return line('on_settle', payment?.at ?? createdAt, undefined, { trans_in, amount: formatYuan(waiting) });
}

function nameOf({ name }: SettleAccount, sellerId: string): string {
  return name ?? sellerId;
}
