/** A refusal as a buyer reads it. */
export interface BuyerText {
  readonly zh: string;
  readonly en: string;
}

const CLOSED: BuyerText = { zh: '交易已经关闭，请重新下单', en: 'This trade is closed. Please order again.' };
const PAID: BuyerText = { zh: '交易已被支付', en: 'This trade has been paid.' };
const FAILED: BuyerText = {
  zh: '付款失败，请返回商家重试',
  en: 'The payment failed. Go back to the shop and try again.',
};

/** What a buyer reads for a refusal's code; an unknown one gets the general text. */
export function textForBuyer(refusal: string): BuyerText {
  switch (refusal) {
    case 'BUYER_BALANCE_NOT_ENOUGH':
      return {
        zh: '余额不足，请换一种付款方式或账户',
        en: 'Not enough money. Choose another account or way to pay.',
      };
    case 'BUYER_NOT_EXIST':
      return { zh: '请选择一个付款账户', en: 'Choose an account to pay with.' };
    case 'NO_PAYMENT_INSTRUMENTS_AVAILABLE':
      return { zh: '该账户没有这种付款方式', en: 'This account has no such way to pay.' };
    case 'BUYER_BANKCARD_BALANCE_NOT_ENOUGH':
      return { zh: '银行卡余额不足，请换一种付款方式', en: 'Not enough money on the card. Choose another way to pay.' };
    case 'BUYER_ENABLE_STATUS_FORBID':
      return { zh: '账户已被冻结，不能付款', en: 'This account is frozen and cannot pay.' };
    case 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR':
      return { zh: '超过该账户的每日付款限额', en: 'This is more than the account may spend in a day.' };
    case 'PAYMENT_PASSWORD_ERROR':
      return { zh: '支付密码错误，请重新输入', en: 'The payment password is wrong. Try again.' };
    case 'TRADE_BUYER_NOT_MATCH':
      return { zh: '这笔交易指定了另一位买家', en: 'This trade is for another buyer.' };
    case 'PAYER_UNMATCHED':
      return {
        zh: '这笔交易要求由指定的人付款，请更换账户',
        en: 'This trade must be paid by a certain person. Choose another account.',
      };
    case 'USER_IDENTITY_INFO_VALIDATE_FAIL':
    case 'USER_ACCOUNT_VALIDATE_FAIL':
      return { zh: '商家指定了另一个人，请更换账户', en: 'This is for a certain person. Choose another account.' };
    case 'PAYER_PAYEE_CANNOT_SAME':
      return { zh: '收付款账户不能相同', en: 'Payer and payee are the same account.' };
    case 'TRADE_HAS_CLOSE':
      return CLOSED;
    case 'TRADE_HAS_SUCCESS':
    case 'TRADE_HAS_FINISHED':
      return PAID;
    default:
      return FAILED;
  }
}
