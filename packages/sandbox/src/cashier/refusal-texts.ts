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
    case 'TRADE_HAS_CLOSE':
      return CLOSED;
    case 'TRADE_HAS_SUCCESS':
    case 'TRADE_HAS_FINISHED':
      return PAID;
    default:
      return FAILED;
  }
}
