import { isTradeAmount } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { type Authorization, type Operation, restFen, total } from '../../authorizations/authorization.ts';
import type { AuthorizationRequest, FreezeRefusal } from '../../authorizations/authorization-book.ts';
import { amountFields } from '../../authorizations/authorization-message.ts';
import { expiresAt, readTimeoutExpress } from '../../trades/expiry.ts';
import type { AnswerFields } from '../answer.ts';
import type { BizContent } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call, PageMethod } from '../call.ts';
import { readDepositTerms } from '../deposit-terms.ts';
import { checkOneOf } from '../order-extras.ts';
import { readContact } from '../order-terms.ts';
import { failure, refusingAs } from '../plain-failure.ts';

const badArgument = refusingAs('ILLEGAL_ARGUMENT');
type Words = readonly [code: string, message: string];
const ORDER_NOT_EXIST: Words = ['AUTH_ORDER_NOT_EXIST', '支付宝资金授权订单不存在'];

const PAY_TIMEOUT = { kind: 'after', ms: 15 * 60_000 } as const;
/** Above this, the buyer whose code was scanned must still confirm on the phone. */
const FREE_OF_CONFIRMATION_FEN = 200_000n;

const MESSAGES: Readonly<Record<string, string>> = {
  ORDER_ALREADY_CLOSED: '订单已关闭',
  ORDER_ALREADY_FINISH: '订单已完结',
  FREEZE_ALREADY_SUCCESS: '冻结已成功',
  ILLEGAL_STATUS: '状态非法',
  UNIQUE_VIOLATION: '同一请求号的参数不一致',
  REQUEST_AMOUNT_EXCEED: '请求金额超过剩余金额',
  CANCEL_OPERATION_TIME_OUT: '超过撤销时间范围',
  MONEY_NOT_ENOUGH: '付款方余额不足',
  PAYER_USER_STATUS_LIMIT: '付款方用户状态不允许',
  PAYER_NOT_EXIST: '付款方不存在',
  NO_PAYMENT_INSTRUMENTS_AVAILABLE: '没有可用的支付工具',
  PRODUCT_AMOUNT_LIMIT_ERROR: '超过限额',
  USER_IDENTITY_INFO_VALIDATE_FAIL: '用户实名信息校验失败',
  USER_ACCOUNT_VALIDATE_FAIL: '用户账号校验失败',
};

/** A buyer's refusals in the words of these products. */
const BUYER_CODES: Readonly<Record<string, string>> = {
  BUYER_BALANCE_NOT_ENOUGH: 'MONEY_NOT_ENOUGH',
  BUYER_BANKCARD_BALANCE_NOT_ENOUGH: 'MONEY_NOT_ENOUGH',
  BUYER_ENABLE_STATUS_FORBID: 'PAYER_USER_STATUS_LIMIT',
  BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR: 'PRODUCT_AMOUNT_LIMIT_ERROR',
  BUYER_NOT_EXIST: 'PAYER_NOT_EXIST',
};

/** `alipay.fund.auth.order.freeze`: the shop scans the buyer's payment code, and the deposit is frozen. */
export const authFreeze: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const { authorizations, buyers } = books;
    const content = call.content.refusing(badArgument);
    const request = readRequest(call, books, ['PRE_AUTH']);
    const orderNo = `${call.app.sellerId}:auth:${request.outOrderNo}`;
    content.requiredText('auth_code_type', 32);
    checkOneOf(content, 'auth_code_type', ['bar_code', 'security_code']);
    const code = buyers.readCode(content.requiredText('auth_code', 64), orderNo);
    const buyer = code === undefined ? undefined : buyers.find(code.buyerId);
    if (code === undefined || buyer === undefined) throw failure('PAYMENT_AUTH_CODE_INVALID', '支付授权码无效');
    const opened = open(books, request);
    const used = buyers.use(code, orderNo);
    // The same freeze again, perhaps because its answer was lost.
    if (opened.status === 'AUTHORIZED') return frozenFields(opened);
    checkOpen(opened);
    if (request.amountFen > FREE_OF_CONFIRMATION_FEN) {
      return frozenFields(authorizations.expect(opened, { buyerId: buyer.id, logonId: buyer.logonId }, used));
    }
    const frozen = authorizations.freeze(opened, { buyerId: buyer.id }, [used]);
    if (!frozen.ok) throw refused(frozen.refusal);
    return frozenFields(frozen.authorization);
  },
};

