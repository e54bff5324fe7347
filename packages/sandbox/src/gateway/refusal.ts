const MESSAGES = {
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40003': 'Insufficient Conditions',
  '40004': 'Business Failed',
} as const;

type RefusalCode = keyof typeof MESSAGES;

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
} as const;

export type BusinessCode = keyof typeof BUSINESS_MESSAGES;

/** A business failure, 40004; `detail` says more than Alipay's standard text. */
export function businessFailure(code: BusinessCode, detail?: string): GatewayRefusal {
  const message = BUSINESS_MESSAGES[code];
  return new GatewayRefusal('40004', `ACQ.${code}`, detail === undefined ? message : `${message}：${detail}`);
}
