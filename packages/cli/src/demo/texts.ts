import type { Locale } from './locale.ts';
import type { OrderState } from './order-progress.ts';
import type { TillProblem } from './till-api.ts';

/** Something to tell the visitor once, after a redirect. */
export type NoticeKind = 'returned' | 'return_unverified' | 'refunded' | 'refund_failed' | 'pay_failed' | 'bad_amount';

/** What the shop says, in one language. Keys are the same in both; the compiler sees to that. */
export interface Texts {
  htmlLang: string;
  shopName: string;
  demo: string;
  otherLanguage: string;
  otherLanguageCode: Locale;
  welcome: string;
  welcomeLine: string;
  howItWorks: string;
  steps: readonly [string, string, string];
  close: string;
  payOnComputer: string;
  payOnComputerLine: string;
  payOnPhone: string;
  payOnPhoneLine: string;
  toCashier: string;
  toCashierLine: string;
  continueToCashier: string;
  backToShop: string;
  apiReference: string;
  order: string;
  orderNo: string;
  tradeNo: string;
  states: Record<OrderState, { title: string; line: string }>;
  partlyRefunded: string;
  timeline: {
    created: string;
    notOpened: string;
    opened: string;
    unpaid: string;
    paid: string;
    refunded: string;
    closed: string;
  };
  payNow: string;
  payNowPhone: string;
  refundTitle: string;
  refundLine: string;
  refundAmount: string;
  refundPart: string;
  refundAll: string;
  finished: string;
  rawTitle: string;
  rawLine: string;
  codeTitle: string;
  codeLine: string;
  offline: string;
  notices: Record<NoticeKind, string>;
  problems: Record<TillProblem, string>;
  errors: { noItem: string; noOrder: string; noPage: string; badRequest: string; broken: string };
}

const zh: Texts = {
  htmlLang: 'zh-CN',
  shopName: '小满铺',
  demo: '演示商店',
  otherLanguage: 'English',
  otherLanguageCode: 'en',
  welcome: '挑一件，走完一笔真实的支付流程',
  welcomeLine: '签名、收银台、异步通知、退款，全是真的；只有钱不是。',
  howItWorks: '一笔支付怎么走',
  steps: ['在这里选一件商品', '在沙箱收银台用测试买家付款', '回到订单页，看它实时变成已付款，再退款试试'],
  close: '关闭',
  payOnComputer: '在这台电脑上付款',
  payOnComputerLine: '电脑网站支付 alipay.trade.page.pay',
  payOnPhone: '在手机上付款',
  payOnPhoneLine: '手机网站支付 alipay.trade.wap.pay',
  toCashier: '正在前往收银台…',
  toCashierLine: '这个表单由 Till 签名，由您的浏览器提交给支付宝网关。',
  continueToCashier: '前往收银台',
  backToShop: '返回商店',
  apiReference: 'API 文档',
  order: '订单',
  orderNo: '订单号',
  tradeNo: '支付宝交易号',
  states: {
    waiting: { title: '等待付款', line: '付款后此页会自动更新，不必刷新。' },
    paid: { title: '已付款', line: '支付宝已确认收款。' },
    refunded: { title: '已全额退款', line: '款项已全部退回买家。' },
    closed: { title: '已关闭', line: '这笔订单没有付款，也不能再付款。' },
  },
  partlyRefunded: '部分退款',
  timeline: {
    created: '订单已创建，表单已签名',
    notOpened: '等待买家打开收银台',
    opened: '买家已打开收银台',
    unpaid: '尚未付款',
    paid: '付款成功',
    refunded: '退款成功',
    closed: '交易关闭，未付款',
  },
  payNow: '继续付款',
  payNowPhone: '用手机收银台',
  refundTitle: '退款',
  refundLine: '可以分多次退，总额不会超过实付金额。连点两次也只退一次。',
  refundAmount: '退款金额（元）',
  refundPart: '退这么多',
  refundAll: '全部退款',
  finished: '交易已完结，不能再退款。',
  rawTitle: 'API 的原始应答',
  rawLine: '商店后端每次更新都向 Till 查询，这是最近一次的应答。',
  codeTitle: '这一切背后的代码',
  codeLine: '商店后端只用这几个请求，API key 从不到浏览器。',
  offline: '与商店的连接断开了，正在重试…',
  notices: {
    returned: '已从收银台返回，返回参数验签通过。是否到账，以下面的查询结果为准。',
    return_unverified: '返回参数没有通过验签，已忽略。订单状态以下面的查询结果为准。',
    refunded: '退款成功。',
    refund_failed: '这次退款没有完成。',
    pay_failed: '暂时无法去付款。',
    bad_amount: '退款金额不对：请填写 0.01 到可退金额之间的数字，最多两位小数。',
  },
  problems: {
    refused: 'Till 的回答：',
    unknown: '结果暂时未知，Till 正在向支付宝核实。稍后再点一次是安全的，不会重复退款或扣款。',
    unreachable: '连不上 Till 服务器。请确认它正在运行，然后再试一次。',
    unauthorized: 'Till 服务器不接受商店的 API key。请停掉 till dev 再重新启动。',
    busy: '请求太频繁了，请过几秒再试。',
  },
  errors: {
    noItem: '没有这件商品，请回到商店重新挑选。',
    noOrder: '没有这个订单。链接可能不完整，或属于另一个数据目录。',
    noPage: '没有这个页面。',
    badRequest: '请求不完整，请回到商店重新下单。',
    broken: '商店出错了。请再试一次；如果仍然如此，请看终端里的日志。',
  },
};

