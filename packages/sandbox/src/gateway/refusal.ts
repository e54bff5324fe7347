const MESSAGES = {
  '20000': 'Service Currently Unavailable',
  '20001': 'Insufficient Token Permissions',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40003': 'Insufficient Conditions',
  '40004': 'Business Failed',
  '40005': 'Call Limited',
  '40006': 'Insufficient Permissions',
} as const;

export type RefusalCode = keyof typeof MESSAGES;

export const REFUSAL_CODES = ['20000', '20001', '40001', '40002', '40003', '40004', '40005', '40006'] as const;

/** A call that the gateway refuses, in the gateway's words. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly code: RefusalCode;
  readonly subCode: string;
  readonly subMsg: string;
  /** What a failed call echoes beside the codes. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, subCode: string, subMsg: string, fields: Readonly<Record<string, string>> = {}) {
    super(`${subCode}: ${subMsg}`);
    this.code = code;
    this.subCode = subCode;
    this.subMsg = subMsg;
    this.fields = fields;
  }

  get msg(): string {
    return MESSAGES[this.code];
  }

  with(fields: Readonly<Record<string, string>>): GatewayRefusal {
    return new GatewayRefusal(this.code, this.subCode, this.subMsg, { ...fields, ...this.fields });
  }
}

/** The outcome is unknown to the caller: the system failed, or pretends to. */
export function unknownError(): GatewayRefusal {
  return new GatewayRefusal('20000', 'isp.unknow-error', '系统繁忙');
}

/** Alipay's words for its business codes. */
const BUSINESS_MESSAGES = {
  INVALID_PARAMETER: '参数无效',
  TRADE_NOT_EXIST: '交易不存在',
  TRADE_HAS_SUCCESS: '交易已被支付',
  TRADE_HAS_CLOSE: '交易已经关闭',
  TRADE_HAS_FINISHED: '交易已经完结',
  TRADE_STATUS_ERROR: '交易状态不合法',
  CONTEXT_INCONSISTENT: '交易信息被篡改',
  TOTAL_FEE_EXCEED: '订单总金额不在允许范围内',
  NOW_TIME_AFTER_EXPIRE_TIME_ERROR: '当前时间已超过允许支付的时间',
  REFUND_AMT_NOT_EQUAL_TOTAL: '撤销或退款金额与订单金额不一致',
  REASON_TRADE_REFUND_FEE_ERR: '退款金额无效',
  DISCORDANT_REPEAT_REQUEST: '不一致的请求',
  TRADE_BUYER_NOT_MATCH: '交易买家不匹配',
  TRADE_CANCEL_TIME_OUT: '超过撤销时间范围',
  SELLER_BALANCE_NOT_ENOUGH: '卖家余额不足',
  REFUND_ACCOUNT_NOT_EXIST: '退款出资账号不存在或账号异常',
  REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST: '退分账收入方账户不存在',
  SECONDARY_MERCHANT_ID_BLANK: '二级商户编号不能为空',
  ALLOC_AMOUNT_VALIDATE_ERROR: '分账金额校验有误',
  CURRENCY_NOT_SUPPORT: '币种不支持',
  TRADE_SETTLE_ERROR:
    '交易结算异常：已确认结算的资金退款时，related_settle_confirm_no应为确认结算的请求号，且不超过该次结算的金额',
  BUYER_NOT_EXIST: '买家账号不存在',
  BUYER_SELLER_EQUAL: '买卖家不能相同',
  PAYER_UNMATCHED: '付款人不匹配',
  INVALID_RECEIVE_ACCOUNT: '收款账户不支持',
  SUB_GOODS_SIZE_MAX_COUNT: '子商品明细超长',
  SUB_MERCHANT_TYPE_INVALID: '二级商户类型非法',
  BUYER_ENABLE_STATUS_FORBID: '买家状态非法',
  BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR: '买家付款日限额超限',
  BUYER_BALANCE_NOT_ENOUGH: '买家余额不足',
  BUYER_BANKCARD_BALANCE_NOT_ENOUGH: '用户银行卡余额不足',
  NO_PAYMENT_INSTRUMENTS_AVAILABLE: '没有可用的支付工具',
  PAYMENT_PASSWORD_ERROR: '支付密码错误',
  PAYMENT_AUTH_CODE_INVALID: '支付授权码无效',
  APPLY_PC_MERCHANT_CODE_ERROR: '申请二维码失败',
  AUTH_NO_ERROR: '预授权号错误或状态不对',
  AUTH_ORDER_HAS_CLOSED: '预授权订单已关闭',
  AUTH_ORDER_HAS_FINISHED: '预授权订单已完结',
  AUTH_ORDER_NOT_PAID: '预授权订单未支付',
  AUTH_AMOUNT_NOT_ENOUGH: '预授权金额不足',
  AGREEMENT_NOT_EXIST: '用户协议不存在',
  AGREEMENT_INVALID: '用户协议失效',
  AGREEMENT_STATUS_NOT_NORMAL: '用户协议状态非正常',
  CYCLE_PAY_DATE_NOT_MATCH: '扣款日期不在签约时的允许范围之内',
  CYCLE_PAY_SINGLE_FEE_EXCEED: '周期扣款中，扣款的金额超过了签约时的单次最大金额',
  CYCLE_PAY_TOTAL_FEE_EXCEED: '周期扣款中，扣款总金额超过了签约时的限制',
  CYCLE_PAY_TOTAL_TIMES_EXCEED: '周期扣款中，扣款总次数超过了签约时的限制',
  NOTIFY_STATUS_INVALID: '交易状态不允许同步',
} as const;

export type BusinessCode = keyof typeof BUSINESS_MESSAGES;

/** A business failure, 40004; `detail` says more than Alipay's standard text. */
export function businessFailure(code: BusinessCode, detail?: string): GatewayRefusal {
  const message = BUSINESS_MESSAGES[code];
  return new GatewayRefusal('40004', `ACQ.${code}`, detail === undefined ? message : `${message}：${detail}`);
}
