import type { Locale, OutcomeKind } from '../view.ts';

/** What the cashier says, in one language. Keys are the same in both; the compiler sees to that. */
export interface Texts {
  htmlLang: string;
  cashier: string;
  sandbox: string;
  noRealMoney: string;
  otherLanguage: string;
  otherLanguageCode: Locale;
  amountDue: string;
  seller: string;
  order: string;
  trade: string;
  goods: string;
  description: string;
  orderDetails: string;
  payWithin: string;
  days: string;
  scanTitle: string;
  scanHint: string;
  scanLink: string;
  buyerTitle: string;
  buyerTitleMobile: string;
  buyerHint: string;
  payFrom: string;
  available: string;
  /** What a coupon leaves to pay. */
  due: string;
  notEnough: string;
  ample: string;
  pay: string;
  paying: string;
  paid: string;
  cancel: string;
  networkError: string;
  continueLabel: string;
  resumeLabel: string;
  merchant: string;
  confirm: string;
  refuse: string;
  outcomes: Record<OutcomeKind, { title: string; explanation: string }>;
}

const zh: Texts = {
  htmlLang: 'zh-CN',
  cashier: '收银台',
  sandbox: '沙箱',
  noRealMoney: '沙箱环境，不会发生真实扣款',
  otherLanguage: 'English',
  otherLanguageCode: 'en',
  amountDue: '应付金额',
  seller: '收款方：',
  order: '商户订单号',
  trade: '交易号',
  goods: '商品',
  description: '商品描述',
  orderDetails: '订单详情',
  payWithin: '剩余支付时间',
  days: '天',
  scanTitle: '扫码支付',
  scanHint: '用手机扫一扫，在手机收银台付款',
  scanLink: '或点击二维码，直接打开手机收银台',
  buyerTitle: '在此付款',
  buyerTitleMobile: '选择付款账户',
  buyerHint: '选一个测试买家，无需登录和密码',
  payFrom: '付款方式',
  available: '可用',
  due: '实付',
  notEnough: '余额不足',
  ample: '充足',
  pay: '确认付款',
  paying: '正在付款…',
  paid: '付款成功',
  cancel: '取消付款',
  networkError: '网络连接失败，付款结果未知。请再点一次“确认付款”，不会重复扣款。',
  continueLabel: '返回商家',
  resumeLabel: '继续付款',
  merchant: '商家：',
  confirm: '确认',
  refuse: '取消',
  outcomes: {
    paid: { title: '付款成功', explanation: '款项已付给商家，可以关闭此页。' },
    confirmed: { title: '已确认', explanation: '商家会收到结果，可以关闭此页。' },
    closed: { title: '交易已关闭', explanation: '这笔交易不能再付款。如仍需购买，请回到商家重新下单。' },
    expired: { title: '交易已超时', explanation: '已超过付款时限，未发生扣款。请回到商家重新下单。' },
    cancelled: { title: '已取消付款', explanation: '未发生扣款。在超时之前，仍可从商家订单页回来继续付款。' },
    not_found: { title: '找不到这笔付款', explanation: '链接可能不完整，或沙箱已被重置。请回到商家重新发起付款。' },
  },
};

const en: Texts = {
  htmlLang: 'en',
  cashier: 'Cashier',
  sandbox: 'Sandbox',
  noRealMoney: 'Sandbox: no real money moves',
  otherLanguage: '中文',
  otherLanguageCode: 'zh',
  amountDue: 'Amount due',
  seller: 'Seller: ',
  order: 'Order number',
  trade: 'Trade number',
  goods: 'Goods',
  description: 'Description',
  orderDetails: 'Order details',
  payWithin: 'Time left to pay',
  days: 'd',
  scanTitle: 'Scan to pay',
  scanHint: 'Scan with your phone to pay on the mobile cashier',
  scanLink: 'or click the code to open the mobile cashier',
  buyerTitle: 'Pay here',
  buyerTitleMobile: 'Choose an account',
  buyerHint: 'Pick a test buyer. No login, no password.',
  payFrom: 'Pay from',
  available: 'Available',
  due: 'To pay',
  notEnough: 'Not enough',
  ample: 'plenty',
  pay: 'Pay',
  paying: 'Paying…',
  paid: 'Paid',
  cancel: 'Cancel',
  networkError: 'The connection failed, so the result is unknown. Press Pay again: you will not be charged twice.',
  continueLabel: 'Back to the merchant',
  resumeLabel: 'Pay after all',
  merchant: 'Merchant: ',
  confirm: 'Confirm',
  refuse: 'Cancel',
  outcomes: {
    paid: { title: 'Payment complete', explanation: 'The merchant has been paid. You can close this page.' },
    confirmed: { title: 'Confirmed', explanation: 'The merchant will be told. You can close this page.' },
    closed: {
      title: 'Trade closed',
      explanation: 'It can no longer be paid. To buy after all, place a new order with the merchant.',
    },
    expired: {
      title: 'Time is up',
      explanation: 'The time to pay has passed and nothing was charged. Place a new order with the merchant.',
    },
    cancelled: {
      title: 'Payment cancelled',
      explanation: 'Nothing was charged. Until it expires you can still come back from the order page and pay.',
    },
    not_found: {
      title: 'Payment not found',
      explanation: 'The link may be incomplete, or the sandbox has been reset. Start again from the merchant.',
    },
  },
};

export const texts: Record<Locale, Texts> = { zh, en };
