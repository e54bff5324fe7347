import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { divisibleFen, type Relation, type Royalty, type SettlementRefusal } from '../../settlement/settlement.ts';
import { royaltyDetails } from '../../settlement/settlement-book.ts';
import type { Trade } from '../../trades/trade.ts';
import { type BizContent, invalid } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call } from '../call.ts';
import { namedTrade } from '../named-trade.ts';
import { failure, refusingAs } from '../plain-failure.ts';
import { readShare } from '../refunded-royalties.ts';
import { businessFailure } from '../refusal.ts';
import { readCount } from './bill-lists.ts';

const badParameter = refusingAs('INVALID_PARAMETER');
const RECEIVERS_MAX = 20;
const RECEIVER_TYPES = ['userId', 'loginName', 'openId'] as const;
/** Nobody's card can be bound here. */
const SHARER_TYPES: readonly string[] = [...RECEIVER_TYPES, 'cardAliasNo'];
/** The percentage of a payment that may be divided: this sandbox's merchants have signed for all of it. */
const MAX_RATIO = '100';

const MESSAGES: Readonly<Record<SettlementRefusal, string>> = {
  TRADE_STATUS_ERROR: '交易状态不合法',
  ALLOC_REFUSE_BEFORE_SETTLE: '确认结算之前不允许分账',
  DISCORDANT_REPEAT_REQUEST: '不一致的请求',
  ROYALTY_RECEIVER_INVALID: '分账收款方无效，请先绑定分账关系',
  ROYALTY_ACCOUNT_NOT_EXIST: '分账收入方账户不存在',
  ROYALTY_ACCOUNTS_EQUAL: '分账收入支出账户不能为同一个',
  ALREADY_FINISH_ALLOC: '交易分账已完结',
  ALLOC_AMOUNT_VALIDATE_ERROR: '分账金额校验有误',
  TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH: '账户余额不足',
};

/** `alipay.trade.royalty.relation.bind`: names who may share in the merchant's payments. */
export const royaltyBind: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    books.settlements.bind(readReceivers(call, books));
    return { result_code: 'SUCCESS' };
  },
};

/** `alipay.trade.royalty.relation.unbind`: takes that back. */
export const royaltyUnbind: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    books.settlements.unbind(readReceivers(call, books));
    return { result_code: 'SUCCESS' };
  },
};

/** `alipay.trade.royalty.relation.batchquery`: who shares, a page at a time. */
export const royaltyBatchQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, ...call }, { settlements }) {
    const content = call.content.refusing(badParameter);
    content.requiredText('out_request_no', 32);
    const page = readCount(content, 'page_num', 1, Number.MAX_SAFE_INTEGER);
    const size = readCount(content, 'page_size', 20, 100);
    const relations = settlements.relations(app.sellerId);
    return {
      result_code: 'SUCCESS',
      receiver_list: relations.slice((page - 1) * size, page * size).map(({ type, account, name, memo }) => ({
        type,
        account,
        name,
        memo,
        login_name: type === 'loginName' ? account : undefined,
      })),
      current_page_num: String(page),
      current_page_size: String(size),
      total_page_num: String(Math.ceil(relations.length / size)),
      total_record_num: String(relations.length),
    };
  },
};

/** `alipay.trade.royalty.rate.query`: how much of a payment may be divided, in percent. */
export const royaltyRateQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, content }) {
    content.refusing(badParameter).requiredText('out_request_no', 32);
    return { user_id: app.sellerId, max_ratio: MAX_RATIO };
  },
};

/** `alipay.trade.order.settle`: divides a payment, once for each `out_request_no`. */
export const orderSettle: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { settlements, trades }) {
    const { content } = call;
    const outRequestNo = content.requiredText('out_request_no', 64);
    content.requiredText('trade_no', 64);
    const mode = content.text('royalty_mode', 16) ?? 'sync';
    if (mode !== 'sync' && mode !== 'async') throw invalid('royalty_mode应为sync或async');
    const trade = namedTrade(call, trades);
    const isLast = content.object('extend_params').echo('royalty_finish') === 'true';
    const parameters = content.objects('royalty_parameters');
    if (parameters.length === 0 && !isLast) throw invalid('缺少royalty_parameters');
    const royalties = parameters.map((parameter) => readRoyalty(parameter, trade, settlements));
    const settled = settlements.settle(trade, { outRequestNo, royalties, isLast, isAsync: mode === 'async' });
    if (!settled.ok) throw failure(`ACQ.${settled.refusal}`, MESSAGES[settled.refusal]);
    return { settle_no: settled.settlement.settleNo, trade_no: trade.tradeNo };
  },
};