const en: Texts = {
  htmlLang: 'en',
  shopName: 'Xiaoman Shop',
  demo: 'Demo shop',
  otherLanguage: '中文',
  otherLanguageCode: 'zh',
  welcome: 'Pick something and take a real payment all the way',
  welcomeLine: 'Signatures, cashier, notifications and refunds are real. Only the money is not.',
  howItWorks: 'How a payment goes',
  steps: [
    'Pick something here',
    'Pay at the sandbox cashier as a test buyer',
    'Come back, watch the order become paid, then try a refund',
  ],
  close: 'Close',
  payOnComputer: 'Pay on this computer',
  payOnComputerLine: 'Desktop website: alipay.trade.page.pay',
  payOnPhone: 'Pay on a phone',
  payOnPhoneLine: 'Mobile website: alipay.trade.wap.pay',
  toCashier: 'Taking you to the cashier…',
  toCashierLine: 'Till signed this form; your browser posts it to the Alipay gateway.',
  continueToCashier: 'Go to the cashier',
  backToShop: 'Back to the shop',
  apiReference: 'API reference',
  order: 'Order',
  orderNo: 'Order number',
  tradeNo: 'Alipay trade number',
  states: {
    waiting: { title: 'Waiting for payment', line: 'This page updates by itself once it is paid.' },
    paid: { title: 'Paid', line: 'Alipay has confirmed the payment.' },
    refunded: { title: 'Refunded in full', line: 'All of the money went back to the buyer.' },
    closed: { title: 'Closed', line: 'This order was not paid and can no longer be.' },
  },
  partlyRefunded: 'Partly refunded',
  timeline: {
    created: 'Order created, form signed',
    notOpened: 'Waiting for the buyer to open the cashier',
    opened: 'Cashier opened',
    unpaid: 'Not paid yet',
    paid: 'Payment received',
    refunded: 'Refund made',
    closed: 'Trade closed without payment',
  },
  payNow: 'Continue to payment',
  payNowPhone: 'Use the mobile cashier',
  refundTitle: 'Refund',
  refundLine: 'In as many parts as you like, never more than was paid. A double click refunds once.',
  refundAmount: 'Amount to refund (yuan)',
  refundPart: 'Refund this amount',
  refundAll: 'Refund all',
  finished: 'This trade is finished and can no longer be refunded.',
  rawTitle: 'What the API answered',
  rawLine: 'For every update the shop asks Till; this is the latest answer.',
  codeTitle: 'The code that did it',
  codeLine: 'All the shop ever sends. The API key never reaches the browser.',
  offline: 'Lost the connection to the shop. Trying again…',
  notices: {
    returned: 'Back from the cashier, signature verified. Whether it is paid is for the query below to say.',
    return_unverified: 'The return did not carry a valid signature and was ignored. What counts is the query below.',
    refunded: 'Refund made.',
    refund_failed: 'This refund did not go through.',
    pay_failed: 'The payment could not be started.',
    bad_amount: 'That is not an amount to refund: from 0.01 to what is left, with at most two decimals.',
  },
  problems: {
    refused: 'Till says: ',
    unknown:
      'The outcome is not known yet; Till is finding out from Alipay. It is safe to press the button again: nothing happens twice.',
    unreachable: 'The Till server cannot be reached. See that it is running, then try again.',
    unauthorized: 'The Till server does not accept the shop’s API key. Stop till dev and start it again.',
    busy: 'Too many requests. Wait a few seconds and try again.',
  },
  errors: {
    noItem: 'The shop does not sell this. Go back and pick something else.',
    noOrder: 'There is no such order. The link may be incomplete, or from another data directory.',
    noPage: 'There is no such page.',
    badRequest: 'The request was incomplete. Go back to the shop and order again.',
    broken: 'The shop broke. Try again; if it stays broken, the terminal’s log says why.',
  },
};

export const texts: Record<Locale, Texts> = { zh, en };