/** `alipay.fund.auth.order.app.freeze`: the buyer freezes the deposit in the app; a page stands in for it. */
export const authAppFreeze: PageMethod = {
  kind: 'page',
  open(call, books) {
    const authorization = open(books, readRequest(call, books, ['PRE_AUTH_ONLINE', 'PREAUTH_PAY']));
    checkOpen(authorization);
    return books.confirmations.open(confirmationOf(call, authorization));
  },
};

/** `alipay.fund.auth.order.voucher.create`: a QR code for the buyer to scan and freeze the deposit. */
export const authVoucherCreate: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const request = readRequest(call, books, ['PRE_AUTH']);
    const authorization = open(books, request);
    checkOpen(authorization);
    const path = books.confirmations.open(confirmationOf(call, authorization), books.ids.qrToken());
    const url = `${books.address()}${path}`;
    const { outOrderNo, outRequestNo } = request;
    return {
      code_type: 'qrCode',
      code_url: url,
      code_value: url,
      out_order_no: outOrderNo,
      out_request_no: outRequestNo,
    };
  },
};

/** `alipay.fund.auth.order.unfreeze`: part of the deposit goes back. */
export const authUnfreeze: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const content = call.content.refusing(badArgument);
    const outRequestNo = content.requiredText('out_request_no', 64);
    const amountFen = content.requiredAmount('amount', '解冻金额');
    if (amountFen === 0n) throw badArgument('解冻金额必须大于0');
    content.requiredText('auth_no', 28);
    const remark = content.requiredText('remark', 100);
    const authorization = named(call, books);
    const { notifyUrl } = readContact(call);
    const released = books.authorizations.unfreeze(authorization, { outRequestNo, amountFen, remark }, notifyUrl);
    if (!released.ok) throw refused(released.refusal);
    const { operation } = released;
    return {
      ...numbersOf(authorization, operation),
      ...moneyOf(operation),
      status: operation.status,
      gmt_trans: timeOf(operation),
    };
  },
};

/** `alipay.fund.auth.operation.detail.query`: how a pre-authorisation and one of its steps stand. */
export const authDetailQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const authorization = named(call, books);
    const operation = namedOperation(call, authorization, ['AUTH_OPERATION_NOT_EXIST', '支付宝资金操作流水不存在']);
    const { payer, title, extraParam, status } = authorization;
    return {
      ...numbersOf(authorization, operation),
      ...moneyOf(operation),
      order_title: title,
      order_status: status,
      operation_type: operation.type,
      status: operation.status,
      remark: operation.remark ?? title,
      gmt_create: formatBeijing(operation.createdAt),
      gmt_trans: timeOf(operation),
      payer_user_id: payer?.buyerId,
      payer_logon_id: payer?.logonId,
      extra_param: extraParam,
      trans_currency: 'CNY',
      ...amountFields('total_freeze', total(authorization, 'FREEZE')),
      ...amountFields('total_pay', total(authorization, 'PAY')),
      ...amountFields('rest', restFen(authorization)),
    };
  },
};

/** `alipay.fund.auth.operation.cancel`: undoes a freeze whose outcome the merchant does not know. */
export const authCancel: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const remark = call.content.refusing(badArgument).requiredText('remark', 100);
    const authorization = named(call, books);
    const operation = namedOperation(call, authorization, ORDER_NOT_EXIST);
    const cancelled = books.authorizations.cancel(authorization, remark, readContact(call).notifyUrl);
    if ('refusal' in cancelled) throw refused(cancelled.refusal);
    return { ...numbersOf(authorization, operation), action: cancelled.action };
  },
};

