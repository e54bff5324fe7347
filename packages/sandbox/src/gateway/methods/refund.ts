import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { openIdOf } from '../../oauth/oauth-book.ts';
import { partsOfRefund } from '../../trades/amounts.ts';
import { refundedFen } from '../../trades/trade.ts';
import type { ApiMethod } from '../call.ts';
import { fundBills, presentAmounts, refundedVouchers } from '../funding.ts';
import { namedTrade } from '../named-trade.ts';
import { readRefund } from '../refund-terms.ts';
import { royaltiesToReturn } from '../refunded-royalties.ts';
import { businessFailure } from '../refusal.ts';

/** `alipay.trade.refund`: gives money back, once for each `out_request_no`. */
export const refund: ApiMethod = {
  kind: 'api',
  echo: (content) => ({
    out_trade_no: content.echo('out_trade_no') ?? '',
    refund_fee: '0.00',
    send_back_fee: '0.00',
  }),
  answer(call, books) {
    const { trades, settlements } = books;
    const { content } = call;
    const asked = readRefund(content);
    const settleConfirmNo = content.text('related_settle_confirm_no', 64);
    const paid = namedTrade(call, trades);
    const royalties = royaltiesToReturn(content, paid, asked, books);
    const request = { ...asked, royalties, ...(settleConfirmNo === undefined ? {} : { settleConfirmNo }) };
    const refunded = trades.refund(paid, request, settlements.giveBack(paid, asked.amountFen, royalties));
    if (!refunded.ok) throw businessFailure(refunded.refusal);
    const { trade, moved } = refunded;
    const parts = partsOfRefund(trade, refunded.refund);
    const isDetailed = content.texts('query_options').includes('refund_detail_item_list');
    return {
      buyer_logon_id: trade.payment?.buyerLogonId,
      buyer_open_id: trade.payment === undefined ? undefined : openIdOf(trade.appId, trade.payment.buyerId),
      buyer_user_id: trade.payment?.buyerId,
      fund_change: moved ? 'Y' : 'N',
      gmt_refund_pay: formatBeijing(refunded.refund.at),
      out_trade_no: trade.terms.outTradeNo,
      ...presentAmounts(trade, parts),
      refund_detail_item_list: isDetailed ? fundBills(trade, parts) : undefined,
      refund_fee: formatYuan(refundedFen(trade)),
      refund_voucher_detail_list: refundedVouchers(trade, parts, content.texts('query_options')),
      send_back_fee: isDetailed && moved ? formatYuan(parts.receiptFen) : '0.00',
      store_name: trade.terms.storeId,
      trade_no: trade.tradeNo,
    };
  },
};
