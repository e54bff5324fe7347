import { formatYuan, isTradeAmount } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { IDENTITY_TYPES } from '../../transfers/payee.ts';
import type { Payee, Transfer, TransferTerms } from '../../transfers/transfer.ts';
import type { TransferRefusal, TransferRequest } from '../../transfers/transfer-book.ts';
import type { AnswerFields } from '../answer.ts';
import type { BizContent } from '../biz-content.ts';
import type { ApiMethod, Call, PageMethod } from '../call.ts';
import { readContact } from '../order-terms.ts';
import { failure, refusingAs } from '../plain-failure.ts';

const badParameter = refusingAs('INVALID_PARAMETER');

/** The products, and the least that each transfers: 0.10 yuan, or 0.01 in a red packet. */
const LEAST_FEN: Readonly<Record<string, bigint>> = {
  TRANS_ACCOUNT_NO_PWD: 10n,
  TRANS_BANKCARD_NO_PWD: 10n,
  STD_RED_PACKET: 1n,
};

const MESSAGES: Readonly<Record<TransferRefusal, string>> = {
  PAYMENT_INFO_INCONSISTENCY: '两次请求商户单号一样，但是参数不一致',
  PAYER_BALANCE_NOT_ENOUGH: '付款方余额不足',
  PAYER_PAYEE_CANNOT_SAME: '收付款账户不能相同',
  PAYEE_NOT_EXIST: '收款账号不存在',
  PAYEE_USER_INFO_ERROR: '支付宝账号和姓名不匹配，请确认姓名是否正确',
  PAYEE_ACCOUNT_STATUS_ERROR: '收款方账户状态异常',
  INVALID_CARDNO: '无效的银行卡号',
};

/** `alipay.fund.trans.uni.transfer`: the merchant sends money, once for each `out_biz_no`. */
export const fundTransfer: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { transfers }) {
    const content = call.content.refusing(badParameter);
    content.requiredText('biz_scene', 64);
    const sent = transfers.send(readRequest(call, { ...readTerms(content), payee: readPayee(content) }));
    if (!sent.ok) throw refused(sent.refusal);
    const { orderId, payFundOrderId, terms, status, createdAt } = sent.transfer;
    return {
      order_id: orderId,
      out_biz_no: terms.outBizNo,
      pay_fund_order_id: payFundOrderId,
      status,
      trans_date: formatBeijing(createdAt),
    };
  },
};

/** `alipay.fund.trans.page.pay`: a person sends money on a page. */
export const fundTransPagePay: PageMethod = {
  kind: 'page',
  open(call, { transfers, confirmations }) {
    const content = call.content.refusing(badParameter);
    const terms = readTerms(content);
    const asked = transfers.request(
      readRequest(call, content.has('payee_info') ? { ...terms, payee: readPayee(content) } : terms),
    );
    if (!asked.ok) throw refused(asked.refusal);
    const { app, method } = call;
    const id = asked.transfer.orderId;
    return confirmations.open({ app, method, kind: 'transfer', id, contact: readContact(call) });
  },
};

/** `alipay.fund.trans.common.query`: how a transfer stands. */
export const fundCommonQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, ...call }, { transfers }) {
    const content = call.content.refusing(badParameter);
    const orderId = content.text('order_id', 64);
    const payFundOrderId = content.text('pay_fund_order_id', 64);
    const outBizNo = content.text('out_biz_no', 64);
    if ((orderId ?? payFundOrderId ?? outBizNo) === undefined) {
      throw badParameter('order_id、pay_fund_order_id和out_biz_no不能同时为空');
    }
    const transfer = transfers.find(app.sellerId, {
      ...(orderId === undefined ? {} : { orderId }),
      ...(payFundOrderId === undefined ? {} : { payFundOrderId }),
      ...(outBizNo === undefined ? {} : { outBizNo }),
    });
    if (transfer === undefined) throw failure('ORDER_NOT_EXIST', '转账订单不存在');
    return state(transfer);
  },
};