/** `alipay.trade.order.settle.query`: what became of a division. */
export const orderSettleQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, ...call }, { settlements }) {
    const content = call.content.refusing(badParameter);
    const settleNo = content.text('settle_no', 64);
    const outRequestNo = content.text('out_request_no', 64);
    const tradeNo = content.text('trade_no', 64);
    if (settleNo === undefined && (outRequestNo === undefined || tradeNo === undefined)) {
      throw badParameter('settle_no，或out_request_no和trade_no必填');
    }
    const settlement =
      settleNo === undefined
        ? settlements
            .ofTrade(tradeNo ?? '')
            .find((one) => one.sellerId === app.sellerId && one.outRequestNo === outRequestNo)
        : settlements.find(app.sellerId, settleNo);
    if (settlement === undefined) throw failure('MERCHANT_TRADE_NOT_MATCH', '商户与分账单不匹配');
    return {
      out_request_no: settlement.outRequestNo,
      operation_dt: formatBeijing(settlement.requestedAt),
      royalty_detail_list: royaltyDetails(settlement),
    };
  },
};

/** `alipay.trade.order.onsettle.query`: how much of a payment has not been divided yet. */
export const orderOnsettleQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { settlements, trades }) {
    call.content.requiredText('trade_no', 64);
    const trade = namedTrade(call, trades);
    if (trade.payment === undefined) throw businessFailure('TRADE_STATUS_ERROR');
    return { unsettled_amount: formatYuan(divisibleFen(trade, settlements.ofTrade(trade.tradeNo))) };
  },
};

/** All receivers of a request, each of them checked. @throws {GatewayRefusal} */
function readReceivers({ app, ...call }: Call, { settlements, buyers }: Books): Relation[] {
  const content = call.content.refusing(badParameter);
  content.requiredText('out_request_no', 32);
  const receivers = content.objects('receiver_list');
  if (receivers.length === 0) throw failure('RECEIVER_LIST_EMPTY', '分账接收方列表为空');
  if (receivers.length > RECEIVERS_MAX) throw failure('RECEIVER_LIST_OVERLOAD', '分账接收方列表超过最大限制20');
  return receivers.map((receiver) => {
    const given = receiver.requiredText('type', 32);
    const type = RECEIVER_TYPES.find((one) => one === given);
    if (type === undefined) throw failure('INVALID_RECEIVER_TYPE', '分账接收方类型错误');
    const account = receiver.requiredText('account', 64);
    const name = type === 'loginName' ? receiver.requiredText('name', 64) : receiver.text('name', 64);
    const memo = receiver.text('memo', 512);
    const found = settlements.accountOf(type, account, app.appId);
    if (found === undefined) throw failure('USER_NOT_EXIST', '用户不存在');
    if (name !== undefined && found.name !== undefined && name !== found.name) {
      throw failure('USERNAME_NOT_MATCH', '用户姓名不匹配');
    }
    if (buyers.find(found.userId)?.frozen === true) {
      throw failure('RECEIVER_ACCOUNT_STATE_INVALID', '分账接收方账户状态异常');
    }
    const more = { ...(name === undefined ? {} : { name }), ...(memo === undefined ? {} : { memo }) };
    return { sellerId: app.sellerId, type, account, ...more };
  });
}

function readRoyalty(
  parameter: BizContent,
  { terms, sellerId, appId }: Trade,
  settlements: Books['settlements'],
): Omit<Royalty, 'detailId'> {
  const type = parameter.text('royalty_type', 32) ?? 'transfer';
  if (type !== 'transfer' && type !== 'replenish') throw invalid('royalty_type应为transfer或replenish');
  if ((parameter.text('trans_out', 64) ?? sellerId) !== sellerId) {
    throw failure('ACQ.MUST_ALLOC_FROM_ROOT_ACCOUNT', '分账的支出方应为交易的收款方');
  }
  const amountFen = readShare(parameter, terms.totalFen);
  if (amountFen === 0n) throw invalid('分账金额必须大于0');
  const desc = parameter.text('desc', 1000);
  const transIn = parameter.requiredText('trans_in', 64);
  const transInType = parameter.text('trans_in_type', 64) ?? 'userId';
  if (!SHARER_TYPES.includes(transInType)) throw invalid(`trans_in_type应为${SHARER_TYPES.join('、')}`);
  const name = settlements.accountOf(transInType, transIn, appId)?.name;
  if ((parameter.text('trans_in_name', 64) ?? name) !== name) {
    throw failure('ACQ.ROYALTY_ACCOUNT_NAME_NOT_MATCH', '分账收入方姓名不匹配');
  }
  return {
    ...{ type, transIn, transInType, amountFen },
    ...(desc === undefined ? {} : { desc }),
  };
}