function readRequest(call: Call, { clock }: Books, products: readonly string[]): AuthorizationRequest {
  const content = call.content.refusing(badArgument);
  const { app } = call;
  const amountFen = content.requiredAmount('amount', '冻结金额');
  if (!isTradeAmount(amountFen)) throw failure('UNSUPPORT_ORDER_AMOUNT', '订单金额不在允许范围内');
  const product = content.requiredText('product_code', 64);
  if (!products.includes(product)) throw badArgument(`product_code应为${products.join('、')}`);
  const extraParam = content.text('extra_param', 512);
  return {
    appId: app.appId,
    sellerId: app.sellerId,
    outOrderNo: content.requiredText('out_order_no', 64),
    outRequestNo: content.requiredText('out_request_no', 64),
    title: content.requiredText('order_title', 100),
    amountFen,
    contact: readContact(call),
    ...(extraParam === undefined ? {} : { extraParam }),
    ...readDepositTerms(content, app.sellerId),
    expiresAt: expiresAt(readTimeout(content), clock.now()),
  };
}

function readTimeout(content: BizContent) {
  const text = content.text('pay_timeout', 5) ?? content.text('timeout_express', 5);
  if (text === undefined) return PAY_TIMEOUT;
  const timeout = readTimeoutExpress(text);
  if (timeout === undefined) throw badArgument('pay_timeout应为1m到15d');
  return timeout;
}

function open({ authorizations }: Books, request: AuthorizationRequest): Authorization {
  const opened = authorizations.open(request);
  if ('refusal' in opened) throw refused(opened.refusal);
  return opened;
}

/** @throws {GatewayRefusal} if the buyer has agreed already, or cannot any more. */
function checkOpen({ status }: Authorization): void {
  if (status === 'AUTHORIZED') throw refused('FREEZE_ALREADY_SUCCESS');
  if (status === 'FINISH') throw refused('ORDER_ALREADY_FINISH');
  if (status === 'CLOSED') throw refused('ORDER_ALREADY_CLOSED');
}

function confirmationOf(call: Call, { authNo }: Authorization) {
  return { app: call.app, method: call.method, kind: 'freeze', id: authNo, contact: readContact(call) } as const;
}

function named({ app, ...call }: Call, { authorizations }: Books): Authorization {
  const content = call.content.refusing(badArgument);
  const authNo = content.text('auth_no', 28);
  const outOrderNo = content.text('out_order_no', 64);
  if (authNo === undefined && outOrderNo === undefined) throw badArgument('auth_no和out_order_no不能同时为空');
  const authorization = authorizations.find(app.sellerId, {
    ...(authNo === undefined ? {} : { authNo }),
    ...(outOrderNo === undefined ? {} : { outOrderNo }),
  });
  if (authorization === undefined) throw failure(...ORDER_NOT_EXIST);
  return authorization;
}

/** `otherwise` is how the method says that there is none. */
function namedOperation(call: Call, { operations }: Authorization, otherwise: Words): Operation {
  const content = call.content.refusing(badArgument);
  const operationId = content.text('operation_id', 64);
  const outRequestNo = content.text('out_request_no', 64);
  const type = content.text('operation_type', 16);
  if (operationId === undefined && outRequestNo === undefined) {
    throw badArgument('operation_id和out_request_no不能同时为空');
  }
  const operation = operations.find(
    (one) =>
      (operationId === undefined ? one.outRequestNo === outRequestNo : one.operationId === operationId) &&
      (type ?? one.type) === one.type,
  );
  if (operation === undefined) throw failure(...otherwise);
  return operation;
}

function frozenFields(authorization: Authorization): AnswerFields {
  const [first] = authorization.operations;
  if (first === undefined) return {};
  return {
    ...numbersOf(authorization, first),
    ...moneyOf(first),
    status: first.status,
    payer_user_id: authorization.payer?.buyerId,
    payer_logon_id: authorization.payer?.logonId,
    gmt_trans: timeOf(first),
    trans_currency: 'CNY',
  };
}

function numbersOf({ authNo, outOrderNo }: Authorization, { operationId, outRequestNo }: Operation) {
  return { auth_no: authNo, out_order_no: outOrderNo, operation_id: operationId, out_request_no: outRequestNo };
}

function moneyOf({ amountFen }: Operation) {
  return amountFields('', amountFen);
}

function timeOf({ at }: Operation): string | undefined {
  return at === undefined ? undefined : formatBeijing(at);
}

function refused(refusal: FreezeRefusal) {
  const code = BUYER_CODES[refusal] ?? refusal;
  return failure(code, MESSAGES[code] ?? code);
}