/** `alipay.fund.account.query`: what is in the merchant's own account. */
export const fundAccountQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, ...call }, { ledger }) {
    const content = call.content.refusing(badParameter);
    const userId = content.text('alipay_user_id', 32) ?? content.text('alipay_open_id', 128);
    if (userId === undefined) throw badParameter('缺少alipay_user_id');
    if (content.requiredText('account_type', 32) !== 'ACCTRANS_ACCOUNT')
      throw badParameter('account_type应为ACCTRANS_ACCOUNT');
    if (userId !== app.sellerId) throw failure('AUTH_USERID_IS_NOT_MATCH', '只能查询商户自己的账户');
    return {
      available_amount: formatYuan(ledger.spendableOf(app.sellerId)),
      freeze_amount: formatYuan(ledger.frozenOf(app.sellerId)),
      total_amount: formatYuan(ledger.balanceOf(app.sellerId)),
    };
  },
};

function readTerms(content: BizContent): TransferTerms {
  const outBizNo = content.requiredText('out_biz_no', 64);
  const amountFen = content.requiredAmount('trans_amount', '转账金额');
  const productCode = content.requiredText('product_code', 64);
  const least = LEAST_FEN[productCode];
  if (least === undefined) throw badParameter(`product_code应为${Object.keys(LEAST_FEN).join('、')}`);
  if (amountFen < least) throw failure('EXCEED_LIMIT_SM_MIN_AMOUNT', `转账金额不能小于${formatYuan(least)}元`);
  if (!isTradeAmount(amountFen)) throw failure('EXCEED_LIMIT_SM_AMOUNT', '单笔金额超过限额');
  const bizScene = content.text('biz_scene', 64) ?? 'DIRECT_TRANSFER';
  content.object('business_params');
  content.text('transfer_scene_name', 64);
  for (const info of content.objects('transfer_scene_report_infos')) {
    info.requiredText('info_type', 64);
    info.requiredText('info_content', 256);
  }
  const title = content.text('order_title', 128);
  const remark = content.text('remark', 200);
  return {
    ...{ outBizNo, amountFen, productCode, bizScene },
    ...(title === undefined ? {} : { title }),
    ...(remark === undefined ? {} : { remark }),
  };
}

function readPayee(content: BizContent): Payee {
  if (!content.has('payee_info')) throw badParameter('缺少payee_info');
  const payee = content.object('payee_info');
  const identity = payee.requiredText('identity', 64);
  const given = payee.requiredText('identity_type', 64);
  const identityType = IDENTITY_TYPES.find((one) => one === given);
  if (identityType === undefined) throw badParameter(`identity_type应为${IDENTITY_TYPES.join('、')}`);
  const name = payee.text('name', 128);
  if (identityType === 'ALIPAY_LOGON_ID' && name === undefined)
    throw badParameter('identity_type为ALIPAY_LOGON_ID时name必填');
  return { identity, identityType, ...(name === undefined ? {} : { name }) };
}

/** The app's own merchant pays, and nobody else. @throws {GatewayRefusal} */
function readRequest({ app, content }: Call, terms: TransferTerms): TransferRequest {
  const payer = content.refusing(badParameter).object('payer_info');
  const isOwn = (payer.text('identity', 64) ?? app.sellerId) === app.sellerId;
  if (!isOwn && payer.text('identity_type', 64) === 'ALIPAY_USER_ID') {
    throw failure('INVALID_PAYER_ACCOUNT', '付款方账户不合法');
  }
  const passbackParams = content.text('passback_params', 512);
  return {
    appId: app.appId,
    sellerId: app.sellerId,
    terms,
    ...(passbackParams === undefined ? {} : { passbackParams }),
  };
}

function state({ terms, ...transfer }: Transfer): AnswerFields {
  const { paidAt } = transfer;
  return {
    order_id: transfer.orderId,
    out_biz_no: terms.outBizNo,
    pay_fund_order_id: transfer.payFundOrderId,
    status: transfer.status,
    pay_date: paidAt === undefined ? undefined : formatBeijing(paidAt),
    arrival_time_end: transfer.dueAt === undefined ? undefined : formatBeijing(transfer.dueAt),
    order_fee: '0.00',
    trans_amount: formatYuan(terms.amountFen),
    error_code: transfer.errorCode,
    fail_reason: transfer.failReason,
    passback_params: transfer.passbackParams,
  };
}

function refused(refusal: TransferRefusal) {
  return failure(refusal, MESSAGES[refusal]);
}
