import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { openIdOf } from '../../oauth/oauth-book.ts';
import { isFaceToFace } from '../../trades/face-to-face.ts';
import type { Trade } from '../../trades/trade.ts';
import type { AnswerFields } from '../answer.ts';
import { asyncPayStatus } from '../async-terms.ts';
import type { ApiMethod } from '../call.ts';
import { currencyFields, discountFields, paidAmounts } from '../funding.ts';
import { namedTrade } from '../named-trade.ts';
import { tradeSettleInfo } from '../settle-details.ts';

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
  answer(call, { trades, settlements }) {
    call.content.text('org_pid', 16);
    const options = call.content.texts('query_options');
    const trade = namedTrade(call, trades);
    return {
      ...state(trade),
      ...funding(trade, options),
      ...currencyFields(trade),
      async_pay_apply_status: asyncPayStatus(trade, options),
      trade_settle_info: options.includes('trade_settle_info')
        ? tradeSettleInfo(trade, settlements.ofTrade(trade.tradeNo))
        : undefined,
    };
  },
};

function state({ appId, tradeNo, terms, contact, status, payment }: Trade): AnswerFields {
  const buyerId = payment?.buyerId ?? terms.payer?.buyerId;
  return {
    ...NO_AMOUNTS,
    out_trade_no: terms.outTradeNo,
    total_amount: formatYuan(terms.totalFen),
    trade_no: tradeNo,
    trade_status: status,
    buyer_logon_id: payment?.buyerLogonId ?? terms.payer?.logonId,
    buyer_user_id: buyerId,
    buyer_user_type: buyerId === undefined ? undefined : 'PRIVATE',
    alipay_sub_merchant_id: terms.subMerchantId,
    buyer_open_id: buyerId === undefined ? undefined : openIdOf(appId, buyerId),
    passback_params: contact.passbackParams,
    store_id: terms.storeId,
    store_name: terms.storeId,
    terminal_id: terms.terminalId,
    hb_fq_pay_info: terms.instalments === undefined ? undefined : { user_install_num: terms.instalments.number },
    send_pay_date: payment === undefined ? undefined : formatBeijing(payment.at),
  };
}

/** Only payments made face to face tell unasked where the money came from; others when asked (`query_options`). */
function funding(trade: Trade, options: readonly string[]): AnswerFields {
  if (trade.payment === undefined) return {};
  const isTold = isFaceToFace(trade) || options.includes('fund_bill_list');
  return { ...(isTold ? paidAmounts(trade) : {}), ...discountFields(trade, options) };
}
