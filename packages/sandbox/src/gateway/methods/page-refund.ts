import { put } from '../../storage/records.ts';
import { refund as check } from '../../trades/transitions.ts';
import { invalid } from '../biz-content.ts';
import type { PageMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';
import { readContact } from '../order-terms.ts';
import { checkRefundExtras } from '../refund-extras.ts';
import { businessFailure } from '../refusal.ts';

/** `alipay.trade.page.refund`: a refund (of credit products) that is confirmed on a page of Alipay's. */
export const pageRefund: PageMethod = {
  kind: 'page',
  open(call, { trades, records, ids, clock, confirmations }) {
    const { app, content, method } = call;
    const outRequestNo = content.requiredText('out_request_no', 64);
    const amountFen = content.requiredAmount('refund_amount', '退款金额');
    if (amountFen === 0n) throw invalid('退款金额必须大于0');
    content.text('biz_type', 32);
    for (const name of ['credit_service_id', 'credit_category_id']) content.object('extend_params').text(name, 64);
    checkRefundExtras(content);
    const reason = content.text('refund_reason', 256);
    const trade = namedTrade(call, trades);
    const request = { outRequestNo, amountFen, ...(reason === undefined ? {} : { reason }) };
    const possible = check(trade, request, clock.now());
    if (!possible.ok) throw businessFailure(possible.refusal);
    const id = ids.operationId();
    records.commit(put('pageRefund', id, { id, tradeNo: trade.tradeNo, ...request }));
    return confirmations.open({ appId: app.appId, method, kind: 'refund', id, contact: readContact(call) });
  },
};
