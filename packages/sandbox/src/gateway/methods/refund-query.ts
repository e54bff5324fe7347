import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { depositBack } from '../../messages/deposit-back.ts';
import { partsOfRefund } from '../../trades/amounts.ts';
import type { ApiMethod } from '../call.ts';
import { fundBills, presentAmounts, refundedVouchers } from '../funding.ts';
import { namedTrade } from '../named-trade.ts';
import { returnedFields } from '../refunded-royalties.ts';

/**
 * `alipay.trade.fastpay.refund.query`: whether a refund was made. A request number that Alipay does not know is no
 * error; the answer then says nothing but `Success`.
 */
export const refundQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { trades, settlements, clock }) {
    const { content } = call;
    const outRequestNo = content.requiredText('out_request_no', 64);
    content.text('org_pid', 16);
    const trade = namedTrade(call, trades);
    const refund = trade.refunds.find((one) => one.outRequestNo === outRequestNo);
    if (refund === undefined) return {};
    const options = content.texts('query_options');
    const parts = partsOfRefund(trade, refund);
    return {
      deposit_back_info: options.includes('deposit_back_info')
        ? depositBack(trade, refund, clock.now())?.fields
        : undefined,
      gmt_refund_pay: options.includes('gmt_refund_pay') ? formatBeijing(refund.at) : undefined,
      out_request_no: outRequestNo,
      out_trade_no: trade.terms.outTradeNo,
      ...presentAmounts(trade, parts),
      refund_amount: formatYuan(refund.amountFen),
      refund_detail_item_list: options.includes('refund_detail_item_list') ? fundBills(trade, parts) : undefined,
      refund_reason: refund.reason,
      refund_royaltys: options.includes('refund_royaltys') ? returnedFields(refund, trade, settlements) : undefined,
      refund_status: 'REFUND_SUCCESS',
      refund_voucher_detail_list: refundedVouchers(trade, parts, options),
      send_back_fee:
        options.includes('send_back_fee') || options.includes('refund_detail_item_list')
          ? formatYuan(parts.receiptFen)
          : undefined,
      total_amount: formatYuan(trade.terms.totalFen),
      trade_no: trade.tradeNo,
    };
  },
};
