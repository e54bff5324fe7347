import { formatYuan } from '@till/alipay/money';
import type { SettleConfirmRefusal } from '../../trades/settling.ts';
import type { ApiMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';
import { failure } from '../plain-failure.ts';
import { readSettleAccount, readSettleDetail } from '../settle-terms.ts';

const MESSAGES: Readonly<Record<SettleConfirmRefusal, string>> = {
  REASON_TRADE_STATUS_INVALID: '交易状态异常',
  TRADE_HAS_CLOSE: '交易已经关闭',
  TRADE_HAS_FINISHED: '交易已经完结',
  ILLEGAL_SETTLE_STATE:
    '结算状态不合法：该交易没有待结算的资金，下单时传入settle_info.settle_period_time才会等待确认结算',
  ALREADY_CONFIRM_SETTLE: '交易已确认结算',
  DISCORDANT_REPEAT_REQUEST: '不一致的请求',
  INVALID_SETTLE_AMOUNT_PARAMETER:
    '结算金额不正确：amount应等于交易金额减去已退款金额，actual_amount不能超过待结算金额',
  SETTLE_ACCOUNT_NOT_EXIST: '结算账户不存在',
};

/**
 * `alipay.trade.settle.confirm`: money of a payment that waits (`settle_period_time`) goes to whom it is for, all of it
 * or a part (`actual_amount`), once for each `out_request_no`.
 */
export const settleConfirm: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { settlements, trades }) {
    const { content } = call;
    const outRequestNo = content.requiredText('out_request_no', 64);
    content.requiredText('trade_no', 64);
    const detail = readSettleDetail(content.object('settle_info'));
    const amountFen = detail.amount('amount', '结算金额');
    const actualFen = detail.amount('actual_amount', '实际结算金额');
    const isFrozen = content.object('extend_params').echo('royalty_freeze') === 'true';
    const trade = namedTrade(call, trades);
    const confirmed = settlements.holdings.confirm(trade, {
      ...{ outRequestNo, to: readSettleAccount(detail), isFrozen },
      ...(amountFen === undefined ? {} : { amountFen }),
      ...(actualFen === undefined ? {} : { actualFen }),
    });
    if (!confirmed.ok) throw failure(`ACQ.${confirmed.refusal}`, MESSAGES[confirmed.refusal]);
    return {
      out_request_no: outRequestNo,
      settle_amount: formatYuan(confirmed.confirmation.amountFen),
      trade_no: trade.tradeNo,
    };
  },
};
