import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import type { Trade } from '../../trades/trade.ts';
import type { AnswerFields } from '../answer.ts';
import type { ApiMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';

const NOTHING = '0.00';
const NO_AMOUNTS = {
  buyer_pay_amount: NOTHING,
  invoice_amount: NOTHING,
  point_amount: NOTHING,
  receipt_amount: NOTHING,
} as const;

/** `alipay.trade.query`: how a trade stands. */
export const query: ApiMethod = {
  kind: 'api',
  echo: (content) => ({ ...NO_AMOUNTS, out_trade_no: content.echo('out_trade_no') ?? '' }),
  answer(call, trades) {
    const trade = namedTrade(call, trades);
    const isDetailed = call.content.texts('query_options').includes('fund_bill_list');
    return { ...state(trade), ...(isDetailed ? funding(trade) : {}) };
  },
};

function state({ tradeNo, terms, status, payment }: Trade): AnswerFields {
  return {
    ...NO_AMOUNTS,
    out_trade_no: terms.outTradeNo,
    total_amount: formatYuan(terms.totalFen),
    trade_no: tradeNo,
    trade_status: status,
    buyer_logon_id: payment?.buyerLogonId,
    buyer_user_id: payment?.buyerId,
    buyer_user_type: payment === undefined ? undefined : 'PRIVATE',
    send_pay_date: payment === undefined ? undefined : formatBeijing(payment.at),
  };
}

/** Page payments tell where the money came from only when asked (`query_options: ["fund_bill_list"]`). */
function funding({ terms, payment }: Trade): AnswerFields {
  if (payment === undefined) return {};
  const amount = formatYuan(terms.totalFen);
  return {
    buyer_pay_amount: amount,
    invoice_amount: amount,
    receipt_amount: amount,
    fund_bill_list: [{ amount, fund_channel: payment.channel }],
  };
}
