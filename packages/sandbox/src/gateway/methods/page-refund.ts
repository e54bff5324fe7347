import { put } from '../../storage/records.ts';
import { refund as check } from '../../trades/transitions.ts';
import type { PageMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';
import { readContact } from '../order-terms.ts';
import { readRefund } from '../refund-terms.ts';
import { businessFailure } from '../refusal.ts';

/** `alipay.trade.page.refund`: a refund (of credit products) that is confirmed on a page of Alipay's. */
export const pageRefund: PageMethod = {
  kind: 'page',
  open(call, { trades, records, ids, clock, confirmations }) {
    const { app, content, method } = call;
    const outRequestNo = content.requiredText('out_request_no', 64);
    content.text('biz_type', 32);
    for (const name of ['credit_service_id', 'credit_category_id']) content.object('extend_params').text(name, 64);
    const request = { ...readRefund(content), outRequestNo };
    const trade = namedTrade(call, trades);
    const possible = check(trade, request, clock.now());
    if (!possible.ok) throw businessFailure(possible.refusal);
    const id = ids.operationId();
    records.commit(put('pageRefund', id, { id, tradeNo: trade.tradeNo, ...request }));
    return confirmations.open({ app, method, kind: 'refund', id, contact: readContact(call) });
  },
};
